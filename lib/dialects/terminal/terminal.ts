// The terminal dialect: people and scripts with nc, telnet, socat or openssl s_client.

import type { Theme } from "../../domain/theme.ts";
import type { Dialect, Renderer } from "../dialect.ts";
import { cozy } from "./cozy.ts";
import { decode } from "./decode.ts";
import { classic, plain } from "./lines.ts";

const PROMPT = "[ENTER YOUR NAME]: ";

const BANNER = `
  ╭───────────────╮
  │  P a r l e y  │   Chat from any terminal.
  ╰─╮ ╭───────────╯   Say who you are and come in.
    ╰─╯

`;

const renderers: Readonly<Record<Theme, Renderer>> = { plain, classic, cozy };

/** A client that spoke unasked is a script: it gets lines to parse, no banner, no prompt, no colour. */
export function terminal({ spoke }: { readonly spoke: boolean }): Dialect {
  return {
    name: "terminal",
    theme: spoke ? "plain" : "classic",
    greet: () => spoke ? "" : BANNER + PROMPT,
    prompt: () => spoke ? "" : PROMPT,
    decode,
    renderer: (theme) => renderers[theme],
  };
}

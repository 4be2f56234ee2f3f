// The terminal dialect: people and scripts with nc, telnet, socat or openssl s_client.

import type { Theme } from "../../domain/theme.ts";
import type { Problem } from "../../domain/problem.ts";
import type { SafeText } from "../../domain/text.ts";
import type { Decoded, Dialect, DialectFactory, Renderer } from "../dialect.ts";
import { cozy } from "./cozy.ts";
import { decodeTyped } from "../typed.ts";
import { decodeLogin, decodePassword, isQuit } from "./decode.ts";
import { classic, plain } from "./lines.ts";

const NAME_PROMPT = "[ENTER YOUR NAME]: ";
const PASSWORD_PROMPT = "[PASSWORD]: ";

const BANNER = `
  ╭───────────────╮
  │  P a r l e y  │   Chat from any terminal.
  ╰─╮ ╭───────────╯   Say who you are and come in.
    ╰─╯

`;

const renderers: Readonly<Record<Theme, Renderer>> = { plain, classic, cozy };

/** Takes whoever no other dialect claims. */
export const terminal: DialectFactory = {
  name: "terminal",
  claims: () => true,
  // A client that spoke unasked is a script: it gets lines to parse, no banner, no prompt, no colour.
  open: ({ spoke }) => new Terminal(spoke),
};

class Terminal implements Dialect {
  readonly name = "terminal";
  readonly theme: Theme;
  readonly #spoke: boolean;
  #name: SafeText | undefined;
  #asksPassword = false;

  constructor(spoke: boolean) {
    this.theme = spoke ? "plain" : "classic";
    this.#spoke = spoke;
  }

  get asksPassword(): boolean {
    return this.#asksPassword;
  }

  greet(): string {
    return this.#spoke ? "" : BANNER + NAME_PROMPT;
  }

  prompt({ code }: Problem): string {
    this.#asksPassword = code === "password-required" || code === "bad-password" ||
      code === "busy" && this.#asksPassword;
    if (this.#spoke) return "";
    return this.#asksPassword ? PASSWORD_PROMPT : NAME_PROMPT;
  }

  decode(line: string, loggedIn: boolean): Decoded {
    if (loggedIn) return decodeTyped(line);
    const password = this.#asksPassword && !isQuit(line) ? decodePassword(line) : "";
    // A blank line instead of a password leads back to the name.
    if (this.#name !== undefined && password !== "") return { kind: "login", name: this.#name, password };
    const decoded = decodeLogin(line);
    if (decoded.kind === "login") this.#name = decoded.name;
    return decoded;
  }

  renderer(theme: Theme): Renderer {
    return renderers[theme];
  }
}

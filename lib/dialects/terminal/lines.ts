// Themes `plain` and `classic`: one line per event, in the same words, without and with colour.

import type { StoredEvent } from "../../domain/event.ts";
import type { Renderer, View } from "../dialect.ts";
import { lineLook, type Look, plainLook } from "../look.ts";
import { refusalLine, replyLines, skippedLine } from "../wording.ts";
import { ansi } from "./palette.ts";

/** Lines as they go out. */
export function ended(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

/** Everything in one look; `own` shows authors what they did themselves. */
export function rendererOf(
  look: Look,
  own: (event: StoredEvent, view: Exclude<View, "reader">, now: number) => string,
): Renderer {
  return {
    event(event, view, now) {
      const passing = event.type === "tagged-you" || event.type === "notice" || event.type === "dismissed";
      return view === "reader" || passing ? ended(look.event(event, now)) : own(event, view, now);
    },
    reply: (reply, to) => ended(replyLines(reply, look, to.now)),
    refusal: (problem) => ended([refusalLine(problem, look.palette)]),
    skipped: (lines) => ended([skippedLine(lines, look.palette)]),
  };
}

// Authors see what they typed already; a direct message comes back to its author as a reply.
const nothing = () => "";

export const plain: Renderer = rendererOf(plainLook, nothing);
export const classic: Renderer = rendererOf(lineLook(ansi, true), nothing);

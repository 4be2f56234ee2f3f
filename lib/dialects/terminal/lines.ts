// Themes `plain` and `classic`: one line per event, in the same words, without and with colour.

import { isStored, type StoredEvent } from "../../domain/event.ts";
import type { Renderer, View } from "../dialect.ts";
import { ended, lineLook, type Look, plainLook } from "../look.ts";
import { refusalLine, replyLines, skippedLine } from "../wording.ts";
import { ansi } from "./palette.ts";

/** Everything in one look; `own` shows authors what they did themselves. */
export function rendererOf(
  look: Look,
  own: (event: StoredEvent, view: Exclude<View, "reader">, now: number) => string,
): Renderer {
  return {
    event(event, view, now) {
      return view === "reader" || !isStored(event) ? ended(look.event(event, now)) : own(event, view, now);
    },
    reply: (reply, to) => ended(replyLines(reply, look, to.now, to.columns)),
    refusal: (problem) => ended([refusalLine(problem, look.palette)]),
    skipped: (lines) => ended([skippedLine(lines, look.palette)]),
  };
}

// Authors see what they typed already; a direct message comes back to its author as a reply.
const nothing = () => "";

export const plain: Renderer = rendererOf(plainLook, nothing);
export const classic: Renderer = rendererOf(lineLook(ansi, true), nothing);

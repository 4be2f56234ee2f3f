// Themes `plain` and `classic`: one line per event, more for answers, in the same words, without and with colour.

import { type Answer, isStored, type StoredEvent } from "../../domain/event.ts";
import { isAuthors, type Renderer } from "../dialect.ts";
import { ended, lineLook, type Look, plainLook } from "../look.ts";
import { refusalLine, replyLines, skippedLine } from "../wording.ts";
import { ansi } from "./palette.ts";

/**
 * Everything in one look; `own` shows authors what they did themselves, `rest` the end of an answer to those who saw it
 * grow. Without the latter nobody sees one grow.
 */
export function rendererOf(
  look: Look,
  own: (event: StoredEvent, view: "author" | "author-in-place", now: number) => string,
  rest?: (answer: Answer) => readonly string[],
): Renderer {
  return {
    introduces: true,
    follows: rest !== undefined,
    event(event, view, now) {
      if (isAuthors(view) && isStored(event)) return own(event, view, now);
      const ends = view === "follower" && event.type === "answered";
      return ended(ends && rest ? rest(event) : look.event(event, now));
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

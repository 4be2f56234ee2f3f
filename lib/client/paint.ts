// How entries look on a screen. Escape sequences come from here alone: all text in an entry is sanitised.

import { formatTime } from "../domain/clock.ts";
import type { AnswerGrowth } from "../domain/event.ts";
import { eventLine, PRESENCE } from "../dialects/look.ts";
import { ansi } from "../dialects/terminal/palette.ts";
import type { Entry } from "./conversation.ts";

const { faint, strong, name, direct, refusal } = ansi;

/** What follows a line of one's own, by what became of it. */
const MARKS = {
  stored: "",
  pending: faint(" ..."),
  lost: refusal(" (perhaps not sent)"),
  refused: refusal(" (not sent)"),
} as const;

/**
 * An entry as text; a line of it may be longer than the screen is wide, and answers have several. `now` in milliseconds
 * since 1970-01-01 UTC.
 */
export function paint(entry: Entry, now: number): string {
  switch (entry.kind) {
    case "told":
      if (entry.tone === "break") return strong(`--- ${entry.text} ---`);
      if (entry.tone === "status") return faint(entry.text);
      return entry.tone === "refusal" ? refusal(`! ${entry.text}`) : entry.text;
    case "passing":
      return eventLine(entry.event, ansi);
    case "said": {
      const line = `${faint(clock(entry.event.at, now))} ${paintEvent(entry.event, entry.own)}`;
      return line + MARKS[entry.state];
    }
    default:
      return entry satisfies never;
  }
}

/** An answer that is not complete, as far as it has come. */
export function paintGrowth({ at, from, lines }: AnswerGrowth, now: number): string {
  return `${faint(clock(at, now))} ${name(from.name)}: ${lines.join("\n")}${MARKS.pending}`;
}

type Stored = Extract<Entry, { kind: "said" }>["event"];

function paintEvent(event: Stored, own: boolean): string {
  // Without colours the mark tells one's own lines.
  const speaker = own ? strong(`> ${event.from.name}`) : name(event.from.name);
  switch (event.type) {
    case "said":
      return `${speaker}: ${event.text}`;
    case "direct":
      return `${speaker}: ${own ? event.text : direct(event.text)}`;
    case "tagged":
      return `${speaker}: ${strong(`@${event.to.name}`)} ${event.text}`;
    case "action":
      return `${own ? strong("> *") : "*"} ${name(event.from.name)} ${event.text}`;
    case "joined":
    case "left":
    case "entered":
    case "exited":
      return faint(`${event.from.name} ${PRESENCE[event.type]}`);
    case "moderated":
      return faint(event.text);
    case "answered":
      return `${speaker}: ${event.lines.join("\n")}`;
    case "announced":
      return `${speaker} ${strong(`announces: ${event.text}`)}`;
    default:
      return event satisfies never;
  }
}

/** `15:13` today, `10-12 15:13` on other days. */
function clock(at: number, now: number): string {
  const [day, time] = [formatTime(at).slice(0, 10), formatTime(at).slice(11, 16)];
  return formatTime(now).startsWith(day) ? time : `${day.slice(5)} ${time}`;
}

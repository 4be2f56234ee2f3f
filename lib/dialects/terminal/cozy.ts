// Theme `cozy`: who, with a picture and how long ago, and below it what; an author's line is repainted in place, and
// answers are shown while they grow.

import type { ChatEvent, LobbyLine, Person, StoredEvent, TaggedLine } from "../../domain/event.ts";
import type { Renderer } from "../dialect.ts";
import { ended, eventLine, face, type Look, picture, PRESENCE } from "../look.ts";
import { rendererOf } from "./lines.ts";
import { ansi } from "./palette.ts";

const { faint, name, direct } = ansi;

const look: Look = {
  palette: ansi,
  greets: true,
  event: block,
  sent: ({ at, to, text }, queued, now) =>
    speech(directFace(to, `DM to ${to.name}${queued ? ", offline" : ""}`), at, now, direct(text)),
};

export const cozy: Renderer = rendererOf(
  look,
  own,
  ({ from, lines, grown }) => further(from, lines.slice(grown)),
);

function own(event: StoredEvent, view: "author" | "author-in-place", now: number): string {
  switch (event.type) {
    case "said":
    case "action":
    case "tagged": {
      const inPlace = view === "author-in-place" && fillsOneRow(typed(event));
      return (inPlace ? UP_AND_CLEAR : "") + ended(block(event, now));
    }
    case "joined":
    case "left":
    case "entered":
    case "exited":
    case "moderated":
    case "announced":
    case "answered":
    case "direct":
      return "";
    default:
      return event satisfies never;
  }
}

function block(event: ChatEvent, now: number): readonly string[] {
  switch (event.type) {
    case "said":
      return speech(face(event.from, ansi), event.at, now, event.text);
    case "action":
      return speech(face(event.from, ansi), event.at, now, `* ${name(event.from.name)} ${event.text}`);
    case "tagged":
      return speech(face(event.from, ansi), event.at, now, `@${name(event.to.name)} ${event.text}`);
    case "answered":
      return speech(face(event.from, ansi), event.at, now, ...event.lines);
    case "answer-grew":
      if (!event.first) return further(event.from, event.lines);
      return speech(face(event.from, ansi), event.at, now, ...event.lines);
    case "joined":
    case "left":
    case "entered":
    case "exited":
      return [`${face(event.from, ansi)} ${faint(`${PRESENCE[event.type]} [${ago(event.at, now)}]`)}`];
    case "direct":
      return speech(directFace(event.from, `DM from ${event.from.name}`), event.at, now, direct(event.text));
    case "tagged-you":
    case "idle-warning":
    case "idle-end":
    case "dismissed":
    case "answer-failed":
      return [eventLine(event, ansi)];
    case "announced":
      return speech(
        faint("announcement"),
        event.at,
        now,
        `${name(event.from.name)}: ${ansi.strong(event.text)}`,
      );
    case "moderated":
    case "notice":
      return speech(faint("system"), event.at, now, event.text);
    default:
      return event satisfies never;
  }
}

function directFace(person: Person, text: string): string {
  return `${name(person.name, picture(person))} ${direct(text)}`;
}

function speech(head: string, at: number, now: number, ...body: readonly string[]): readonly string[] {
  const [first = "", ...more] = body;
  return [
    `${head} ${faint(`[${ago(at, now)}]`)}`,
    `  ${faint("╰─>")} ${first}`,
    ...more.map((line) => `      ${line}`),
  ];
}

/** Lines of an answer whose beginning stands above, perhaps with what others said in between. */
function further(from: Person, lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${name(from.name)} ${faint("┆")} ${line}`);
}

/** How long ago `at` was; both are milliseconds since 1970-01-01 UTC. A time yet to come is "just now". */
export function ago(at: number, now: number): string {
  const seconds = Math.floor((now - at) / 1000);
  if (seconds < 1) return "just now";
  if (seconds < 60) return `${seconds}s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h ago`;
  return `${Math.floor(seconds / 86_400)}d ago`;
}

const UP_AND_CLEAR = "\u001b[1A\u001b[2K";

/** The line as its author most likely typed it. */
function typed(event: LobbyLine | TaggedLine): string {
  switch (event.type) {
    case "said":
      return event.text.startsWith("/") ? `/${event.text}` : event.text;
    case "action":
      return `/me ${event.text}`;
    case "tagged":
      return `/tag ${event.to.name} ${event.text}`;
    default:
      return event satisfies never;
  }
}

/**
 * Only a line that did not wrap can be painted over. The window's width is unknown, 80 columns are likely; other
 * scripts than Latin may be two columns wide or none, and terminals do not agree on which.
 */
function fillsOneRow(line: string): boolean {
  return line.length <= 78 && /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u024f]*$/.test(line);
}

// How what the server says appears: a palette for the parts of a line, and a look for whole events.

import { formatTime } from "../domain/clock.ts";
import type { Answer, AnswerGrowth, ChatEvent, DirectMessage, Person, Presence } from "../domain/event.ts";
import { sanitise } from "../domain/text.ts";

/** Styles of parts of a line. They may add escape sequences around a text, never change it. */
export interface Palette {
  readonly faint: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly direct: (text: string) => string;
  readonly refusal: (text: string) => string;
  /** A name, or another text in the colour of that name. */
  readonly name: (name: string, text?: string) => string;
}

/** How events appear inside and outside of replies. All lines are without their ends. */
export interface Look {
  readonly palette: Palette;
  /** Whether a newcomer is greeted; programs get the lines alone. */
  readonly greets: boolean;
  /** `now` is in milliseconds since 1970-01-01 UTC, for relative times. */
  event(event: ChatEvent, now: number): readonly string[];
  /** A direct message as its author sees it; `queued`: its reader is offline. */
  sent(message: DirectMessage, queued: boolean, now: number): readonly string[];
}

const same = (text: string) => text;
export const uncoloured: Palette = {
  faint: same,
  strong: same,
  direct: same,
  refusal: same,
  name: (name, text = name) => text,
};

/** Every event is one line that begins with its time; those told in passing excepted, and answers. */
export function lineLook(palette: Palette, greets: boolean): Look {
  return {
    palette,
    greets,
    event: (event) => eventLines(event, palette),
    sent: ({ at, to, text }, queued) => [
      palette.faint(stamp(at)) + palette.direct(`[DM to ${to.name}${queued ? ", offline" : ""}]: ${text}`),
    ],
  };
}

/** Lines as they go out. */
export function ended(lines: readonly string[]): string {
  let text = "";
  for (const line of lines) text += `${line}\n`;
  return text;
}

/** The words alone: what scripts and programs get. */
export const plainLook: Look = lineLook(uncoloured, false);

/**
 * An event in lines, of which those after the first are indented; the view `chat_log` spells stored ones in the same
 * way. None for an answer that grows: it comes whole.
 */
export function eventLines(event: ChatEvent, palette: Palette): readonly string[] {
  switch (event.type) {
    case "answered": {
      const [first = "", ...more] = event.lines;
      const head = `${palette.faint(stamp(event.at))}[${palette.name(event.from.name)}]:`;
      return [`${head} ${first}`, ...more.map((line) => `    ${line}`)];
    }
    case "answer-grew":
      return [];
    default:
      return [eventLine(event, palette)];
  }
}

/** An event that is always one line. */
export function eventLine(
  event: Exclude<ChatEvent, Answer | AnswerGrowth>,
  { faint, name, strong, direct, refusal }: Palette,
): string {
  switch (event.type) {
    case "said":
      return `${faint(stamp(event.at))}[${name(event.from.name)}]: ${event.text}`;
    case "action":
      return `${faint(stamp(event.at))} * ${name(event.from.name)} ${event.text}`;
    case "tagged":
      return `${faint(stamp(event.at))}[${name(event.from.name)}]: @${name(event.to.name)} ${event.text}`;
    case "joined":
    case "left":
    case "entered":
    case "exited":
      return faint(`${stamp(event.at)}[system]: ${event.from.name} ${PRESENCE[event.type]}`);
    case "moderated":
      return faint(`${stamp(event.at)}[system]: ${event.text}`);
    case "announced":
      return `${faint(`${stamp(event.at)}[system]:`)} ${
        strong(`${event.from.name} announces: ${event.text}`)
      }`;
    case "direct":
      return faint(stamp(event.at)) + direct(`[DM from ${event.from.name}]: ${event.text}`);
    case "tagged-you":
      return strong(`* ${event.from.name} tagged you`);
    case "notice":
      return faint(`${stamp(event.at)}[system]: ${event.text}`);
    case "idle-warning":
      return faint(
        `${
          stamp(event.at)
        }[system]: You have been silent for a while. Say something within ${event.seconds} seconds to stay.`,
      );
    case "idle-end":
      return faint(`${stamp(event.at)}[system]: You were silent for too long. Goodbye!`);
    case "dismissed":
      return refusal(`! ${event.text}`);
    case "answer-failed":
      return refusal(`! ${sanitise(event.problem.text)}`);
    default:
      return event satisfies never;
  }
}

/** What somebody did who came or went; it follows the name. */
export const PRESENCE: Readonly<Record<Presence["type"], string>> = {
  joined: "joined the chat",
  left: "has left our chat...",
  entered: "has joined the lobby",
  exited: "has left the lobby",
};

/** Picture and name, in the name's colour. */
export function face(person: Person, { name }: Palette): string {
  return name(person.name, `${picture(person)} ${person.name}`);
}

export function picture(person: Person): string {
  return person.picture ?? "(=^・^=)";
}

function stamp(at: number): string {
  return `[${formatTime(at)}]`;
}

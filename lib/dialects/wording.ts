// The words of replies, refusals and hints, shared by all dialects that show text to people.

import { formatTime } from "../domain/clock.ts";
import type { LobbyEvent } from "../domain/event.ts";
import type { Problem } from "../domain/problem.ts";
import type { KnownUser, Reply } from "../domain/reply.ts";
import { sanitise } from "../domain/text.ts";
import { face, type Look, type Palette } from "./look.ts";
import {
  commandHelp,
  commandList,
  count,
  entered,
  everyone,
  lobbies,
  pictures,
  sanctions,
  whois,
} from "./wording_lists.ts";

type ReplyOf<Kind extends Reply["kind"]> = Extract<Reply, { kind: Kind }>;

/** Always one line. */
export function refusalLine(problem: Problem, { refusal }: Palette): string {
  return refusal(`! ${sanitise(problem.text)}`);
}

export function skippedLine(lines: number, { refusal }: Palette): string {
  return refusal(`! ${skippedText(lines)}`);
}

export function skippedText(lines: number): string {
  const [skipped, them] = lines === 1 ? ["1 line was", "it"] : [`${lines} lines were`, "them"];
  return `Your connection fell behind and ${skipped} skipped: /history shows ${them}.`;
}

/**
 * A reply as lines without their ends; none when there is nothing to say. `now` is in milliseconds since
 * 1970-01-01 UTC, for relative times. Help keeps to `columns` where they are given.
 */
export function replyLines(reply: Reply, look: Look, now: number, columns?: number): readonly string[] {
  const { palette } = look;
  switch (reply.kind) {
    case "silent":
      return [];
    case "done":
      return reply.text === undefined ? [] : [reply.text];
    case "asked":
      return [reply.text];
    case "welcome":
      return [
        ...(look.greets ? [greeting(reply, palette)] : []),
        ...(reply.note === undefined ? [] : look.event({ type: "notice", text: reply.note, at: now }, now)),
        ...[...reply.replay, ...reply.queued].flatMap((event) => look.event(event, now)),
      ];
    case "entered":
      return [entered(reply.lobby, palette), ...reply.replay.flatMap((event) => look.event(event, now))];
    case "lobbies":
      return lobbies(reply.lobbies, palette);
    case "sanctions":
      return sanctions(reply.sanctions, palette);
    case "pictures":
      return pictures(reply, palette);
    case "bye":
      return ["Goodbye!"];
    case "commands":
      return commandList(reply.commands, palette, columns);
    case "command":
      return commandHelp(reply.command, palette, columns);
    case "people":
      return [
        palette.strong(`${count(reply.people.length, "person", "people")} in ${reply.lobby.name}:`),
        ...reply.people.map((person) => `  ${face(person, palette)}`),
      ];
    case "everyone":
      return everyone(reply, palette);
    case "whois":
      return whois(reply.user, palette);
    case "stats":
      return [stats(reply.user, palette)];
    case "history":
      return history(reply, look, now);
    case "matches":
      return matches(reply, look, now);
    case "direct-sent":
      return [
        ...look.sent(reply.message, reply.queued, now),
        ...(reply.openName ? [openNameWarning(reply)] : []),
      ];
    case "time":
      return [formatTime(reply.at)];
    case "pong":
      return ["pong"];
    default:
      return reply satisfies never;
  }
}

function greeting({ name, lobby, present }: ReplyOf<"welcome">, palette: Palette): string {
  const where = palette.strong(lobby.name);
  const here = present > 1 ? `${present} people are in ${where}` : `you are alone in ${where}`;
  return `Hello ${palette.name(name)}, ${here}. Type ${palette.strong("/help")} to see what you can do.`;
}

function stats(user: KnownUser, { name }: Palette): string {
  const sent = count(user.messagesSent, "message", "messages");
  return `${name(user.name)} has sent ${sent} since ${formatTime(user.createdAt)}.`;
}

function history({ events, lobby, more }: ReplyOf<"history">, look: Look, now: number): readonly string[] {
  if (events.length === 0) return [`There is nothing to show in ${lobby.name}.`];
  const oldest = Math.min(...events.map((event) => event.id));
  return [
    ...events.flatMap((event) => look.event(event, now)),
    ...(more ? [look.palette.faint(`Earlier ones: /history ${events.length} before ${oldest}`)] : []),
  ];
}

function matches({ events, lobby, more }: ReplyOf<"matches">, look: Look, now: number): readonly string[] {
  const { faint } = look.palette;
  if (events.length === 0) return [`Nothing found in ${lobby.name}. Try fewer words, or other ones.`];
  // The id leads to the lines around a match: /history before <id>.
  const numbered = (event: LobbyEvent) =>
    look.event(event, now).map((line, index) => index === 0 ? `${faint(`#${event.id}`)} ${line}` : line);
  return [
    ...events.flatMap(numbered),
    ...(more ? [faint("There are more matches: add a word to narrow them down.")] : []),
  ];
}

export function openNameWarning({ message }: ReplyOf<"direct-sent">): string {
  return `${message.to.name} has no password: whoever uses that name next will read this.`;
}

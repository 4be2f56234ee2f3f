// What programs of the login dialect read. Each line begins with a word in capitals that says what it is.
//
// Unasked:
//   MSG <name> <text>           a line of the lobby; `MSG <name> * <text>` after ME, `MSG <name> @<user> <text>` after TAG;
//                               one for each line of the assistant's answers that is not empty
//   DM <name> <text>            a direct message
//   INFO <text>                 everything else: `<name> connected`, `<name> disconnected`, `<name> joined the lobby`,
//                               `<name> left the lobby`, `you are in <lobby>`, what moderators and the server say
// Data lines, after OK; a time is `YYYY-MM-DD HH:MM:SS`, and `-` stands for nothing:
//   USER <name>                 WHO, USERS; with ALL: USER <name> ONLINE <lobby> | USER <name> OFFLINE <last seen>
//   USER, ROLE, LOBBY, SINCE, SEEN   WHOIS, a line each
//   STATS <name> <messages> <since>
//   EVENT <id> <line>, MATCH <id> <line>   HISTORY, SEARCH: each event as the log shows it, answers in several lines
//   LOBBY <name> <people> <public|private> <default|custom: the assistant> <creator> <description>
//   MUTE|BAN <user or address> <lobby, or * for everywhere> <actor> <until> <reason>
//   PICTURE <name> <picture>
//   COMMAND <usage> - <summary>
//   TIME <time>
//   MORE <text>                 there is more than was sent, and how to get it
//   INFO <text>                 anything that is told in a sentence
// Refusals: ERR <code>, for codes that say it all; else ERR <code> <text>.

import { formatTime } from "../../domain/clock.ts";
import { type ChatEvent, type DirectMessage, isStored, type LobbyEvent } from "../../domain/event.ts";
import type { Problem, ProblemCode } from "../../domain/problem.ts";
import type { CommandHelp, KnownUser, LobbySummary, Reply, Sanction } from "../../domain/reply.ts";
import { sanitise } from "../../domain/text.ts";
import { isAuthors, type Renderer, verbOf } from "../dialect.ts";
import { ended, eventLines as logLines, uncoloured } from "../look.ts";
import { skippedText } from "../wording.ts";

/** What clients of old compare whole lines with. */
const CODE_ALONE: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  "username-taken",
  "invalid-username",
  "password-required",
  "bad-password",
  "user-not-found",
  "unknown-cmd",
]);

/** The dialect's own verbs (MSG is `say` here) answer without OK. */
const NO_OK: ReadonlySet<string | undefined> = new Set(["say", "dm", "who", "ping"]);

export const lines: Renderer = {
  introduces: false,
  follows: false,
  event: (event, view) => isAuthors(view) && isStored(event) ? "" : ended(eventLines(event)),
  reply(reply, to) {
    // Somebody may come to another lobby without having asked for it.
    const ok = reply.kind !== "entered" && !NO_OK.has(verbOf(to));
    const data = dataLines(reply);
    return ended(ok ? ["OK", ...data] : data);
  },
  refusal: (problem) => ended([refusalLine(problem)]),
  skipped: (lines) => ended([`INFO ${skippedText(lines)}`]),
};

function refusalLine({ code, text }: Problem): string {
  return CODE_ALONE.has(code) ? `ERR ${code}` : `ERR ${code} ${sanitise(text)}`.trimEnd();
}

function eventLines(event: ChatEvent): readonly string[] {
  switch (event.type) {
    case "said":
      return [`MSG ${event.from.name} ${event.text}`];
    case "action":
      return [`MSG ${event.from.name} * ${event.text}`];
    case "tagged":
      return [`MSG ${event.from.name} @${event.to.name} ${event.text}`];
    case "answered":
      return event.lines.filter((line) => line !== "").map((line) => `MSG ${event.from.name} ${line}`);
    case "direct":
      return [directLine(event)];
    case "joined":
      return [`INFO ${event.from.name} connected`];
    case "left":
      return [`INFO ${event.from.name} disconnected`];
    case "entered":
      return [`INFO ${event.from.name} joined the lobby`];
    case "exited":
      return [`INFO ${event.from.name} left the lobby`];
    case "announced":
      return [`INFO ${event.from.name} announces: ${event.text}`];
    case "tagged-you":
      return [`INFO ${event.from.name} tagged you`];
    case "moderated":
    case "notice":
    case "dismissed":
      return [`INFO ${event.text}`];
    case "answer-failed":
      return [`INFO ${sanitise(event.problem.text)}`];
    case "idle-warning":
    case "answer-grew":
      return [];
    case "idle-end":
      return ["INFO disconnected due to inactivity"];
    default:
      return event satisfies never;
  }
}

function directLine({ from, text }: DirectMessage): string {
  return `DM ${from.name} ${text}`;
}

function dataLines(reply: Reply): readonly string[] {
  switch (reply.kind) {
    case "silent":
    case "bye":
      return [];
    case "done":
      return reply.text === undefined ? [] : [`INFO ${reply.text}`];
    case "asked":
      return [`INFO ${reply.text}`];
    case "welcome":
      return reply.queued.map(directLine);
    case "entered":
      return [`INFO you are in ${reply.lobby.name}`];
    case "direct-sent":
      return reply.queued ? [`INFO queued for ${reply.message.to.name}`] : [];
    case "people":
      return reply.people.map(({ name }) => `USER ${name}`);
    case "everyone":
      return [...reply.users.map(userLine), ...more(reply.total - reply.users.length, "users")];
    case "whois":
      return whois(reply.user);
    case "stats":
      return [`STATS ${reply.user.name} ${reply.user.messagesSent} ${formatTime(reply.user.createdAt)}`];
    case "history":
      return history(reply);
    case "matches":
      return [
        ...reply.events.flatMap((event) => numbered("MATCH", event)),
        ...(reply.more ? ["MORE matches: add a word to narrow them down"] : []),
      ];
    case "lobbies":
      return reply.lobbies.map(lobbyLine);
    case "sanctions":
      return reply.sanctions.map(sanctionLine);
    case "pictures":
      return reply.pictures.map(({ name, picture }) => `PICTURE ${sanitise(name)} ${picture}`);
    case "commands":
      return reply.commands.map(commandLine);
    case "command":
      return [commandLine(reply.command)];
    case "time":
      return [`TIME ${formatTime(reply.at)}`];
    case "pong":
      return ["PONG"];
    default:
      return reply satisfies never;
  }
}

function history({ events, more }: Reply & { readonly kind: "history" }): readonly string[] {
  const [oldest] = events;
  return [
    ...events.flatMap((event) => numbered("EVENT", event)),
    ...(more && oldest ? [`MORE HISTORY ${events.length} BEFORE ${oldest.id}`] : []),
  ];
}

function numbered(word: "EVENT" | "MATCH", event: LobbyEvent): readonly string[] {
  return logLines(event, uncoloured).map((line) => `${word} ${event.id} ${line}`);
}

function userLine({ name, online, lobby, lastSeenAt }: KnownUser): string {
  return `USER ${name} ${online ? `ONLINE ${lobby?.name ?? "-"}` : `OFFLINE ${formatTime(lastSeenAt)}`}`;
}

function more(count: number, what: string): readonly string[] {
  return count > 0 ? [`MORE ${count} ${what}`] : [];
}

function whois({ name, role, online, lobby, createdAt, lastSeenAt }: KnownUser): readonly string[] {
  return [
    `USER ${name} ${online ? "ONLINE" : "OFFLINE"}`,
    `ROLE ${role}`,
    `LOBBY ${lobby?.name ?? "-"}`,
    `SINCE ${formatTime(createdAt)}`,
    `SEEN ${formatTime(lastSeenAt)}`,
  ];
}

function lobbyLine(lobby: LobbySummary): string {
  const { name, present, creator, description } = lobby;
  const kind = lobby.private ? "private" : "public";
  const assistant = lobby.customAssistant ? "custom" : "default";
  return `LOBBY ${name} ${present} ${kind} ${assistant} ${creator ?? "-"} ${description}`.trimEnd();
}

function sanctionLine({ action, subject, lobby, actor, until, reason }: Sanction): string {
  const end = until === null ? "-" : formatTime(until);
  return `${action.toUpperCase()} ${subject} ${lobby ?? "*"} ${actor} ${end} ${reason}`.trimEnd();
}

/** The names of two commands are taken by older verbs of the dialect. */
const OWN_NAMES: ReadonlyMap<string, string> = new Map([["say", "MSG"], ["msg", "DM"]]);

function commandLine({ name, usage, summary }: CommandHelp): string {
  const verb = OWN_NAMES.get(name) ?? name.toUpperCase();
  return sanitise(`COMMAND ${`${verb} ${usage}`.trimEnd()} - ${summary}`);
}

// Arbitrary events, replies and texts for properties; all texts are made from what a hostile client might send.

import fc from "fast-check";
import type {
  ChatEvent,
  DirectMessage,
  Lobby,
  LobbyEvent,
  PassingEvent,
  Person,
} from "../../lib/domain/event.ts";
import type { LobbyId, MessageId, UserId } from "../../lib/domain/ids.ts";
import type { LobbyName, UserName } from "../../lib/domain/names.ts";
import type { Problem, ProblemCode } from "../../lib/domain/problem.ts";
import type { CommandHelp, KnownUser, LobbySummary, Reply, Role, Sanction } from "../../lib/domain/reply.ts";
import { type SafeText, sanitise } from "../../lib/domain/text.ts";

const HOSTILE_PIECES = [
  ..."\u0000\u0007\b\t\n\v\f\r\u001b\u007f\u0085\u009b\u009d\u2028\u2029\u202e\u2066\u200f\u00a0\u0301",
  ...[
    "\r\n",
    "\ud800",
    "\udc00",
    "\u001b[31m",
    "\u001b[2J",
    "\u001b[1A\u001b[2K",
    "\u001b]0;title\u0007",
    "\u001bPq",
  ],
  ...["  ", "/", "//", "!", "[system]: ", "日本語", "🎉", "{}", '"'],
];

/** Anything that can come out of a decoder: control bytes, escape sequences, halves of surrogate pairs. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.string(), fc.constantFrom(...HOSTILE_PIECES)), { maxLength: 12 })
  .map((pieces) => pieces.join(""));

/** The same after the one sanitiser, as domain code passes it on. */
export const safeText: fc.Arbitrary<SafeText> = hostileText.map(sanitise);

/** Milliseconds of the years 1970 to 2099. */
export const moment: fc.Arbitrary<number> = fc.integer({ min: 0, max: 4_102_444_799_999 });

const rowId = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const messageId = rowId.map((id) => id as MessageId);
// The parsers allow less; a row that was written before a rule changed may hold more.
export const userName: fc.Arbitrary<UserName> = safeText.map((text) => text as UserName);
export const lobbyName: fc.Arbitrary<LobbyName> = safeText.map((text) => text as LobbyName);

const personFields = {
  id: rowId.map((id) => id as UserId),
  name: userName,
  picture: fc.option(safeText),
};
export const person: fc.Arbitrary<Person> = fc.record(personFields);
export const lobby: fc.Arbitrary<Lobby> = fc.record({
  id: rowId.map((id) => id as LobbyId),
  name: lobbyName,
});

export const directMessage: fc.Arbitrary<DirectMessage> = fc.record({
  type: fc.constant("direct" as const),
  id: messageId,
  at: moment,
  from: person,
  to: person,
  text: safeText,
});

const inLobby = { id: messageId, at: moment, from: person, lobby };
function lobbyLine(type: "said" | "action"): fc.Arbitrary<LobbyEvent> {
  return fc.record({ type: fc.constant(type), ...inLobby, text: safeText });
}
function presence(type: "joined" | "left" | "entered" | "exited"): fc.Arbitrary<LobbyEvent> {
  return fc.record({ type: fc.constant(type), ...inLobby });
}
function proclamation(type: "moderated" | "announced"): fc.Arbitrary<LobbyEvent> {
  return fc.record({ type: fc.constant(type), ...inLobby, text: safeText });
}

export const anyProblem: fc.Arbitrary<Problem> = fc.record({
  code: fc.constantFrom<ProblemCode>("usage", "invalid-username", "internal"),
  text: hostileText,
});

const lines = fc.array(safeText, { minLength: 1, maxLength: 5 });

// Records of all kinds, so that a new one is missed by the compiler and not by chance.
const lobbyEvents: Readonly<Record<LobbyEvent["type"], fc.Arbitrary<LobbyEvent>>> = {
  said: lobbyLine("said"),
  action: lobbyLine("action"),
  tagged: fc.record({ type: fc.constant("tagged" as const), ...inLobby, to: person, text: safeText }),
  joined: presence("joined"),
  left: presence("left"),
  entered: presence("entered"),
  exited: presence("exited"),
  moderated: proclamation("moderated"),
  announced: proclamation("announced"),
  answered: fc.record({ type: fc.constant("answered" as const), ...inLobby, lines, grown: fc.nat(6) }),
};
const passingEvents: Readonly<Record<PassingEvent["type"], fc.Arbitrary<PassingEvent>>> = {
  "tagged-you": fc.record({ type: fc.constant("tagged-you" as const), from: person, to: person, at: moment }),
  "idle-warning": fc.record({ type: fc.constant("idle-warning" as const), seconds: fc.nat(600), at: moment }),
  "idle-end": fc.record({ type: fc.constant("idle-end" as const), at: moment }),
  notice: fc.record({ type: fc.constant("notice" as const), text: safeText, at: moment }),
  "answer-grew": fc.record({
    type: fc.constant("answer-grew" as const),
    from: person,
    lobby,
    lines,
    first: fc.boolean(),
    at: moment,
  }),
  "answer-failed": fc.record({
    type: fc.constant("answer-failed" as const),
    problem: anyProblem,
    at: moment,
  }),
  dismissed: fc.record({ type: fc.constant("dismissed" as const), text: safeText, at: moment }),
};
export const lobbyEvent: fc.Arbitrary<LobbyEvent> = fc.oneof(...Object.values(lobbyEvents));
export const chatEvent: fc.Arbitrary<ChatEvent> = fc.oneof(
  ...Object.values(lobbyEvents),
  ...Object.values(passingEvents),
  directMessage,
);

/** Plain strings, as commands and errors bring them: not sanitised. */
export const commandHelp: fc.Arbitrary<CommandHelp> = fc.record({
  name: hostileText,
  aliases: fc.array(hostileText, { maxLength: 3 }),
  usage: hostileText,
  summary: hostileText,
  example: hostileText,
});

export const knownUser: fc.Arbitrary<KnownUser> = fc.record({
  ...personFields,
  createdAt: moment,
  lastSeenAt: moment,
  online: fc.boolean(),
  lobby: fc.option(lobby),
  messagesSent: fc.nat(),
  role: fc.constantFrom<Role>("guest", "member", "operator", "assistant"),
});

export const lobbySummary: fc.Arbitrary<LobbySummary> = fc.record({
  id: rowId.map((id) => id as LobbyId),
  name: lobbyName,
  private: fc.boolean(),
  creator: fc.option(userName),
  description: safeText,
  present: fc.nat(3),
  customAssistant: fc.boolean(),
});

export const sanction: fc.Arbitrary<Sanction> = fc.record({
  id: rowId,
  action: fc.constantFrom<Sanction["action"]>("mute", "ban"),
  subject: safeText,
  lobby: fc.option(lobbyName),
  until: fc.option(moment),
  reason: safeText,
  actor: userName,
});

const few = { maxLength: 4 };
const events = fc.array(lobbyEvent, few);
const kind = <Kind extends Reply["kind"]>(kind: Kind) => fc.constant(kind);
const welcome = {
  kind: kind("welcome"),
  name: userName,
  lobby,
  present: fc.integer({ min: 1, max: 3 }),
  replay: events,
  queued: fc.array(directMessage, few),
};
const replies: { readonly [Kind in Reply["kind"]]: fc.Arbitrary<Extract<Reply, { kind: Kind }>> } = {
  silent: fc.record({ kind: kind("silent"), id: messageId }),
  done: fc.oneof(fc.record({ kind: kind("done"), text: safeText }), fc.record({ kind: kind("done") })),
  asked: fc.record({ kind: kind("asked"), id: messageId, to: person, text: safeText }),
  welcome: fc.oneof(fc.record(welcome), fc.record({ ...welcome, note: safeText })),
  entered: fc.record({ kind: kind("entered"), lobby: lobbySummary, replay: events }),
  lobbies: fc.record({ kind: kind("lobbies"), lobbies: fc.array(lobbySummary, few) }),
  sanctions: fc.record({ kind: kind("sanctions"), sanctions: fc.array(sanction, few) }),
  pictures: fc.record({
    kind: kind("pictures"),
    pictures: fc.array(fc.record({ name: hostileText, picture: safeText }), few),
  }),
  bye: fc.record({ kind: kind("bye") }),
  commands: fc.record({ kind: kind("commands"), commands: fc.array(commandHelp, few) }),
  command: fc.record({ kind: kind("command"), command: commandHelp }),
  people: fc.record({ kind: kind("people"), lobby, people: fc.array(person, few) }),
  everyone: fc.record({ kind: kind("everyone"), users: fc.array(knownUser, few), total: fc.nat(8) }),
  whois: fc.record({ kind: kind("whois"), user: knownUser }),
  stats: fc.record({ kind: kind("stats"), user: knownUser }),
  history: fc.record({ kind: kind("history"), lobby, events, more: fc.boolean() }),
  matches: fc.record({ kind: kind("matches"), lobby, events, more: fc.boolean() }),
  "direct-sent": fc.record({
    kind: kind("direct-sent"),
    message: directMessage,
    queued: fc.boolean(),
    openName: fc.boolean(),
  }),
  time: fc.record({ kind: kind("time"), at: moment }),
  pong: fc.record({ kind: kind("pong") }),
};
export const reply: fc.Arbitrary<Reply> = fc.oneof(...Object.values<fc.Arbitrary<Reply>>(replies));

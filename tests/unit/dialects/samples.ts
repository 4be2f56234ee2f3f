// People, events and replies for tests of what dialects show. All happen at `AT`, which reads `TIME` in every time zone.

import type {
  Answer,
  AnswerGrowth,
  ChatEvent,
  DirectMessage,
  LobbyLine,
  Person,
  Presence,
  Proclamation,
  TaggedLine,
} from "../../../lib/domain/event.ts";
import { GENERAL, type LobbyId, type MessageId, type UserId } from "../../../lib/domain/ids.ts";
import type { LobbyName, UserName } from "../../../lib/domain/names.ts";
import { type Problem, problem } from "../../../lib/domain/problem.ts";
import type { KnownUser, LobbySummary, Reply, Sanction } from "../../../lib/domain/reply.ts";
import { sanitise } from "../../../lib/domain/text.ts";

export const AT = new Date(2024, 9, 12, 15, 13, 2).getTime();
export const TIME = "2024-10-12 15:13:02";

export const alice: Person = { id: 1 as UserId, name: "alice" as UserName, picture: sanitise("(@_@)") };
export const bob: Person = { id: 2 as UserId, name: "bob" as UserName, picture: null };
export const carol: Person = { id: 3 as UserId, name: "carol" as UserName, picture: null };
export const general = { id: GENERAL, name: "general" as LobbyName };

function stored(id: number, from: Person) {
  return { id: id as MessageId, at: AT, from };
}

export function line(type: LobbyLine["type"], text: string, id = 7): LobbyLine {
  return { type, ...stored(id, alice), lobby: general, text: sanitise(text) };
}
export function presence(type: Presence["type"]): Presence {
  return { type, ...stored(7, alice), lobby: general };
}
export function tagged(text: string): TaggedLine {
  return { type: "tagged", ...stored(7, alice), lobby: general, to: bob, text: sanitise(text) };
}
export function direct(text: string, from = alice, to = bob): DirectMessage {
  return { type: "direct", ...stored(7, from), to, text: sanitise(text) };
}
export function proclaimed(type: Proclamation["type"], text: string): Proclamation {
  return { type, ...stored(7, alice), lobby: general, text: sanitise(text) };
}
export const rox: Person = { id: 9 as UserId, name: "Rox" as UserName, picture: null };
export function answered(lines: readonly string[], grown = 0, id = 8): Answer {
  return { type: "answered", ...stored(id, rox), lobby: general, lines: lines.map(sanitise), grown };
}
export function grew(first: boolean, lines: readonly string[]): AnswerGrowth {
  return { type: "answer-grew", from: rox, lobby: general, lines: lines.map(sanitise), first, at: AT };
}
/** Its text, too, is what no problem should hold. */
export const failed: ChatEvent = {
  type: "answer-failed",
  problem: problem("assistant-failed", "Rox gave no answer.\r\n\u001b[31mAsk again."),
  at: AT,
};
export const dismissed: ChatEvent = { type: "dismissed", text: sanitise("You were kicked by bob."), at: AT };
export const taggedYou: ChatEvent = { type: "tagged-you", from: alice, to: bob, at: AT };
export const notice: ChatEvent = { type: "notice", text: sanitise("The server restarts at noon."), at: AT };

const quiet = {
  createdAt: AT,
  lastSeenAt: AT,
  online: false,
  lobby: null,
  messagesSent: 0,
  role: "guest",
} as const;
export function known(person: Person, details: Partial<KnownUser>): KnownUser {
  return { ...person, ...quiet, ...details };
}
/** Somebody who is in `general`, as its details say otherwise. */
export function here(person: Person, details: Partial<KnownUser> = {}): KnownUser {
  return known(person, { online: true, lobby: general, ...details });
}
export function summary(details: Partial<LobbySummary>): LobbySummary {
  return {
    id: 2 as LobbyId,
    name: "games" as LobbyName,
    private: false,
    creator: alice.name,
    description: sanitise("chess and go"),
    present: 2,
    customAssistant: false,
    ...details,
  };
}
export function sanction(details: Partial<Sanction>): Sanction {
  const subject = sanitise("bob");
  return {
    id: 1,
    action: "mute",
    subject,
    lobby: null,
    until: null,
    reason: sanitise(""),
    actor: alice.name,
    ...details,
  };
}

export const welcome = {
  kind: "welcome",
  name: bob.name,
  lobby: general,
  present: 3,
  replay: [line("said", "hello"), presence("left")],
  queued: [direct("hey")],
} as const satisfies Reply;
export const history = {
  kind: "history",
  lobby: general,
  events: [line("said", "one", 41), line("said", "two", 43)],
  more: true,
} as const satisfies Reply;
export const matches = {
  kind: "matches",
  lobby: general,
  events: [line("said", "two", 43), line("said", "one", 41)],
  more: true,
} as const satisfies Reply;
export const asked = {
  kind: "asked",
  id: 7 as MessageId,
  to: rox,
  text: sanitise("[AI] Thinking..."),
} as const satisfies Reply;
/** A question and its answer, in the past. */
export const past = [line("said", "why?", 7), answered(["one", "two"])] as const;
export const found = {
  kind: "matches",
  lobby: general,
  events: [answered(["one", "two"])],
  more: false,
} as const satisfies Reply;
/** Its text is what no problem should hold, and must go out as one clean line all the same. */
export const refused: Problem = problem("usage", "Say whom and what:\r\n\u001b[31m/msg bob hello");

/** Without colours; the sequences that move the cursor stay. */
export function uncoloured(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/\u001b\[[0-9;]*m/g, "");
}

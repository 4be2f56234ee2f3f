// What deciding an entry yields, and the parts that all decisions share.

import type { Lobby, LobbyEvent, Person, Published } from "../domain/event.ts";
import type { SessionId } from "../domain/ids.ts";
import { type Problem, problem, type ProblemCode } from "../domain/problem.ts";
import type { UserName } from "../domain/names.ts";
import { sanitise } from "../domain/text.ts";
import type { SessionRow } from "../store/sessions.ts";
import type { Store } from "../store/store.ts";
import type { Entry, Outcome } from "./entry.ts";

/** The outcome for whoever appended the entry, and what viewers may see once it is committed. */
export interface Applied<E extends Entry = Entry> {
  readonly outcome: Outcome<E>;
  readonly events: readonly Published[];
}

export const SESSION_OVER = problem("not-logged-in", "Your session is over. Log in again.");

/** Hands the entry on with the row of its session, which says who acts and where. */
export function bySession<E extends Entry & { readonly session: SessionId }>(
  store: Store,
  entry: E,
  decide: (store: Store, entry: E, session: SessionRow) => Applied<E>,
): Applied<E> {
  const row = store.sessions.get(entry.session);
  return row ? decide(store, entry, row) : refusedWith(SESSION_OVER);
}

export function granted<E extends Entry>(
  value: (Outcome<E> & { granted: true })["value"],
  ...events: readonly Published[]
): Applied<E> {
  return { outcome: { granted: true, value }, events };
}

export function refused<E extends Entry>(code: ProblemCode, text: string): Applied<E> {
  return refusedWith(problem(code, text));
}

export function refusedWith<E extends Entry>(problem: Problem): Applied<E> {
  return { outcome: { granted: false, problem }, events: [] };
}

export function neverSeen(name: string): Problem {
  return problem("user-not-found", `Nobody named ${name} was ever here. /users all lists everybody.`);
}

export function toLobby<Event extends LobbyEvent>(
  event: Event,
  by: SessionId | null,
): Published & { readonly event: Event } {
  return { event, audience: { to: "lobby", lobby: event.lobby.id }, by };
}

/** What was done, told to a lobby in a sentence that its log keeps. */
export function proclaim(
  store: Store,
  { id, user }: SessionRow,
  { id: lobby, name }: Lobby,
  at: number,
  sentence: string,
): Published {
  const text = sanitise(sentence);
  const event = { type: "moderated", at, from: user, lobby: { id: lobby, name }, text } as const;
  return toLobby(store.messages.append(event), id);
}

/** What is told to whoever writes to the assistant as to a user. */
export function askInstead(name: UserName): Problem {
  return problem("not-allowed", `${name} is the assistant: ask it with /ai <question>.`);
}

/** A row without what only rules need. */
export function asPerson({ id, name, picture }: Person): Person {
  return { id, name, picture };
}

// What is said to lobbies.

import type { Audience, Published } from "../domain/event.ts";
import type { SessionId, UserId } from "../domain/ids.ts";
import { type Problem, problem } from "../domain/problem.ts";
import type { LineDraft } from "../store/messages.ts";
import type { SessionRow } from "../store/sessions.ts";
import type { Store } from "../store/store.ts";
import { type Applied, granted, refusedWith, SESSION_OVER } from "./decision.ts";
import type { LineSaid } from "./entry.ts";
import { sanctionText } from "./sanction_rules.ts";

interface Speaker {
  readonly row: SessionRow;
  /** Everybody in its lobby. */
  readonly audience: Audience;
  /** Looked up at this time. */
  readonly at: number;
  /** Whether there was a mute then: it may have ended since. */
  readonly muted: boolean;
}

/**
 * Who speaks, looked up once: nothing but an entry of another kind changes where somebody is and what it may do, and
 * then all of this must be forgotten.
 */
export class Speakers {
  readonly #store: Store;
  readonly #known = new Map<SessionId, Speaker>();

  constructor(store: Store) {
    this.#store = store;
  }

  find(session: SessionId, at: number): Speaker | undefined {
    const known = this.#known.get(session);
    // Where the clock was set back, a mute that was over may be in force again.
    if (known && at >= known.at) return known;
    const row = this.#store.sessions.get(session);
    if (!row) return undefined;
    const muted = this.#store.sanctions.ofUser("mute", row.user.id, row.lobby.id, at) !== undefined;
    const speaker = { row, audience: { to: "lobby", lobby: row.lobby.id }, at, muted } as const;
    this.#known.set(session, speaker);
    return speaker;
  }

  forget(): void {
    this.#known.clear();
  }
}

/** A line that may be said. */
interface Said extends Pick<Published, "audience" | "by"> {
  readonly draft: LineDraft;
}

/** Decides lines that follow each other, with the same result as one by one, at a fraction of the cost. */
export function sayLines(
  store: Store,
  entries: readonly LineSaid[],
  speakers: Speakers,
): readonly Applied<LineSaid>[] {
  const drafts: LineDraft[] = [];
  const counts = new Map<UserId, number>();
  const verdicts = entries.map(({ session, at, form, text }): Said | Problem => {
    const speaker = speakers.find(session, at);
    if (!speaker) return SESSION_OVER;
    const { row: { user, lobby }, audience, muted } = speaker;
    const mute = muted ? store.sanctions.ofUser("mute", user.id, lobby.id, at) : undefined;
    if (mute) return problem("muted", sanctionText(mute));
    counts.set(user.id, (counts.get(user.id) ?? 0) + 1);
    const draft: LineDraft = { type: form, at, from: user, lobby, text };
    drafts.push(draft);
    return { draft, audience, by: session };
  });
  for (const [user, lines] of counts) store.users.countMessages(user, lines);
  const ids = store.messages.appendLines(drafts);
  let said = 0;
  return verdicts.map((verdict) => {
    if ("code" in verdict) return refusedWith(verdict);
    const { draft: { type, at, from, lobby, text }, audience, by } = verdict;
    const id = ids[said++];
    if (id === undefined) throw new Error("a line was granted and not stored");
    return granted({ id }, { event: { type, id, at, from, lobby, text }, audience, by });
  });
}

/** One line alone. */
export function sayLine(store: Store, entry: LineSaid): Applied<LineSaid> {
  const [said] = sayLines(store, [entry], new Speakers(store));
  if (!said) throw new Error("a line was not decided");
  return said;
}

// Entries applied one by one to a store, for tests of the rules.

import assert from "node:assert/strict";
import type { LobbyId, UserId } from "../../lib/domain/ids.ts";
import type { ProblemCode } from "../../lib/domain/problem.ts";
import { type Applied, apply } from "../../lib/journal/apply.ts";
import type { Entry, Yields } from "../../lib/journal/entry.ts";
import { lobbyCreated, lobbyEntered, opened } from "./entries.ts";
import { TestStore } from "./store.ts";

export class Rules extends TestStore {
  /**
   * Brings in users: the session of `alice` is called `alice` as well. The first of them is an operator for this visit,
   * as nobody was here before.
   */
  constructor(...names: readonly string[]) {
    super();
    for (const name of names) this.granted(opened(name, name));
  }

  decide<E extends Entry>(entry: E): Applied<E> {
    return this.store.transaction(() => apply(this.store, entry)) as Applied<E>;
  }

  granted<E extends Entry>(entry: E): Yields[E["type"]] {
    const { outcome } = this.decide(entry);
    if (!outcome.granted) assert.fail(outcome.problem.text);
    return outcome.value;
  }

  /** Checks the code, and that a refusal changes nothing; yields its text. */
  refused(entry: Entry, code: ProblemCode): string {
    const before = this.dump();
    const { outcome, events } = this.decide(entry);
    if (outcome.granted) assert.fail(`${entry.type} was granted`);
    assert.equal(outcome.problem.code, code);
    assert.deepEqual(events, []);
    assert.deepEqual(this.dump(), before);
    return outcome.problem.text;
  }

  id(name: string): UserId {
    return this.store.users.byName(name)?.id ?? assert.fail(`nobody is called ${name}`);
  }

  /** Gives a name an owner; `hash` is what is stored of the password. */
  register(name: string, hash = "x"): void {
    this.database.prepare("UPDATE users SET password_hash = ? WHERE id = ?").run(hash, this.id(name));
  }

  /** Has a session make a lobby and go there. `hash`: of the lobby's password; null for a public one. */
  lobby(name: string, session: string, hash: string | null = null): LobbyId {
    const { lobby: { id } } = this.granted(lobbyCreated(session, name, { hash }));
    this.granted(lobbyEntered(session, id));
    return id;
  }

  /** Where a user is; undefined when it is not here. */
  whereIs(name: string): LobbyId | undefined {
    return this.store.sessions.ofUser(this.id(name))?.lobby.id;
  }

  /** The acts of the audit in order, with what is not null of who did what to whom where. */
  audit(): readonly unknown[] {
    return this.rows(
      `SELECT act, a.name AS by, u.name AS user, address, l.name AS lobby, until, text
       FROM audit LEFT JOIN users a ON a.id = actor_id LEFT JOIN users u ON u.id = user_id
         LEFT JOIN lobbies l ON l.id = lobby_id ORDER BY audit.id`,
    ).map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)));
  }

  /** What the log tells of acts of moderation, with the lobby. */
  told(): readonly unknown[] {
    return this.rows("SELECT lobby, body FROM chat_log WHERE kind = 'moderated' ORDER BY id")
      .map(({ lobby, body }) => `${lobby}: ${body}`);
  }

  kinds(): readonly unknown[] {
    return this.rows("SELECT kind FROM messages ORDER BY id").map((row) => row["kind"]);
  }
}

/** Oscar, an operator, and in the lobby `games` its creator alice and bob. */
export function inGames(): Rules {
  const test = new Rules("oscar", "alice", "bob");
  test.granted(lobbyEntered("bob", test.lobby("games", "alice")));
  return test;
}

/** What is shown to whom, in order. */
export function shown({ events }: Applied): readonly string[] {
  return events.map(({ event, audience }) => {
    const to = audience.to === "lobby" ? audience.lobby : audience.to;
    return `${to}: ${"text" in event ? event.text : event.type}`;
  });
}

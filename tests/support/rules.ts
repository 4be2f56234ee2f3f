// Entries applied one by one to a store, for tests of the rules.

import assert from "node:assert/strict";
import type { UserId } from "../../lib/domain/ids.ts";
import type { ProblemCode } from "../../lib/domain/problem.ts";
import { type Applied, apply } from "../../lib/journal/apply.ts";
import type { Entry, Yields } from "../../lib/journal/entry.ts";
import { opened } from "./entries.ts";
import { TestStore } from "./store.ts";

export class Rules extends TestStore {
  /** Brings in users: the session of `alice` is called `alice` as well. */
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

  /** Gives a name an owner. */
  register(name: string): void {
    this.database.prepare("UPDATE users SET password_hash = 'x' WHERE id = ?").run(this.id(name));
  }

  kinds(): readonly unknown[] {
    return this.rows("SELECT kind FROM messages ORDER BY id").map((row) => row["kind"]);
  }
}

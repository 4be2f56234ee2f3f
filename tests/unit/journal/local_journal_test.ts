// One transaction per turn of the event loop; shown only after it, told only after that.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { Published } from "../../../lib/domain/event.ts";
import { type EntryId, entryIds, GENERAL } from "../../../lib/domain/ids.ts";
import { NotStored, Refusal } from "../../../lib/domain/problem.ts";
import type { Outcome } from "../../../lib/journal/entry.ts";
import { granted } from "../../../lib/journal/journal.ts";
import { LocalJournal } from "../../../lib/journal/local_journal.ts";
import { DATABASE_FILE } from "../../../lib/store/database.ts";
import { Store } from "../../../lib/store/store.ts";
import { closed, directSent, opened, said } from "../../support/entries.ts";
import { TestStore } from "../../support/store.ts";

const ids = new Map<string, EntryId>();
const newEntryId = entryIds();

/** The same for the same name. */
function id(name: string): EntryId {
  const known = ids.get(name) ?? newEntryId();
  ids.set(name, known);
  return known;
}

class CountingStore extends Store {
  transactions = 0;

  override transaction<Result>(work: () => Result): Result {
    this.transactions++;
    return super.transaction(work);
  }
}

class Fixture implements Disposable {
  readonly test = new TestStore();
  readonly store = new CountingStore(this.test.database);
  readonly published: Published[][] = [];
  onPublish: (events: readonly Published[]) => void = () => {};
  readonly journal = new LocalJournal({
    store: this.store,
    publish: (events) => {
      this.published.push([...events]);
      this.onPublish(events);
    },
  });

  /** Brings in a user and forgets how. */
  static async with(name: string): Promise<Fixture> {
    const fixture = new Fixture();
    await fixture.journal.append(opened(name, name), id(`open ${name}`));
    fixture.store.transactions = 0;
    fixture.published.length = 0;
    return fixture;
  }

  /** From here on this text cannot be stored; `how` is ABORT, or ROLLBACK as on a full disk. */
  poison(text: string, how: "ABORT" | "ROLLBACK" = "ABORT"): void {
    this.test.database.script(
      `CREATE TRIGGER poison BEFORE INSERT ON messages WHEN new.body = '${text}'
       BEGIN SELECT RAISE(${how}, 'disk is full'); END`,
    );
  }

  bodies(): readonly unknown[] {
    return this.test.rows("SELECT body FROM messages WHERE kind = 'said' ORDER BY id").map((row) =>
      row["body"]
    );
  }

  shown(): readonly string[][] {
    return this.published.map((events) =>
      events.map(({ event }) => event.type === "said" ? event.text : event.type)
    );
  }

  [Symbol.dispose](): void {
    this.journal[Symbol.dispose]();
    this.test[Symbol.dispose]();
  }
}

/** What became of each: granted, refused, or the message of the error. */
async function fates(outcomes: readonly Promise<Outcome>[]): Promise<readonly string[]> {
  const settled = await Promise.allSettled(outcomes);
  return settled.map((result) => {
    if (result.status === "fulfilled") return result.value.granted ? "granted" : "refused";
    assert.ok(result.reason instanceof NotStored);
    return result.reason.message;
  });
}

Deno.test("LocalJournal stores the entries of one turn in one transaction, in order", async () => {
  using fixture = await Fixture.with("alice");
  const outcomes = ["one", "two", "three"].map((text) =>
    fixture.journal.append(said("alice", text), id(text))
  );
  assert.equal(fixture.store.transactions, 0);
  assert.deepEqual(await fates(outcomes), ["granted", "granted", "granted"]);
  assert.equal(fixture.store.transactions, 1);
  assert.deepEqual(fixture.bodies(), ["one", "two", "three"]);
  assert.deepEqual(fixture.shown(), [["one", "two", "three"]]);
});

Deno.test("LocalJournal stores entries of later turns in later transactions", async () => {
  using fixture = await Fixture.with("alice");
  await fixture.journal.append(said("alice", "one"), id("one"));
  await fixture.journal.append(said("alice", "two"), id("two"));
  assert.equal(fixture.store.transactions, 2);
  assert.deepEqual(fixture.shown(), [["one"], ["two"]]);
});

Deno.test("LocalJournal leaves what is over a thousand entries to the next turn, in order", async () => {
  using fixture = await Fixture.with("alice");
  const texts = Array.from({ length: 2001 }, (_, number) => `${number}`);
  await Promise.all(texts.map((text) => fixture.journal.append(said("alice", text), id(text))));
  assert.equal(fixture.store.transactions, 3);
  assert.deepEqual(fixture.published.map(({ length }) => length), [1000, 1000, 1]);
  assert.deepEqual(fixture.bodies(), texts);
});

Deno.test("LocalJournal decides each entry after those before it in the same turn", async () => {
  using fixture = new Fixture();
  const { journal } = fixture;
  const outcomes = await Promise.all([
    journal.append(opened("one", "alice"), id("1")),
    journal.append(opened("two", "ALICE"), id("2")),
    journal.append(said("one", "hello"), id("3")),
    journal.append(closed("one"), id("4")),
    journal.append(said("one", "too late"), id("5")),
    journal.append(opened("two", "ALICE"), id("6")),
  ]);
  assert.deepEqual(outcomes.map(({ granted }) => granted), [true, false, true, true, false, true]);
  assert.equal(fixture.store.transactions, 1);
});

Deno.test("LocalJournal publishes committed rows only", async () => {
  using fixture = await Fixture.with("alice");
  using reader = new DatabaseSync(`${fixture.test.folder.path}/${DATABASE_FILE}`, { readOnly: true });
  const count = reader.prepare("SELECT count(*) AS rows FROM messages WHERE kind = 'said'");
  let rows: unknown;
  fixture.onPublish = () => rows = count.get()?.["rows"];
  await Promise.all(["one", "two"].map((text) => fixture.journal.append(said("alice", text), id(text))));
  assert.equal(rows, 2);
});

Deno.test("LocalJournal publishes before it tells the outcomes", async () => {
  using fixture = await Fixture.with("alice");
  const order: string[] = [];
  fixture.onPublish = () => order.push("published");
  const outcomes = ["one", "two"].map((text) =>
    fixture.journal.append(said("alice", text), id(text)).then(() => order.push(text))
  );
  await Promise.all(outcomes);
  assert.deepEqual(order, ["published", "one", "two"]);
});

Deno.test("LocalJournal publishes nothing of a refused entry", async () => {
  using fixture = await Fixture.with("alice");
  assert.deepEqual(await fates([fixture.journal.append(directSent("alice", "nobody", "hey"), id("1"))]), [
    "refused",
  ]);
  assert.deepEqual(fixture.shown().flat(), []);
});

Deno.test("LocalJournal applies an id once, while it waits and afterwards", async () => {
  using fixture = await Fixture.with("alice");
  const { journal } = fixture;
  const first = journal.append(said("alice", "once"), id("the same"));
  const second = journal.append(said("alice", "once"), id("the same"));
  const outcome = await first;
  assert.deepEqual(await second, outcome);
  assert.deepEqual(await journal.append(said("alice", "once"), id("the same")), outcome);
  assert.deepEqual(fixture.bodies(), ["once"]);
  assert.deepEqual(fixture.shown(), [["once"]]);
});

for (const how of ["ABORT", "ROLLBACK"] as const) {
  Deno.test(`LocalJournal keeps the others of a turn when one entry cannot be stored (${how})`, async () => {
    using fixture = await Fixture.with("alice");
    fixture.poison("poison", how);
    const texts = ["before", "poison", "after"];
    const outcomes = texts.map((text) => fixture.journal.append(said("alice", text), id(text)));
    assert.deepEqual(await fates(outcomes), ["granted", "disk is full", "granted"]);
    assert.deepEqual(fixture.bodies(), ["before", "after"]);
    assert.deepEqual(fixture.shown().flat(), ["before", "after"]);
    const sent = fixture.test.store.users.known("alice", GENERAL)?.messagesSent;
    assert.equal(sent, 2);
  });
}

Deno.test("LocalJournal takes an entry again under its id when it could not be stored", async () => {
  using fixture = await Fixture.with("alice");
  fixture.poison("line");
  assert.deepEqual(await fates([fixture.journal.append(said("alice", "line"), id("id"))]), ["disk is full"]);
  fixture.test.database.script("DROP TRIGGER poison");
  assert.deepEqual(await fates([fixture.journal.append(said("alice", "line"), id("id"))]), ["granted"]);
  assert.deepEqual(fixture.bodies(), ["line"]);
});

Deno.test("LocalJournal commits what waits when it is disposed of, and takes nothing more", async () => {
  using fixture = await Fixture.with("alice");
  const { journal } = fixture;
  const texts = Array.from({ length: 2500 }, (_, number) => `${number}`);
  const outcomes = texts.map((text) => journal.append(said("alice", text), id(text)));
  assert.equal(journal.writable, true);
  journal[Symbol.dispose]();
  assert.deepEqual(fixture.bodies(), texts);
  assert.equal(fixture.published.flat().length, texts.length);
  assert.ok((await fates(outcomes)).every((fate) => fate === "granted"));
  assert.equal(journal.writable, false);
  assert.deepEqual(await fates([journal.append(said("alice", "late"), id("late"))]), [
    "the journal is closed",
  ]);
});

Deno.test("LocalJournal leaves no turn behind when it is disposed of", async () => {
  using fixture = await Fixture.with("alice");
  const outcomes = Array.from(
    { length: 2500 },
    (_, number) => fixture.journal.append(said("alice", "x"), id(`${number}`)),
  );
  fixture.journal[Symbol.dispose]();
  const { transactions } = fixture.store;
  await Promise.all(outcomes);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(fixture.store.transactions, transactions);
});

Deno.test("LocalJournal may be disposed of twice", () => {
  using fixture = new Fixture();
  fixture.journal[Symbol.dispose]();
  assert.equal(fixture.journal.writable, false);
});

Deno.test("granted yields the value of a granted outcome and throws the problem of a refused one", async () => {
  using fixture = await Fixture.with("alice");
  const line = await granted(fixture.journal.append(said("alice", "hello"), id("1")));
  assert.equal(line.id, 2);
  await assert.rejects(
    granted(fixture.journal.append(said("nobody", "hello"), id("2"))),
    (error) => error instanceof Refusal && error.problem.code === "not-logged-in",
  );
});

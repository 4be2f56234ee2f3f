// The order of entries is the whole truth: a long conversation, applied again from its entries, gives the same rows.

import assert from "node:assert/strict";
import type { Published } from "../../../lib/domain/event.ts";
import { GENERAL } from "../../../lib/domain/ids.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import { THEMES } from "../../../lib/domain/theme.ts";
import { apply } from "../../../lib/journal/apply.ts";
import type { Entry, Outcome } from "../../../lib/journal/entry.ts";
import type { Journal } from "../../../lib/journal/journal.ts";
import { LocalJournal } from "../../../lib/journal/local_journal.ts";
import { matchQuery } from "../../../lib/store/search_index.ts";
import * as entries from "../../support/entries.ts";
import { AT } from "../../support/entries.ts";
import { TestStore } from "../../support/store.ts";

const ENTRIES = 4000;

/** Names that are the same, look the same or are nobody's, among those of fifteen people. */
const NAMES = [
  ..."alice bob carol dave erin frank grace heidi ivan judy mallory niaj olivia peggy modern".split(" "),
  ...["ALICE", "Bob", "b0b", "modem", "M0DERN", "0livia", "nobody-yet"],
];
const WORDS = [
  "hello",
  "café",
  "日本",
  '"quoted"',
  "AND",
  "👩‍👩‍👧",
  "ok",
  "a*b",
  "\u001b[31mred",
  "x".repeat(300),
];

/** Everything that was appended, in order, with what became of it. */
class RecordingJournal implements Journal {
  readonly #inner: Journal;
  readonly entries: Entry[] = [];
  readonly outcomes: Promise<Outcome>[] = [];

  constructor(inner: Journal) {
    this.#inner = inner;
  }

  get writable(): boolean {
    return this.#inner.writable;
  }

  append<E extends Entry>(entry: E, id: string): Promise<Outcome<E>> {
    const outcome = this.#inner.append(entry, id);
    this.entries.push(entry);
    this.outcomes.push(outcome);
    return outcome;
  }
}

/** Whole numbers below `limit` that look random and are the same in every run (mulberry32). */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/** One more entry of a conversation in which people come, talk, err and go; most sessions are open at any time. */
function* conversation(seed: number): Generator<Entry> {
  const below = numbers(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] ?? assert.fail("no items");
  const text = () => Array.from({ length: 1 + below(5) }, () => pick(WORDS)).join(" ");
  const sessions: string[] = [];
  for (let count = 0; count < ENTRIES; count++) {
    const at = AT + count * 100 - below(500);
    const session = sessions.length === 0 ? "none" : pick(sessions.slice(-25));
    const dice = below(1000);
    if (dice < 120) {
      // Now and then under the id of a session that is open or over.
      if (below(10) > 0 || sessions.length === 0) sessions.push(`session-${count}`);
      yield entries.opened(below(10) > 0 ? sessions.at(-1) ?? session : session, pick(NAMES), at);
    } else if (dice < 190) yield entries.closed(session, at);
    else if (dice < 193) yield entries.ended(at);
    else if (dice < 550) yield entries.said(session, text(), at);
    else if (dice < 600) yield entries.acted(session, text(), at);
    else if (dice < 680) yield entries.tagged(session, pick(NAMES), text(), at);
    else if (dice < 820) yield entries.directSent(session, pick(NAMES), text(), at);
    else if (dice < 900) {
      const seen = Array.from({ length: below(40) }, () => below(count + 10));
      yield entries.directSeen(session, seen, at);
    } else if (dice < 930) yield entries.themeChosen(session, pick(THEMES), at);
    else yield entries.userIgnored(session, pick(NAMES), below(3) > 0, at);
  }
}

interface Run {
  readonly test: TestStore;
  readonly published: readonly Published[];
  readonly outcomes: readonly Outcome[];
}

/** Holds the conversation in a journal whose turns have up to `most` entries each. */
async function hold(
  test: TestStore,
  said: Iterable<Entry>,
  most: number,
): Promise<Run & { entries: Entry[] }> {
  const published: Published[] = [];
  using local = new LocalJournal({ store: test.store, publish: (events) => published.push(...events) });
  const journal = new RecordingJournal(local);
  const below = numbers(most);
  let left = 0;
  for (const entry of said) {
    const outcome = journal.append(entry, `${journal.entries.length}`);
    if (left-- > 0) continue;
    await outcome;
    left = below(most);
  }
  return { test, published, outcomes: await Promise.all(journal.outcomes), entries: journal.entries };
}

/** Applies entries, each in a transaction of its own. */
function replay(test: TestStore, entries: readonly Entry[]): Run {
  const applied = entries.map((entry) => test.store.transaction(() => apply(test.store, entry)));
  return {
    test,
    published: applied.flatMap(({ events }) => events),
    outcomes: applied.map(({ outcome }) => outcome),
  };
}

function assertSame(one: Run, other: Run): void {
  assert.deepEqual(other.outcomes, one.outcomes);
  assert.deepEqual(other.published, one.published);
  assert.deepEqual(other.test.dump(), one.test.dump());
}

Deno.test("the conversation of these tests has every type of entry granted, and most of them refused as well", async () => {
  using test = new TestStore();
  const { entries, outcomes } = await hold(test, conversation(1), 20);
  const fates = new Set(entries.map(({ type }, index) => `${type} ${outcomes[index]?.granted}`));
  const unrefused = ["session-closed", "sessions-ended"];
  for (const type of new Set(entries.map(({ type }) => type))) {
    assert.ok(fates.has(`${type} true`), `no ${type} was granted`);
    assert.ok(fates.has(`${type} false`) || unrefused.includes(type), `no ${type} was refused`);
  }
  assert.equal(entries.length, ENTRIES);
  assert.ok(test.store.users.total() >= 15);
  assert.ok(test.store.sessions.all().length >= 5);
});

for (const seed of [1, 2, 3]) {
  Deno.test(`apply gives the same rows, events and outcomes again, entry by entry (seed ${seed})`, async () => {
    using original = new TestStore();
    using copy = new TestStore();
    const held = await hold(original, conversation(seed), 20);
    assertSame(held, replay(copy, held.entries));
  });
}

Deno.test("apply gives the same however the entries fall into turns", async () => {
  using original = new TestStore();
  const held = await hold(original, conversation(4), 20);
  for (const most of [1, 3000]) {
    using copy = new TestStore();
    assertSame(held, await hold(copy, held.entries, most));
  }
});

Deno.test("the full-text index finds the same in a copy that was indexed at other times", async () => {
  using original = new TestStore();
  using copy = new TestStore();
  const { entries } = await hold(original, conversation(5), 20);
  while (original.store.index.catchUp(10_000));
  entries.forEach((entry, count) => {
    replay(copy, [entry]);
    if (count % 97 === 0) copy.store.index.catchUp(13);
  });
  while (copy.store.index.catchUp(7));
  const viewer = original.store.users.byName("alice")?.id ?? assert.fail("alice never came");
  for (const words of [...WORDS, "hello caf*", "日本 ok", "nowhere"]) {
    const query = matchQuery(sanitise(words), GENERAL);
    if (query === undefined) continue;
    const found = original.store.messages.search(query, GENERAL, viewer, ENTRIES);
    assert.ok(found.length > 0 || words === "nowhere", words);
    assert.deepEqual(copy.store.messages.search(query, GENERAL, viewer, ENTRIES), found);
  }
});

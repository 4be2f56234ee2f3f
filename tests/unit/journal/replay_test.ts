// The order of entries is the whole truth: a long conversation, applied again from its entries, gives the same rows.

import assert from "node:assert/strict";
import type { Published } from "../../../lib/domain/event.ts";
import { type EntryId, entryIds, GENERAL } from "../../../lib/domain/ids.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import { apply } from "../../../lib/journal/apply.ts";
import type { Entry, Outcome } from "../../../lib/journal/entry.ts";
import type { Journal } from "../../../lib/journal/journal.ts";
import { LocalJournal } from "../../../lib/journal/local_journal.ts";
import { matchQuery } from "../../../lib/store/search_index.ts";
import { TestStore } from "../../support/store.ts";
import { conversation, ENTRIES, numbers, WORDS } from "./conversation.ts";

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

  append<E extends Entry>(entry: E, id: EntryId): Promise<Outcome<E>> {
    const outcome = this.#inner.append(entry, id);
    this.entries.push(entry);
    this.outcomes.push(outcome);
    return outcome;
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
  const newEntryId = entryIds();
  const below = numbers(most);
  let left = 0;
  for (const entry of said) {
    const outcome = journal.append(entry, newEntryId());
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

/** Every type of entry there is. */
const TYPES: Readonly<Record<Entry["type"], true>> = {
  "session-opened": true,
  "session-closed": true,
  "sessions-ended": true,
  "line-said": true,
  "user-tagged": true,
  "direct-sent": true,
  "direct-seen": true,
  "theme-chosen": true,
  "picture-chosen": true,
  "user-ignored": true,
  "name-registered": true,
  "password-changed": true,
  "operator-named": true,
  "lobby-created": true,
  "lobby-entered": true,
  "lobby-described": true,
  "lobbies-expired": true,
  "user-kicked": true,
  "user-sanctioned": true,
  "address-banned": true,
  "sanction-lifted": true,
  "operator-changed": true,
  announced: true,
  "assistant-named": true,
  "question-asked": true,
  "answer-grew": true,
  "answer-ended": true,
  "prompt-set": true,
};

Deno.test("the conversation of these tests has every type of entry granted, and most of them refused as well", async () => {
  using test = new TestStore();
  const { entries, outcomes } = await hold(test, conversation(2), 20);
  const fates = new Set(entries.map(({ type }, index) => `${type} ${outcomes[index]?.granted}`));
  const unrefused: readonly Entry["type"][] = [
    ...["session-closed", "sessions-ended", "operator-named", "lobbies-expired", "answer-ended"] as const,
  ];
  for (const type of Object.keys(TYPES) as Entry["type"][]) {
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
  while (original.index.catchUp(10_000));
  entries.forEach((entry, count) => {
    replay(copy, [entry]);
    if (count % 97 === 0) copy.index.catchUp(13);
  });
  while (copy.index.catchUp(7));
  const viewer = original.store.users.byName("alice")?.id ?? assert.fail("alice never came");
  for (const words of [...WORDS, "hello caf*", "日本 ok", "nowhere"]) {
    const query = matchQuery(sanitise(words), GENERAL);
    if (query === undefined) continue;
    const search = { query, lobby: GENERAL, viewer, limit: ENTRIES };
    const found = original.index.find(search);
    assert.ok(found.length > 0 || words === "nowhere", words);
    assert.deepEqual(copy.index.find(search), found);
  }
});

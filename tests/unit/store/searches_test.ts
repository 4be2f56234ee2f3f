// Searches in the thread of whoever asks, and in one of their own: the same is found.

import assert from "node:assert/strict";
import { GENERAL } from "../../../lib/domain/ids.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import { DATABASE_FILE } from "../../../lib/store/database.ts";
import { INDEX_FILE, matchQuery } from "../../../lib/store/search_index.ts";
import {
  DirectSearches,
  type OpenSearches,
  type Searches,
  SearchThread,
} from "../../../lib/store/searches.ts";
import { filesIn } from "../../support/files.ts";
import { MessageRows } from "../../support/messages.ts";
import { TestStore } from "../../support/store.ts";

class Fixture extends TestStore {
  readonly rowsOf = new MessageRows(this);
  readonly alice = this.rowsOf.user("alice");

  says(...texts: readonly string[]): void {
    for (const text of texts) this.rowsOf.said(this.alice, text);
  }

  search(words: string) {
    const query = matchQuery(sanitise(words), GENERAL) ?? assert.fail("no word");
    return { query, lobby: GENERAL, viewer: this.alice.id, limit: 100 };
  }

  openThread(): Promise<SearchThread> {
    return SearchThread.open(this.folder.path);
  }
}

async function finds(searches: Searches, search: ReturnType<Fixture["search"]>): Promise<readonly string[]> {
  await searches.complete();
  return (await searches.find(search)).map((event) => "text" in event ? event.text : event.type);
}

for (
  const [kind, open] of [
    ["DirectSearches", (test) => Promise.resolve(new DirectSearches(test.index))],
    ["SearchThread", (test) => test.openThread()],
  ] as const satisfies readonly (readonly [string, (test: Fixture) => Promise<OpenSearches>])[]
) {
  Deno.test(`${kind} finds what was said before and since, once it is complete`, async () => {
    using test = new Fixture();
    test.says("red apples", "green pears");
    await using searches = await open(test);
    test.says("red pears");
    assert.deepEqual(await finds(searches, test.search("red")), ["red pears", "red apples"]);
    assert.deepEqual(await finds(searches, test.search("blue")), []);
  });

  Deno.test(`${kind} rejects what the index does not understand, and goes on`, async () => {
    using test = new Fixture();
    test.says("hello");
    await using searches = await open(test);
    const search = { ...test.search("hello"), query: '"' };
    await assert.rejects(searches.find(search), /unterminated string/);
    assert.deepEqual(await finds(searches, test.search("hello")), ["hello"]);
  });

  Deno.test(`${kind} extends the index by a slice, and tells whether there is more`, async () => {
    using test = new Fixture();
    await using searches = await open(test);
    await searches.complete();
    test.says(...Array.from({ length: 1200 }, (_, number) => `line ${number}`));
    assert.equal(await searches.extend(), true);
    assert.deepEqual((await searches.find({ ...test.search("line"), limit: 1 })).map(({ id }) => id), [1000]);
    assert.equal(await searches.extend(), false);
    assert.deepEqual((await searches.find({ ...test.search("line"), limit: 1 })).map(({ id }) => id), [1200]);
  });

  Deno.test(`${kind} ends all indexing when it is to rest, and finds what is there`, async () => {
    using test = new Fixture();
    await using searches = await open(test);
    await searches.complete();
    test.says(...Array.from({ length: 100_000 }, (_, number) => `line ${number}`));
    const completing = searches.complete();
    searches.rest();
    await completing;
    const [newest] = await searches.find({ ...test.search("line"), limit: 1 });
    assert.ok(newest && newest.id < 50_000, `line ${newest?.id}`);
    assert.equal(await searches.extend(), false);
  });

  Deno.test(`${kind} can be closed in the middle of its work`, async () => {
    using test = new Fixture();
    test.says(...Array.from({ length: 3000 }, (_, number) => `line ${number}`));
    const searches = await open(test);
    const working = Promise.allSettled([searches.complete(), searches.extend(), searches.complete()]);
    await searches[Symbol.asyncDispose]();
    await working;
  });
}

Deno.test("SearchThread answers searches that come at once, each with its own", async () => {
  using test = new Fixture();
  const words = Array.from({ length: 50 }, (_, number) => `word${number}`);
  test.says(...words);
  await using thread = await test.openThread();
  const found = await Promise.all(words.map((word) => finds(thread, test.search(word))));
  assert.deepEqual(found, words.map((word) => [word]));
});

Deno.test("both kinds of searches reject what the index does not understand, and go on", async () => {
  using test = new Fixture();
  test.says("hello");
  await using thread = await test.openThread();
  for (const searches of [thread, new DirectSearches(test.index)]) {
    const search = { ...test.search("hello"), query: '"' };
    await assert.rejects(searches.find(search), /unterminated string/);
    assert.deepEqual(await finds(searches, test.search("hello")), ["hello"]);
  }
});

Deno.test("SearchThread answers what it was asked before its end, and rejects what comes later", async () => {
  using test = new Fixture();
  test.says("hello");
  const thread = await test.openThread();
  await thread.complete();
  const asked = thread.find(test.search("hello"));
  await thread[Symbol.asyncDispose]();
  assert.equal((await asked).length, 1);
  await assert.rejects(thread.find(test.search("hello")), /ended/);
});

Deno.test("SearchThread has closed its files when it has ended, so that their logs can go", async () => {
  using test = new Fixture();
  test.says("hello");
  const thread = await test.openThread();
  await finds(thread, test.search("hello"));
  await thread[Symbol.asyncDispose]();
  test.database.close();
  assert.deepEqual(filesIn(test.folder.path), ["lock", DATABASE_FILE, INDEX_FILE]);
});

Deno.test("SearchThread.open says what is in the way of an index", async () => {
  using test = new Fixture();
  Deno.mkdirSync(`${test.folder.path}/${INDEX_FILE}`);
  await assert.rejects(test.openThread(), { name: "StartError", message: /search\.db cannot be opened/ });
});

Deno.test("SearchThread.open rejects when there is no database", async () => {
  await assert.rejects(SearchThread.open("/nowhere"));
});

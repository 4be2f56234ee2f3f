// Searches in the thread of whoever asks, and in one of their own: the same is found.

import assert from "node:assert/strict";
import { GENERAL } from "../../../lib/domain/ids.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import { DATABASE_FILE } from "../../../lib/store/database.ts";
import { matchQuery } from "../../../lib/store/search_index.ts";
import { directSearches, type Searches, SearchThread } from "../../../lib/store/searches.ts";
import { MessageRows } from "../../support/messages.ts";
import { TestStore } from "../../support/store.ts";

class Fixture extends TestStore {
  readonly rowsOf = new MessageRows(this);
  readonly alice = this.rowsOf.user("alice");

  says(...texts: readonly string[]): void {
    for (const text of texts) this.rowsOf.said(this.alice, text);
    while (this.store.index.catchUp(1000));
  }

  search(words: string) {
    const query = matchQuery(sanitise(words), GENERAL) ?? assert.fail("no word");
    return { query, lobby: GENERAL, viewer: this.alice.id, limit: 100 };
  }

  openThread(): Promise<SearchThread> {
    return SearchThread.open(`${this.folder.path}/${DATABASE_FILE}`);
  }
}

async function finds(searches: Searches, search: ReturnType<Fixture["search"]>): Promise<readonly string[]> {
  return (await searches.find(search)).map((event) => "text" in event ? event.text : event.type);
}

Deno.test("both kinds of searches find the same, what was said since included", async () => {
  using test = new Fixture();
  test.says("red apples", "green pears");
  await using thread = await test.openThread();
  test.says("red pears");
  for (const searches of [thread, directSearches(test.store.messages)]) {
    assert.deepEqual(await finds(searches, test.search("red")), ["red pears", "red apples"]);
    assert.deepEqual(await finds(searches, test.search("blue")), []);
  }
});

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
  for (const searches of [thread, directSearches(test.store.messages)]) {
    const search = { ...test.search("hello"), query: '"' };
    await assert.rejects(searches.find(search), /unterminated string/);
    assert.deepEqual(await finds(searches, test.search("hello")), ["hello"]);
  }
});

Deno.test("SearchThread answers what it was asked before its end, and rejects what comes later", async () => {
  using test = new Fixture();
  test.says("hello");
  const thread = await test.openThread();
  const asked = finds(thread, test.search("hello"));
  await thread[Symbol.asyncDispose]();
  assert.deepEqual(await asked, ["hello"]);
  await assert.rejects(thread.find(test.search("hello")), /ended/);
});

Deno.test("SearchThread has closed its database when it has ended, so that the log can go", async () => {
  using test = new Fixture();
  test.says("hello");
  const thread = await test.openThread();
  await finds(thread, test.search("hello"));
  await thread[Symbol.asyncDispose]();
  test.database.close();
  assert.deepEqual([...Deno.readDirSync(test.folder.path)].map(({ name }) => name).sort(), [
    "lock",
    DATABASE_FILE,
  ]);
});

Deno.test("SearchThread.open rejects when there is no database", async () => {
  await assert.rejects(SearchThread.open("/nowhere/parley.db"));
});

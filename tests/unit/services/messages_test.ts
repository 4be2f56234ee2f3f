// Search, and the index that trails behind what is said.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { sanitise } from "../../../lib/domain/text.ts";
import type { Actor } from "../../../lib/services/actor.ts";
import { INDEX_FILE } from "../../../lib/store/search_index.ts";
import { refused, TestChat } from "../../support/chat.ts";

async function says(chat: TestChat, actor: Actor, texts: readonly string[]): Promise<void> {
  await Promise.all(texts.map((text) => chat.services.messages.say(actor, "said", sanitise(text))));
}

/** How many messages the index has looked at, as it is on disk. */
function indexed(chat: TestChat): unknown {
  using file = new DatabaseSync(`${chat.test.folder.path}/${INDEX_FILE}`, { readOnly: true });
  return file.prepare("SELECT up_to FROM progress").get()?.["up_to"];
}

/** Until what the clock has begun is done. */
async function advance(chat: TestChat, milliseconds: number): Promise<void> {
  const { searches } = chat;
  const extended: Promise<boolean>[] = [];
  const extend = searches.extend.bind(searches);
  searches.extend = () => {
    const more = extend();
    extended.push(more);
    return more;
  };
  chat.clock.advance(milliseconds);
  await Promise.allSettled(extended);
  searches.extend = extend;
}

Deno.test("Messages.search finds what was said just now, newest first", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  await says(chat, alice, ["red apples", "green apples"]);
  const { events, more, lobby } = await chat.services.messages.search(alice, sanitise("apples"));
  assert.deepEqual(events.map((event) => "text" in event && event.text), ["green apples", "red apples"]);
  assert.deepEqual([more, lobby.name], [false, "general"]);
});

Deno.test("Messages.search yields twenty matches at most and tells that there are more", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  const search = () => chat.services.messages.search(alice, sanitise("apple"));
  await says(chat, alice, Array.from({ length: 20 }, (_, number) => `apple ${number}`));
  assert.equal((await search()).more, false);
  await says(chat, alice, ["apple 20"]);
  const { events, more } = await search();
  assert.deepEqual([events.length, more], [20, true]);
  assert.equal(events[0]?.type === "said" && events[0].text, "apple 20");
});

Deno.test("Messages.search adds all that is missing to the index first, however much it is", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  await says(chat, alice, Array.from({ length: 2200 }, (_, number) => `line ${number}`));
  assert.equal(indexed(chat), 0);
  const { events } = await chat.services.messages.search(alice, sanitise("2199"));
  assert.equal(events.length, 1);
});

Deno.test("Messages.search finds what is indexed already when the index cannot be written", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  const search = () => chat.services.messages.search(alice, sanitise("apple"));
  await says(chat, alice, ["red apple"]);
  await search();
  await says(chat, alice, ["green apple"]);
  {
    using _broken = brokenIndex(chat);
    assert.equal((await search()).events.length, 1);
  }
  assert.equal((await search()).events.length, 2);
});

Deno.test("Messages.search refuses text without a word, and too many words", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  const search = (words: string) => chat.services.messages.search(alice, sanitise(words));
  assert.match(await refused(search("!?"), "usage"), /needs letters or digits/);
  assert.match(await refused(search("a* b* c* d* e* f* g* h* i*"), "usage"), /at most 8 words/);
  assert.deepEqual((await search(" a* b* c* d* e* f* g* h* ")).events, []);
});

Deno.test("Messages.indexSoon indexes a second later, once for many calls", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  await says(chat, alice, ["hello"]);
  for (let times = 0; times < 3; times++) chat.services.messages.indexSoon();
  assert.deepEqual(chat.clock.armed, [1000]);
  await advance(chat, 999);
  assert.equal(indexed(chat), 0);
  await advance(chat, 1);
  assert.equal(indexed(chat), 2);
  assert.deepEqual(chat.clock.armed, []);
});

Deno.test("Messages.indexSoon goes on, a slice at a time, until nothing is missing", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  await says(chat, alice, Array.from({ length: 1200 }, () => "hello"));
  chat.services.messages.indexSoon();
  await advance(chat, 1000);
  assert.equal(indexed(chat), 1000);
  await advance(chat, 1000);
  assert.equal(indexed(chat), 1201);
  assert.deepEqual(chat.clock.armed, []);
});

Deno.test("Messages.indexSoon outlives an index that cannot be written, and tries again when called", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  await says(chat, alice, ["hello"]);
  {
    using _broken = brokenIndex(chat);
    chat.services.messages.indexSoon();
    await advance(chat, 1000);
    assert.equal(indexed(chat), 0);
  }
  chat.services.messages.indexSoon();
  await advance(chat, 1000);
  assert.equal(indexed(chat), 2);
});

Deno.test("Messages indexes nothing more once it is disposed of", async () => {
  using chat = new TestChat();
  await chat.enter("alice");
  chat.services.messages.indexSoon();
  chat.services.messages[Symbol.dispose]();
  assert.deepEqual(chat.clock.armed, []);
});

Deno.test("Messages indexes nothing more when it is disposed of while more is missing", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  await says(chat, alice, Array.from({ length: 1200 }, () => "hello"));
  chat.services.messages.indexSoon();
  const advanced = advance(chat, 1000);
  chat.services.messages[Symbol.dispose]();
  await advanced;
  assert.deepEqual(chat.clock.armed, []);
});

/** Until it is disposed of, the index cannot note how far it goes. */
function brokenIndex(chat: TestChat): Disposable {
  const script = (sql: string) => {
    using file = new DatabaseSync(`${chat.test.folder.path}/${INDEX_FILE}`);
    file.exec(sql);
  };
  script("CREATE TRIGGER full BEFORE UPDATE ON progress BEGIN SELECT RAISE(ABORT, 'disk is full'); END");
  return { [Symbol.dispose]: () => script("DROP TRIGGER full") };
}

// What a question brings along of its lobby, and what it does not.

import assert from "node:assert/strict";
import type { LobbyId, MessageId } from "../../../../lib/domain/ids.ts";
import { sanitise } from "../../../../lib/domain/text.ts";
import type { Actor } from "../../../../lib/services/actor.ts";
import { exchangesOf, linesBefore } from "../../../../lib/services/assistant/surroundings.ts";
import { FakeModel } from "../../../support/fake_model.ts";
import { RoxChat } from "./rox_chat.ts";

const MINUTE = 60_000;
const LAST = Number.MAX_SAFE_INTEGER as MessageId;

class Fixture extends RoxChat {
  /** What `reader` may read in its lobby. */
  lines(reader: Actor, count = 5, before = LAST): readonly string[] {
    const assistant = this.test.store.users.byName("Rox")?.id ?? assert.fail("nobody is called Rox");
    const lobby = this.services.lobbies.of(reader).id;
    return linesBefore(this.test.store, lobby, before, { reader: reader.user, assistant, count })
      .map(({ from, type, text }) => `${from.name} ${type} ${text}`);
  }

  async says(actor: Actor, ...texts: readonly string[]): Promise<void> {
    await Promise.all(texts.map((text) => this.services.messages.say(actor, "said", sanitise(text))));
  }

  /** Asks in the actor's lobby, and has it answered. */
  async exchange(actor: Actor, question: string, answer: string): Promise<void> {
    await this.run(actor, `ai ${question}`);
    const answered = this.shown("answered");
    (await this.model.next()).end(answer);
    await answered;
  }

  exchanges(lobby = 1 as LobbyId): readonly string[] {
    return exchangesOf(this.test.store, lobby, this.clock.now()).map(({ question, answer }) =>
      `${question} ${answer.join("/")}`
    );
  }
}

async function withRox(): Promise<Fixture> {
  const chat = new Fixture({}, new FakeModel());
  await chat.services.assistant.open();
  return chat;
}

Deno.test("linesBefore yields the last lines before a message, oldest first", async () => {
  using chat = await withRox();
  const alice = await chat.enter("alice");
  await chat.says(alice, "one", "two", "three");
  assert.deepEqual(chat.lines(alice, 2), ["alice said two", "alice said three"]);
  const [three] = chat.test.rows("SELECT id FROM messages WHERE body = 'three'");
  assert.deepEqual(chat.lines(alice, 2, Number(three?.["id"]) as MessageId), [
    "alice said one",
    "alice said two",
  ]);
  assert.deepEqual(chat.lines(alice, 0), []);
});

Deno.test("linesBefore yields actions and tags, and nothing that is no line of somebody's to people", async () => {
  using chat = await withRox();
  const [alice, bob] = [await chat.enter("alice"), await chat.enter("bob")];
  for (const line of ["me waves", "tag bob look", "msg bob secret", "announce noon", "mute bob 1m"]) {
    await chat.run(alice, line);
  }
  await chat.exchange(alice, "why?", "because");
  assert.deepEqual(chat.lines(bob), ["alice action waves", "alice tagged look"]);
});

Deno.test("linesBefore leaves out whom the reader ignores", async () => {
  using chat = await withRox();
  const [alice, bob, carol] = [await chat.enter("alice"), await chat.enter("bob"), await chat.enter("carol")];
  await chat.says(alice, "one");
  await chat.says(bob, "two");
  await chat.run(carol, "ignore bob");
  assert.deepEqual(chat.lines(carol), ["alice said one"]);
  assert.deepEqual(chat.lines(alice), ["alice said one", "bob said two"]);
});

Deno.test("linesBefore knows nothing of other lobbies", async () => {
  using chat = await withRox();
  const alice = await chat.enter("alice");
  await chat.says(alice, "in general");
  await chat.run(alice, "create cave sesame a secret place");
  await chat.run(alice, "join cave sesame");
  await chat.says(alice, "in the cave");
  assert.deepEqual(chat.lines(alice), ["alice said in the cave"]);
  await chat.run(alice, "leave");
  assert.deepEqual(chat.lines(alice), ["alice said in general"]);
});

Deno.test("linesBefore looks at the newest 200 events alone", async () => {
  using chat = await withRox();
  const alice = await chat.enter("alice");
  await chat.says(alice, "long ago");
  for (let count = 0; count < 100; count++) {
    const bob = await chat.enter("bob", { session: `bob ${count}` });
    await chat.services.presence.close(bob);
  }
  assert.deepEqual(chat.lines(alice), []);
});

Deno.test("exchangesOf yields the newest twenty of a lobby, and none that is half an hour old", async () => {
  using chat = await withRox();
  const alice = await chat.enter("alice");
  await chat.exchange(alice, "old", "x");
  chat.clock.advance(1);
  for (let count = 1; count <= 21; count++) await chat.exchange(alice, `q${count}`, `a${count}`);
  assert.deepEqual([chat.exchanges().length, chat.exchanges()[0]], [20, "q2 a2"]);
  chat.clock.advance(30 * MINUTE);
  assert.equal(chat.exchanges().length, 20);
  chat.clock.advance(1);
  assert.deepEqual(chat.exchanges(), []);
});

Deno.test("exchangesOf knows nothing of other lobbies", async () => {
  using chat = await withRox();
  const alice = await chat.enter("alice");
  await chat.run(alice, "create games play");
  await chat.run(alice, "join games");
  await chat.exchange(alice, "in games", "yes");
  assert.deepEqual([chat.exchanges(), chat.exchanges(2 as LobbyId)], [[], ["in games yes"]]);
});

Deno.test("exchangesOf leaves out what a clock that was set back has yet to reach", async () => {
  using chat = await withRox();
  const alice = await chat.enter("alice");
  await chat.exchange(alice, "tomorrow", "x");
  const yesterday = chat.clock.now() - 24 * 60 * MINUTE;
  assert.deepEqual(exchangesOf(chat.test.store, 1 as LobbyId, yesterday), []);
});

// Questions that are not answered: too many failures before them, nobody who waits for them, a server that stops.

import assert from "node:assert/strict";
import { ModelFailure } from "../../../../lib/assistant/language_model.ts";
import { refused } from "../../../support/chat.ts";
import { RoxChat } from "./rox_chat.ts";

const MINUTE = 60_000;

Deno.test("Assistant takes no question for a minute after five failures, then one on trial", async () => {
  using chat = await RoxChat.open();
  const [alice, bob] = [await chat.enter("alice"), await chat.enter("bob")];
  for (let count = 0; count < 5; count++) {
    await chat.run(alice, "ai why?");
    await chat.fail();
  }
  assert.equal(
    await refused(chat.run(bob, "ai why?"), "assistant-busy"),
    "Rox cannot answer right now. Try again in 60 seconds. Not sent: /ai why?",
  );
  chat.clock.advance(MINUTE);
  await chat.run(alice, "ai why?");
  const trial = await chat.model.next();
  await refused(chat.run(bob, "ai why?"), "assistant-busy");
  const answered = chat.shown("answered");
  trial.end("because");
  await answered;
  await chat.run(bob, "ai why?");
});

Deno.test("Assistant ends the questions that wait when there are too many failures", async () => {
  using chat = await RoxChat.open();
  const alice = await chat.enter("alice");
  for (let count = 0; count < 6; count++) await chat.run(alice, `ai ${count}`);
  for (let count = 0; count < 4; count++) await chat.fail();
  const ended = chat.shown("answer-failed");
  (await chat.model.next()).fail(new ModelFailure("unavailable"));
  await ended;
  assert.match((await chat.shown("answer-failed")).problem.text, /^Rox cannot answer right now\./);
  assert.equal(chat.model.asked, 5);
  assert.deepEqual(chat.test.store.turns.unfinished(), []);
});

Deno.test("Assistant does not count what is called off, nor silence, among the failures", async () => {
  using chat = await RoxChat.open();
  for (let count = 0; count < 6; count++) {
    const bob = await chat.enter("bob", { session: `bob ${count}` });
    await chat.run(bob, "ai why?");
    const { signal } = await chat.model.next();
    await chat.services.presence.close(bob);
    assert.equal(signal.aborted, true);
  }
  const alice = await chat.enter("alice");
  for (let count = 0; count < 6; count++) {
    await chat.run(alice, "ai why?");
    const failed = chat.shown("answer-failed");
    (await chat.model.next()).end();
    await failed;
  }
  await chat.run(alice, "ai why?");
});

Deno.test("Assistant calls off what somebody asked who goes to another lobby, and tells nobody", async () => {
  using chat = await RoxChat.open();
  const [alice, bob] = [await chat.enter("alice"), await chat.enter("bob")];
  for (const [actor, line] of [[alice, "ai 1"], [alice, "ai 2"], [bob, "ai 3"]] as const) {
    await chat.run(actor, line);
  }
  await chat.run(alice, "create games play");
  const first = await chat.model.next();
  await chat.run(alice, "join games");
  assert.equal(first.signal.aborted, true);
  const next = await chat.model.next();
  assert.equal(next.prompt.question, '{"from":"bob","question":"3"}');
  assert.deepEqual(chat.outcomes, []);
});

Deno.test("Assistant calls off a question in whose very turn its asker is sent to another lobby", async () => {
  using chat = await RoxChat.open();
  await chat.enter("oscar");
  const [alice, bob] = [await chat.enter("alice"), await chat.enter("bob")];
  for (const line of ["create games play", "join games"]) await chat.run(alice, line);
  await chat.run(bob, "join games");
  await Promise.all([chat.run(alice, "kick bob"), chat.run(bob, "ai why?")]);
  await chat.services.assistant.stop();
  assert.equal(chat.model.asked, 0);
  assert.deepEqual(chat.test.store.turns.unfinished(), []);
  assert.deepEqual(chat.outcomes, []);
});

Deno.test("Assistant.stop keeps what came, ends what waits, and takes nothing more", async () => {
  using chat = await RoxChat.open();
  const alice = await chat.enter("alice");
  for (const line of ["ai 1", "ai 2"]) await chat.run(alice, line);
  const answer = await chat.model.next();
  const grown = chat.shown("answer-grew");
  answer.say("one\ntwo\nthr");
  await grown;
  await chat.services.assistant.stop();
  assert.deepEqual(chat.outcomes, ["one/two/thr/[the answer broke off here]"]);
  assert.deepEqual(chat.test.store.turns.unfinished(), []);
  assert.equal(chat.model.asked, 1);
  await refused(chat.run(alice, "ai 3"), "assistant-busy");
});

// What becomes of a question: an answer, a part of one, or a line that says why there is none.

import assert from "node:assert/strict";
import { ModelFailure } from "../../../../lib/assistant/language_model.ts";
import { FakeModel } from "../../../support/fake_model.ts";
import { RoxChat } from "./rox_chat.ts";

for (
  const [kind, text] of [
    ["unavailable", "Rox cannot be reached right now. Try again later."],
    ["overloaded", "Rox is asked too much right now. Try again in a minute."],
    ["rejected", "Rox is not let in by its provider. An operator of this server has to see to it."],
    ["broken", "Rox fell silent. Ask again."],
    ["empty", "Rox has no answer to that. Ask in another way."],
  ] as const
) {
  Deno.test(`Assistant tells its asker in one line that its model is ${kind}`, async () => {
    using chat = await RoxChat.open();
    const alice = await chat.enter("alice");
    await chat.run(alice, "ai why?");
    const failed = chat.shown("answer-failed");
    (await chat.model.next()).fail(new ModelFailure(kind, 418));
    assert.deepEqual((await failed).problem, { code: "assistant-failed", text });
    assert.deepEqual(chat.outcomes, [`! ${text}`]);
  });
}

Deno.test("Assistant takes an answer without anything to show for none", async () => {
  using chat = await RoxChat.open();
  await chat.run(await chat.enter("alice"), "ai why?");
  const failed = chat.shown("answer-failed");
  (await chat.model.next()).end(" \n\u001b[2J\n");
  assert.match((await failed).problem.text, /^Rox has no answer to that\./);
});

Deno.test("Assistant keeps what came of an answer that breaks off, and says so to everybody", async () => {
  using chat = await RoxChat.open();
  await chat.run(await chat.enter("alice"), "ai why?");
  const failed = chat.shown("answer-failed");
  const answer = await chat.model.next();
  answer.say("Because of");
  answer.fail(new ModelFailure("broken"));
  await failed;
  assert.deepEqual(chat.outcomes, [
    "Because of/[the answer broke off here]",
    "! Rox fell silent. Ask again.",
  ]);
});

Deno.test("Assistant gives up an answer after 30 seconds, and keeps what came", async () => {
  using chat = await RoxChat.open();
  await chat.run(await chat.enter("alice"), "ai why?");
  const [failed, grown] = [chat.shown("answer-failed"), chat.shown("answer-grew")];
  const answer = await chat.model.next();
  answer.say("Because\nof");
  await grown;
  chat.clock.advance(29_999);
  assert.equal(answer.signal.aborted, false);
  chat.clock.advance(1);
  await failed;
  assert.equal(answer.signal.aborted, true);
  assert.deepEqual(chat.outcomes, [
    "Because/of/[the answer broke off here]",
    "! Rox took too long to answer. Ask again, or for less.",
  ]);
});

Deno.test("Assistant leaves an answer of which no more would be shown", async () => {
  using chat = await RoxChat.open();
  await chat.run(await chat.enter("alice"), "ai why?");
  const [grown, answered] = [chat.shown("answer-grew"), chat.shown("answered")];
  const answer = await chat.model.next();
  answer.say("more and more\n".repeat(99));
  await grown;
  chat.clock.advance(250);
  answer.say("and more\n".repeat(9));
  assert.equal((await answered).lines.at(-1), "[cut at 100 lines]");
});

Deno.test("Assistant gives up a model that takes no notice of it, and answers the next question", async () => {
  const model = new FakeModel();
  const stuck = model.answer.bind(model);
  model.answer = (prompt) => stuck(prompt, new AbortController().signal);
  using chat = new RoxChat({}, model);
  await chat.services.assistant.open();
  const alice = await chat.enter("alice");
  for (const line of ["ai 1", "ai 2"]) await chat.run(alice, line);
  await model.next();
  chat.clock.advance(30_000);
  const answered = chat.shown("answered");
  (await model.next()).end("two");
  await answered;
  assert.deepEqual(chat.outcomes, ["! Rox took too long to answer. Ask again, or for less.", "two"]);
});

Deno.test("Assistant leaves no timer behind", async () => {
  using chat = await RoxChat.open();
  await chat.run(await chat.enter("alice"), "ai why?");
  const answer = await chat.model.next();
  assert.deepEqual(chat.clock.armed, [30_000]);
  const answered = chat.shown("answered");
  answer.end("because");
  await answered;
  assert.deepEqual(chat.clock.armed, []);
});

Deno.test("Assistant calls an answer broken when something else than a ModelFailure is thrown", async () => {
  using chat = await RoxChat.open();
  await chat.run(await chat.enter("alice"), "ai why?");
  const failed = chat.shown("answer-failed");
  (await chat.model.next()).fail(new TypeError("https://key:canary@example.com"));
  assert.equal((await failed).problem.text, "Rox fell silent. Ask again.");
});

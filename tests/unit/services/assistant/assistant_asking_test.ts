// Asking: whether there is anybody to ask, how much may be asked, and what goes along.

import assert from "node:assert/strict";
import { StartError } from "../../../../lib/domain/start_error.ts";
import type { Reply } from "../../../../lib/domain/reply.ts";
import { answerGrew, asked, assistantNamed } from "../../../support/assistant_entries.ts";
import { refused, TestChat } from "../../../support/chat.ts";
import { FakeModel } from "../../../support/fake_model.ts";
import { RoxChat } from "./rox_chat.ts";

const MINUTE = 60_000;

function textOf(reply: Reply): string {
  return reply.kind === "asked" ? reply.text : assert.fail(reply.kind);
}

Deno.test("Assistant without a model refuses questions and characters, and stores nothing", async () => {
  using chat = new TestChat();
  await chat.services.assistant.open();
  const alice = await chat.enter("alice");
  const before = chat.test.dump();
  for (const line of ["ai why?", "setai a pirate"]) {
    assert.equal(
      await refused(chat.run(alice, line), "assistant-off"),
      "The assistant is not available on this server.",
    );
  }
  assert.deepEqual(chat.test.dump(), before);
  assert.equal(chat.services.assistant.presented, undefined);
});

Deno.test("Assistant.open takes its name, and says who answers", async () => {
  using chat = await RoxChat.open();
  assert.deepEqual(chat.services.assistant.presented, { name: "Rox", model: "fake-1" });
});

Deno.test("Assistant.open throws what the operator can mend when the name is somebody's", async () => {
  using chat = new TestChat({ model: new FakeModel() });
  await chat.enter("rox");
  await assert.rejects(
    chat.services.assistant.open(),
    new StartError(
      "The assistant cannot be called Rox: that is, or looks like, the name of rox. Choose another with --ai-name.",
    ),
  );
});

Deno.test("Assistant.open ends what an earlier run left open, with what was shown of it", async () => {
  using chat = new TestChat();
  await chat.enter("alice");
  const { test: { store } } = chat;
  const append = async (entry: Parameters<typeof chat.journal.append>[0]) =>
    await chat.journal.append(entry, chat.newEntryId());
  await append(assistantNamed("Rox"));
  const rox = store.users.byName("Rox")?.id ?? assert.fail("nobody is called Rox");
  await append(asked("alice", rox, "why?"));
  await append(asked("alice", rox, "why?"));
  const [first] = store.turns.unfinished();
  await append(answerGrew(first?.id ?? assert.fail("no question is open"), ["one", "two"]));
  await chat.services.assistant.open();
  assert.deepEqual(store.turns.unfinished(), []);
  assert.deepEqual(chat.test.rows("SELECT body FROM messages WHERE kind = 'answered'"), [
    { body: "one\ntwo\n[the answer broke off here]" },
  ]);
});

Deno.test("Assistant.ask tells how many questions of the lobby come first", async () => {
  using chat = await RoxChat.open();
  const alice = await chat.enter("alice");
  const replies = [
    await chat.run(alice, "ai 1"),
    await chat.run(alice, "ai 2"),
    await chat.run(alice, "ai 3"),
  ];
  assert.deepEqual(replies.map(textOf), [
    "[AI] Thinking...",
    "[AI] Thinking... 1 question comes first.",
    "[AI] Thinking... 2 questions come first.",
  ]);
  assert.equal(chat.model.asked, 1);
});

Deno.test("Assistant.ask takes five questions that wait, and refuses the sixth before anything is stored", async () => {
  using chat = await RoxChat.open();
  const alice = await chat.enter("alice");
  // At once, so that none is stored when the last one is asked.
  await Promise.all(Array.from({ length: 6 }, (_, number) => chat.run(alice, `ai ${number}`)));
  const before = chat.test.dump();
  assert.equal(
    await refused(chat.run(alice, "ai 7"), "assistant-busy"),
    "Too many questions wait here already. Not sent: /ai 7",
  );
  assert.deepEqual(chat.test.dump(), before);
});

Deno.test("Assistant.ask takes 1,000 characters and no more, also as a character of its own", async () => {
  using chat = await RoxChat.open();
  const alice = await chat.enter("alice");
  await chat.run(alice, `ai ${"\u{1f600}".repeat(1000)}`);
  assert.equal(
    await refused(chat.run(alice, `ai ${"x".repeat(1001)}`), "usage"),
    "A question has at most 1,000 characters, this one has 1001.",
  );
  assert.match(
    await refused(chat.run(alice, `setai ${"x".repeat(1001)}`), "usage"),
    /^A character has at most/,
  );
});

Deno.test("Assistant.ask limits what one user asks, and says how long to wait", async () => {
  using chat = await RoxChat.open({ questionRate: { tokens: 1, perMilliseconds: MINUTE } });
  const [alice, bob] = [await chat.enter("alice"), await chat.enter("bob")];
  await chat.run(alice, "ai 1");
  assert.equal(
    await refused(chat.run(alice, "ai 2"), "rate-limited"),
    "Rate limited! Wait 60 seconds. Not sent: /ai 2",
  );
  await chat.run(bob, "ai 1");
  chat.clock.advance(MINUTE);
  await chat.run(alice, "ai 2");
});

Deno.test("Assistant.ask limits what a lobby asks to twice as much", async () => {
  using chat = await RoxChat.open({ questionRate: { tokens: 1, perMilliseconds: MINUTE } });
  for (const name of ["alice", "bob"]) await chat.run(await chat.enter(name), "ai 1");
  const carol = await chat.enter("carol");
  assert.match(await refused(chat.run(carol, "ai 1"), "rate-limited"), /^Rate limited! Wait 30 seconds\./);
  const dave = await chat.enter("dave");
  await chat.run(dave, "create games play");
  await chat.run(dave, "join games");
  await chat.run(dave, "ai 1");
});

Deno.test("Assistant answers one question of a lobby after the other, each with those before it", async () => {
  using chat = await RoxChat.open();
  const alice = await chat.enter("alice");
  for (const line of ["ai 1", "ai 2"]) await chat.run(alice, line);
  (await chat.model.next()).end("one");
  const second = await chat.model.next();
  assert.deepEqual(second.prompt.exchanges, [{ question: '{"from":"alice","question":"1"}', answer: "one" }]);
  const answered = chat.shown("answered");
  second.end("two");
  await answered;
  assert.deepEqual(chat.outcomes, ["one", "two"]);
});

Deno.test("Assistant gives the model the lobby's character", async () => {
  using chat = await RoxChat.open();
  const alice = await chat.enter("alice");
  for (const line of ["create games play", "join games", "setai a pirate", "ai why?"]) {
    await chat.run(alice, line);
  }
  assert.match((await chat.model.next()).prompt.instructions, /"a pirate"$/);
});

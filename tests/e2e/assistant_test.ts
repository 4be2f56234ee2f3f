// The assistant among people: who may ask it, what it is told, what it is like in a lobby, and what it is not.

import assert from "node:assert/strict";
import type { ChatClient } from "../support/chat_client.ts";
import { userName } from "../support/entries.ts";
import { STAMP } from "../support/fake_clock.ts";
import { FakeModel } from "../support/fake_model.ts";
import { TestApp } from "../support/start_app.ts";

/** Has `client` ask, and the model answer in one line; yields what the model was given. */
async function exchange(model: FakeModel, client: ChatClient, question: string, answer: string) {
  await client.send(`/ai ${question}`);
  await client.expect("[AI] Thinking...");
  const asked = await model.next();
  asked.end(answer);
  await client.expect(`[2024-10-12 15:13:02][Rox]: ${answer}`);
  return asked.prompt;
}

/** The lines in front of a question, as the model is given them. */
function before({ question }: { readonly question: string }): readonly string[] {
  return question.split("\n").slice(1, -2);
}

Deno.test("a question and its answer are lines of the lobby, kept like any other", async () => {
  const model = new FakeModel();
  await using app = await TestApp.start({ model });
  const [alice, bob] = await app.scripts("alice", "bob");
  await exchange(model, alice, "why?", "Because.");
  assert.deepEqual(await bob.fence(), [`${STAMP}[alice]: @Rox why?`, `${STAMP}[Rox]: Because.`]);
  const { shown } = await app.enter("carol");
  assert.deepEqual(shown.slice(-2), [`${STAMP}[alice]: @Rox why?`, `${STAMP}[Rox]: Because.`]);
  assert.deepEqual(app.log().slice(2, 4), [`${STAMP}[alice]: @Rox why?`, `${STAMP}[Rox]: Because.`]);
  assert.match((await bob.ask("/search because")).join("\n"), /\[Rox\]: Because\./);
});

Deno.test("who asks goes on talking, and so does everybody else, while there is no answer", async () => {
  const model = new FakeModel();
  await using app = await TestApp.start({ model });
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/ai why?", "meanwhile", "/time");
  assert.match((await alice.fence()).join("\n"), /^\[AI\] Thinking\.\.\.\n.*2024-10-12 15:13:02/);
  await bob.ask("me too");
  assert.deepEqual(await alice.fence(), [`${STAMP}[bob]: me too`]);
  (await model.next()).end("Because.");
  await alice.expect(`${STAMP}[Rox]: Because.`);
});

Deno.test("the model is given the last lines before the question that its asker may read", async () => {
  const model = new FakeModel();
  await using app = await TestApp.start({ model, settings: { aiContext: 3 } });
  const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
  await bob.ask(
    "one",
    "/msg carol a secret",
    "/create cave sesame dark",
    "/join cave sesame",
    "in the cave",
    "/leave",
  );
  await carol.ask("two", "/me waves");
  await bob.ask("/tag carol look");
  await carol.ask("I am ignored");
  await alice.ask("/ignore carol");
  await alice.send("/ai why?");
  const asked = await model.next();
  await bob.ask("after the question");
  assert.deepEqual(before(asked.prompt), [
    '{"from":"bob","text":"one"}',
    '{"from":"bob","to":"carol","text":"look"}',
  ]);
  asked.end("Because.");
  await carol.fence();
  assert.deepEqual(before(await exchange(model, carol, "and why else?", "No more.")), [
    '{"from":"bob","to":"carol","text":"look"}',
    '{"from":"carol","text":"I am ignored"}',
    '{"from":"bob","text":"after the question"}',
  ]);
});

Deno.test("the model is given no line where --ai-context is 0", async () => {
  const model = new FakeModel();
  await using app = await TestApp.start({ model, settings: { aiContext: 0 } });
  const [alice] = await app.scripts("alice");
  await alice.ask("hello");
  const { question } = await exchange(model, alice, "why?", "Because.");
  assert.equal(question, '{"from":"alice","question":"why?"}');
});

Deno.test("a lobby's conversation with the assistant is its own, for half an hour, and outlives a restart", async () => {
  const model = new FakeModel();
  await using app = await TestApp.start({ model });
  const [alice, bob] = await app.scripts("alice", "bob");
  await bob.ask("/create games play", "/join games");
  await alice.fence();
  await exchange(model, alice, "who are you?", "Rox.");
  assert.deepEqual((await exchange(model, bob, "why?", "Because.")).exchanges, []);
  await using again = await app.restart({ model });
  const carol = await again.script("carol");
  assert.deepEqual((await exchange(model, carol, "who?", "Still Rox.")).exchanges, [
    { question: '{"from":"alice","question":"who are you?"}', answer: "Rox." },
  ]);
  again.clock.advance(31 * 60_000);
  await using late = await again.restart({ model });
  const dave = await late.script("dave");
  await dave.send("/ai and now?");
  assert.deepEqual((await model.next()).prompt.exchanges, []);
});

Deno.test("a creator gives the assistant a character, which /lobbies shows and a restart keeps", async () => {
  const model = new FakeModel();
  await using app = await TestApp.start({ model });
  const [olga, alice, bob] = await app.scripts("olga", "alice", "bob");
  await alice.ask("/create games play", "/join games");
  await bob.ask("/join games");
  await alice.fence();
  assert.deepEqual(await alice.ask("/setai You are a pirate."), [
    "Rox has a new character in games. /setai default takes it back.",
  ]);
  assert.deepEqual(await bob.fence(), [`${STAMP}[system]: alice gave Rox a new character here`]);
  assert.deepEqual(await bob.ask("/setai You are a parrot."), [
    "! Only operators and the creator of games may do that.",
  ]);
  await olga.fence();
  assert.deepEqual(await olga.ask("/setai You are a parrot."), [
    "! Rox stays as it is in general. /create makes another lobby.",
  ]);
  const kinds = async (client: ChatClient) =>
    (await client.ask("/lobbies")).flatMap((line) => / assistant (default|custom)/.exec(line)?.[1] ?? []);
  assert.deepEqual(await kinds(bob), ["default", "custom"]);
  await using again = await app.restart({ model });
  const carol = await again.script("carol");
  assert.deepEqual(await kinds(carol), ["default", "custom"]);
  await carol.ask("/join games");
  const { instructions } = await exchange(model, carol, "why?", "Arr.");
  assert.match(instructions, /"You are a pirate\."$/);
});

Deno.test("the assistant is no user to write to, to log in as, or to count", async () => {
  const model = new FakeModel();
  await using app = await TestApp.start({ model });
  const { client: alice, shown } = await app.enter("alice");
  assert.match(shown.join("\n"), /You are operator for this visit/, "the first person is the founder");
  const ask = "! Rox is the assistant: ask it with /ai <question>.";
  assert.deepEqual(await alice.ask("/msg Rox hi", "/start rox", "/tag Rox hi"), [ask, ask, ask]);
  assert.match((await alice.ask("/whois Rox")).join("\n"), /assistant/);
  assert.doesNotMatch((await alice.ask("/users", "/users all")).join("\n"), /Rox/);
  for (const name of ["Rox", "r0x"]) {
    const client = await app.connect();
    await client.send(name);
    assert.match(await client.line(), /^! The name .* is reserved\. Try another\.$/);
  }
});

Deno.test("an earlier name of the assistant stays nobody's, with another one and without any", async () => {
  const model = new FakeModel();
  await using app = await TestApp.start({ model });
  const renamed = { settings: { aiName: userName("Max") } };
  for (const next of [renamed, { ...renamed, model }]) {
    await using again = await app.afterCrash(next);
    const client = await again.connect();
    await client.send("Rox");
    await client.expect("! Rox is the assistant. Try another name.");
  }
});

Deno.test("answers keep the name under which they were given", async () => {
  const model = new FakeModel();
  await using app = await TestApp.start({ model });
  await exchange(model, await app.script("alice"), "who are you?", "Rox.");
  await using again = await app.afterCrash({ model, settings: { aiName: userName("Max") } });
  const { client, shown } = await again.enter("bob");
  assert.ok(shown.includes(`${STAMP}[Rox]: Rox.`));
  await client.send("/ai and now?");
  (await model.next()).end("Max.");
  await client.expect("[AI] Thinking...", `${STAMP}[Max]: Max.`);
});

Deno.test("a server whose assistant would have somebody's name does not start", async () => {
  await using app = await TestApp.start();
  await app.script("Roxy");
  await assert.rejects(
    app.afterCrash({ model: new FakeModel(), settings: { aiName: userName("Roxy") } }),
    /^StartError: The assistant cannot be called Roxy: .* Choose another with --ai-name\.$/,
  );
});

Deno.test("--ai-rate limits what one user asks", async () => {
  const aiRate = { tokens: 1, perMilliseconds: 60_000 };
  await using app = await TestApp.start({ model: new FakeModel(), settings: { aiRate } });
  const [alice, bob] = await app.scripts("alice", "bob");
  assert.deepEqual(await alice.ask("/ai why?", "/ai why not?"), [
    "[AI] Thinking...",
    "! Rate limited! Wait 60 seconds. Not sent: /ai why not?",
  ]);
  await bob.fence();
  assert.deepEqual(await bob.ask("/ai why?"), ["[AI] Thinking... 1 question comes first."]);
});

Deno.test("who is muted asks nothing, and a muted assistant is asked nothing", async () => {
  const model = new FakeModel();
  await using app = await TestApp.start({ model });
  const [olga, bob] = await app.scripts("olga", "bob");
  await olga.ask("/mute bob 1m");
  await bob.fence();
  assert.match((await bob.ask("/ai why?")).join("\n"), /^! You are muted until /);
  await olga.ask("/unmute bob", "/mute Rox");
  await bob.fence();
  assert.deepEqual(await bob.ask("/ai why?"), ["! Rox is muted here for good."]);
  assert.equal(model.asked, 0);
});

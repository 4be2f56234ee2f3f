// An answer of the assistant while it grows: who is shown its lines as they come, and who the whole of it at its end.

import assert from "node:assert/strict";
import type { ChatClient } from "../support/chat_client.ts";
import { STAMP } from "../support/fake_clock.ts";
import { FakeModel } from "../support/fake_model.ts";
import { TestApp } from "../support/start_app.ts";

function stripped(line: string): string {
  // deno-lint-ignore no-control-regex
  return line.replace(/\u001b\[[0-9;]*m/g, "");
}

async function expectStripped(client: ChatClient, ...lines: readonly string[]): Promise<void> {
  for (const line of lines) assert.equal(stripped(await client.line()), line);
}

/** The server, and asker, who is a script: its answers come whole. */
async function start() {
  const model = new FakeModel();
  const app = await TestApp.start({ model, settings: { history: 0 } });
  const asker = await app.script("asker");
  return { model, app, asker };
}

/** Somebody whose theme shows answers grow. The others are not to be shown it before. */
async function cozy(app: TestApp, name: string, ...others: readonly ChatClient[]): Promise<ChatClient> {
  const client = await app.script(name);
  await client.ask("/theme cozy");
  for (const other of others) await other.fence();
  return client;
}

async function ask(model: FakeModel, asker: ChatClient, ...others: readonly ChatClient[]) {
  await asker.send("/ai why?");
  await asker.expect("[AI] Thinking...");
  for (const other of others) await expectStripped(other, "(=^・^=) asker [just now]", "  ╰─> @Rox why?");
  return await model.next();
}

const BEGUN = ["(=^・^=) Rox [just now]", "  ╰─> one"];
const WHOLE = [...BEGUN, "      two", "      three"];
const PLAIN = [`${STAMP}[Rox]: one`, "    two", "    three"];
const SECOND = PLAIN.map((line) => line.replace(STAMP, "[2024-10-12 15:13:03]"));

Deno.test("whoever has theme cozy sees an answer grow line by line, with what others say in between", async () => {
  const { model, app, asker } = await start();
  await using _ = app;
  const alice = await cozy(app, "alice", asker);
  const answer = await ask(model, asker, alice);
  answer.say("one\ntw");
  await expectStripped(alice, ...BEGUN);
  await asker.send("go on");
  await expectStripped(alice, "(=^・^=) asker [just now]", "  ╰─> go on");
  app.clock.advance(1000);
  answer.say("o\n");
  await expectStripped(alice, "  Rox ┆ two");
  answer.end("three");
  await expectStripped(alice, "  Rox ┆ three");
  await asker.expect(...SECOND);
  assert.deepEqual(await alice.fence(), []);
});

Deno.test("whoever asks in theme cozy sees the question in place, and the answer grow", async () => {
  const { model, app, asker } = await start();
  await using _ = app;
  await asker.ask("/theme cozy");
  await asker.send("/ai why?");
  assert.ok((await asker.line()).startsWith("\u001b[1A\u001b[2K"));
  await expectStripped(asker, "  ╰─> @Rox why?", "[AI] Thinking...");
  const answer = await model.next();
  answer.say("one\n");
  await expectStripped(asker, ...BEGUN);
  answer.end();
  assert.deepEqual(await asker.fence(), []);
  assert.deepEqual((await asker.ask("/history 1")).map(stripped).slice(0, 2), BEGUN);
});

Deno.test("whoever comes in the middle of an answer sees the whole of it at its end, and none of it before", async () => {
  const { model, app, asker } = await start();
  await using _ = app;
  const answer = await ask(model, asker);
  answer.say("one\n");
  const late = await cozy(app, "late", asker);
  app.clock.advance(1000);
  answer.say("two\n");
  assert.deepEqual((await late.ask("/history 1")).map(stripped), [
    "(=^・^=) late joined the chat [1s ago]",
    "Earlier ones: /history 1 before 3",
  ]);
  answer.end("three");
  await expectStripped(late, ...WHOLE);
  await asker.expect(...SECOND);
});

Deno.test("whoever goes to another lobby and comes back sees the whole of an answer at its end", async () => {
  const { model, app, asker } = await start();
  await using _ = app;
  const alice = await cozy(app, "alice", asker);
  const answer = await ask(model, asker, alice);
  answer.say("one\n");
  await expectStripped(alice, ...BEGUN);
  await alice.ask("/create cave no-pass dark", "/join cave");
  app.clock.advance(1000);
  answer.say("two\n");
  await alice.ask("/leave");
  answer.end("three");
  await expectStripped(alice, ...WHOLE);
});

Deno.test("whoever takes another theme in the middle of an answer sees the whole of it in that theme", async () => {
  const { model, app, asker } = await start();
  await using _ = app;
  const alice = await cozy(app, "alice", asker);
  const answer = await ask(model, asker, alice);
  answer.say("one\n");
  await expectStripped(alice, ...BEGUN);
  await alice.ask("/theme plain");
  answer.end("two\nthree");
  await alice.expect(...PLAIN);
  await asker.expect(...PLAIN);
});

Deno.test("whoever ignores the assistant sees nothing of its answers, the others do", async () => {
  const { model, app, asker } = await start();
  await using _ = app;
  const alice = await cozy(app, "alice", asker);
  const bob = await cozy(app, "bob", asker, alice);
  await bob.ask("/ignore Rox");
  const answer = await ask(model, asker, alice, bob);
  answer.say("one\n");
  await expectStripped(alice, ...BEGUN);
  answer.end("two\nthree");
  await expectStripped(alice, "  Rox ┆ two", "  Rox ┆ three");
  assert.deepEqual(await bob.fence(), []);
  assert.ok(!(await bob.ask("/history 5")).some((line) => line.includes("three")));
});

Deno.test("answers in two lobbies grow beside each other, each before its own people", async () => {
  const { model, app, asker } = await start();
  await using _ = app;
  const alice = await cozy(app, "alice", asker);
  const bob = await cozy(app, "bob", asker, alice);
  await bob.ask("/create cave no-pass dark", "/join cave");
  for (const client of [asker, alice]) await client.fence();
  const here = await ask(model, asker, alice);
  await bob.send("/ai warum?");
  await bob.line();
  await expectStripped(bob, "  ╰─> @Rox warum?", "[AI] Thinking...");
  const there = await model.next();
  here.say("one\n");
  there.say("eins\n");
  await expectStripped(alice, ...BEGUN);
  await expectStripped(bob, "(=^・^=) Rox [just now]", "  ╰─> eins");
  there.end("zwei");
  here.end("two\nthree");
  await expectStripped(bob, "  Rox ┆ zwei");
  await expectStripped(alice, "  Rox ┆ two", "  Rox ┆ three");
  for (const client of [alice, bob]) assert.deepEqual(await client.fence(), []);
});

Deno.test("what has come of an answer that breaks off stays, with a line that says so", async () => {
  const { model, app, asker } = await start();
  await using _ = app;
  const alice = await cozy(app, "alice", asker);
  const answer = await ask(model, asker, alice);
  answer.say("one\n");
  await expectStripped(alice, ...BEGUN);
  answer.fail(new Error("gone"));
  await expectStripped(alice, "  Rox ┆ [the answer broke off here]");
  await asker.expect(PLAIN[0] ?? "", "    [the answer broke off here]", /^! Rox fell silent\./);
});

Deno.test("whoever does not read misses lines of an answer as any others, and finds the whole in the history", async () => {
  const { model, app, asker } = await start();
  await using _ = app;
  const alice = await cozy(app, "alice", asker);
  // More than the system keeps for somebody who does not read.
  const noise = Array.from({ length: 2000 }, () => "x".repeat(4000));
  for (let from = 0; from < noise.length; from += 100) {
    await asker.send(...noise.slice(from, from + 100));
    await asker.fence();
  }
  const answer = await ask(model, asker);
  answer.say("one\n");
  await asker.fence();
  let line = "";
  while (!line.startsWith("! ")) line = stripped(await alice.line());
  assert.match(line, /^! Your connection fell behind and \d+ lines were skipped: \/history shows them\.$/);
  app.clock.advance(1000);
  answer.end("two\nthree");
  await expectStripped(alice, "  Rox ┆ two", "  Rox ┆ three");
  assert.deepEqual((await alice.ask("/history 1")).map(stripped).slice(0, 4), WHOLE);
});

// Newcomers arrive while others speak or write to them: what was before and what comes live join without a gap.

import assert from "node:assert/strict";
import type { ChatClient } from "../support/chat_client.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const SPEAKERS = ["ann", "ben", "cat", "dan", "eve"];
const NEWCOMERS = Array.from({ length: 20 }, (_, number) => `newcomer-${number}`);

/** Speaks again as soon as the last lines are taken, so that newcomers have their turns in between. */
async function speak(speaker: ChatClient): Promise<void> {
  for (let packet = 0; packet < 100; packet++) {
    await speaker.send(...["a", "b", "c"].map((part) => `line ${packet}${part}`));
    await speaker.fence();
  }
}

/** Comes in as soon as it can, and reads nothing yet. */
async function come(app: TestApp, name: string): Promise<ChatClient> {
  const client = await app.connect();
  await client.send(name);
  return client;
}

for (const history of [1000, 5]) {
  Deno.test(`newcomers amid full speed see every line once, in order, after a replay of ${history}`, async () => {
    await using app = await TestApp.start({ settings: { history } });
    const speakers = await app.scripts(...SPEAKERS);
    const spoken = Promise.all(speakers.map(speak));
    const newcomers: ChatClient[] = [];
    for (const name of NEWCOMERS) newcomers.push(await come(app, name));
    // The first answers come when the newcomers are in, the second when everybody's lines are stored.
    const first = await Promise.all(newcomers.map((newcomer) => newcomer.fence()));
    await spoken;
    const rest = await Promise.all(newcomers.map((newcomer) => newcomer.fence()));

    const log = app.log();
    for (const [index, name] of NEWCOMERS.entries()) {
      const arrival = log.indexOf(`${STAMP}[system]: ${name} joined the chat`);
      const expected = [...log.slice(Math.max(0, arrival - history), arrival), ...log.slice(arrival + 1)];
      assert.deepEqual([...first[index] ?? [], ...rest[index] ?? []], expected, `what ${name} sees`);
    }
  });
}

/** One visit of bob's: the numbers of the direct messages that he is shown until he has left. */
async function visit(app: TestApp): Promise<readonly number[]> {
  const { client: bob, shown } = await app.enter("bob");
  await bob.send("/quit");
  const lines = [...shown, ...(await bob.rest()).split("\n")];
  bob.close();
  return lines.flatMap((line) => /\[DM from alice\]: (\d+)$/.exec(line)?.[1] ?? []).map(Number);
}

Deno.test("a reader who comes and goes amid direct messages misses none, and sees them in order", async () => {
  await using app = await TestApp.start();
  const [alice] = await app.scripts("alice");
  await visit(app);
  const numbers = Array.from({ length: 300 }, (_, number) => number);
  let writing = true;
  async function write(): Promise<void> {
    for (const number of numbers) {
      await alice.send(`/msg bob ${number}`);
      await alice.fence();
    }
    writing = false;
  }
  const written = write();
  const visits: (readonly number[])[] = [];
  while (writing) visits.push(await visit(app));
  await written;
  visits.push(await visit(app));

  assert.deepEqual([...new Set(visits.flat())].sort((one, other) => one - other), numbers);
  for (const seen of visits) assert.deepEqual(seen, [...new Set(seen)].sort((one, other) => one - other));
  assert.deepEqual(await visit(app), []);
});

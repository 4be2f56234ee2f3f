// Many at once, and much at once: everybody is served in turns.

import assert from "node:assert/strict";
import type { ChatClient } from "../support/chat_client.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

/** How often another client was answered while `work` went on. */
async function answersDuring(work: Promise<unknown>, other: ChatClient): Promise<number> {
  let over = false;
  const end = work.finally(() => over = true);
  let answers = 0;
  for (; !over; answers++) await other.fence();
  await end;
  return answers;
}

Deno.test("500 searches in one packet do not make others wait until the last", async () => {
  await using app = await TestApp.start();
  const [asker, talker, other] = await app.scripts("asker", "talker", "other");
  await talker.send(...Array.from({ length: 3000 }, (_, number) => `alpha${number} beta gamma delta`));
  await talker.fence();
  // The first search brings the index up to date.
  await asker.send("/search nothing");
  await asker.fence();
  await asker.send(...Array<string>(500).fill("/search a* b* g* nothing"));
  const answers = await answersDuring(asker.fence(), other);
  assert.ok(answers >= 50, `the other client was answered ${answers} times`);
});

Deno.test("50,000 lines in one go do not make others wait until the last", async () => {
  await using app = await TestApp.start();
  const [flooder, other] = await app.scripts("flooder", "other");
  const flood = flooder.sendBytes(new TextEncoder().encode("x\n".repeat(50_000)));
  const answers = await answersDuring(flood.then(() => flooder.fence()), other);
  assert.ok(answers >= 100, `the other client was answered ${answers} times`);
});

Deno.test("200 connections at once all log in, all talk, and all are seen", async () => {
  await using app = await TestApp.start();
  const names = Array.from({ length: 200 }, (_, index) => `robot-${index}`);
  const clients = await Promise.all(names.map((name) => app.script(name)));
  await Promise.all(clients.map((client) => client.fence()));
  await Promise.all(clients.map((client, index) => client.send(`I am ${names[index]}`)));
  const lines = names.map((name) => `${STAMP}[${name}]: I am ${name}`);
  await Promise.all(clients.map(async (client, own) => {
    const seen: string[] = [];
    while (seen.length < lines.length - 1) seen.push(await client.line());
    assert.deepEqual(seen.sort(), lines.filter((_, index) => index !== own).sort());
    assert.deepEqual(await client.fence(), []);
  }));
  await clients[0]?.send("/users");
  await clients[0]?.expect("200 people in general:");
});

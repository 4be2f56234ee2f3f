// Many speak at once: there is one order, and everybody sees it.

import assert from "node:assert/strict";
import type { ChatClient } from "../support/chat_client.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const SPEAKERS = Array.from({ length: 10 }, (_, number) => `speaker-${number}`);
const LINES = 200;

const line = (name: string, number: number) => `${STAMP}[${name}]: line ${number}`;
const isBy = (name: string) => (line: string) => line.startsWith(`${STAMP}[${name}]: `);

Deno.test("ten who speak at once are seen by everybody in the order of the history", async () => {
  await using app = await TestApp.start();
  const speakers = await app.scripts(...SPEAKERS);
  const listener = await app.script("listener");
  const before = app.log().length;
  for (const speaker of speakers) await speaker.fence();

  const numbers = Array.from({ length: LINES }, (_, number) => number);
  async function speak(speaker: ChatClient): Promise<readonly string[]> {
    await speaker.send(...numbers.map((number) => `line ${number}`));
    return await speaker.fence();
  }
  // The first answer comes when a speaker's own lines are stored, the second when everybody's are.
  const first = await Promise.all(speakers.map(speak));
  const rest = await Promise.all(speakers.map((speaker) => speaker.fence()));

  const order = app.log().slice(before);
  assert.equal(order.length, SPEAKERS.length * LINES);
  assert.deepEqual(await listener.fence(), order);
  for (const [index, name] of SPEAKERS.entries()) {
    const seen = [...first[index] ?? [], ...rest[index] ?? []];
    assert.deepEqual(order.filter(isBy(name)), numbers.map((number) => line(name, number)), `${name}'s own`);
    assert.deepEqual(seen, order.filter((line) => !isBy(name)(line)), `what ${name} sees`);
  }
});

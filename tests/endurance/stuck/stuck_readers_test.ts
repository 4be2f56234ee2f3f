// Ten clients that never read, for a short while: how they are treated, and what they cost in memory. What they cost the
// others in time is measured by the task, as a busy machine would break a bound here.

import assert from "node:assert/strict";
import { BUDGET, STALL_NOTICED } from "../../../lib/net/outbox.ts";
import { TestApp } from "../../support/start_app.ts";
import { run } from "./run.ts";

const STUCK = 10;

Deno.test("ten that never read cost no more memory than their budgets, and are told exactly what they missed", async () => {
  const spec = { crowd: { listeners: 12, speakers: 1 }, linesPerSecond: 1000, warmUp: 0.1, measure: 0.5 };
  const alone = await run({ ...spec, stuck: 0, wake: 0 });
  const beside = await run({ ...spec, stuck: STUCK, wake: STUCK });
  assert.equal(beside.missed.length, STUCK);
  assert.ok(Math.min(...beside.missed) > 500, `some missed ${Math.min(...beside.missed)} lines only`);
  const grown = beside.grown - alone.grown;
  assert.ok(grown <= STUCK * BUDGET, `the heap grew by ${grown} bytes`);
});

Deno.test("ten that never read are closed together, and each finds its direct messages at its next visit", async () => {
  await using app = await TestApp.start();
  const names = Array.from({ length: STUCK }, (_, index) => `stuck-${index}`);
  const stuck = await Promise.all(names.map((name) => app.script(name)));
  const talker = await app.script("talker");
  const long = Array<string>(100).fill("x".repeat(4000));
  for (let batch = 0; batch < 15; batch++) assert.deepEqual(await talker.ask(...long), []);
  await talker.ask(...names.flatMap((name) => [`/msg ${name} one`, `/msg ${name} two`]));
  app.clock.advance(STALL_NOTICED);
  const left = (await talker.fence()).map((line) => /\[system\]: (\S+) has left/.exec(line)?.[1]);
  assert.deepEqual(left.toSorted(), names.toSorted());
  for (const name of names) {
    const { shown } = await app.enter(name);
    assert.deepEqual(shown.slice(-2).map((line) => line.slice(21)), [
      "[DM from talker]: one",
      "[DM from talker]: two",
    ]);
  }
  app.clock.advance(2000);
  for (const client of stuck) assert.doesNotMatch(await client.rest(), /\[DM from/);
});

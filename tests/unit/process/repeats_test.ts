// One error a thousand times is one record and a count.
import assert from "node:assert/strict";
import type { LogRecord } from "@logtape/logtape";
import { NotStored } from "../../../lib/domain/problem.ts";
import { REPEAT_EVERY, Repeats } from "../../../lib/process/repeats.ts";
import { FakeClock } from "../../support/fake_clock.ts";

function start() {
  const clock = new FakeClock();
  const passed: LogRecord[] = [];
  const repeats = new Repeats((record) => passed.push(record), clock);
  /** What was passed on since the last look: the session and the count of each. */
  const look = () => passed.splice(0).map(({ properties: { session, count } }) => [session, count]);
  return { clock, repeats, look };
}

function record(session: number, error?: unknown, message = "an entry could not be stored"): LogRecord {
  return {
    category: ["parley", "session"],
    level: "error",
    message: [message],
    rawMessage: message,
    timestamp: 0,
    properties: { session, ...error !== undefined && { error } },
  };
}

Deno.test("Repeats tells an error at once, then the latest each 10 s with how many there were", () => {
  const { clock, repeats, look } = start();
  for (let session = 0; session < 1000; session++) repeats.take(record(session, new NotStored("full")));
  assert.deepEqual(look(), [[0, undefined]]);
  clock.advance(REPEAT_EVERY - 1);
  assert.deepEqual(look(), []);
  clock.advance(1);
  assert.deepEqual(look(), [[999, 999]]);
  repeats.take(record(1000, new NotStored("full")));
  clock.advance(REPEAT_EVERY);
  assert.deepEqual(look(), [[1000, 1]]);
  assert.equal(clock.armed.length, 1);
});

Deno.test("Repeats tells an error at once again when it had stopped for 10 s", () => {
  const { clock, repeats, look } = start();
  repeats.take(record(1, new Error("full")));
  clock.advance(REPEAT_EVERY);
  assert.deepEqual(clock.armed, []);
  repeats.take(record(2, new Error("full")));
  assert.deepEqual(look(), [[1, undefined], [2, undefined]]);
});

Deno.test("Repeats holds back neither another error, nor another message, nor a record without an error", () => {
  const { repeats, look } = start();
  repeats.take(record(1, new Error("full")));
  repeats.take(record(2, new Error("locked")));
  repeats.take(record(3, new Error("full"), "a departure could not be stored"));
  repeats.take(record(4));
  repeats.take(record(5));
  assert.deepEqual(look().map(([session]) => session), [1, 2, 3, 4, 5]);
});

Deno.test("Repeats tells at its end what is held back, and leaves no timer behind", () => {
  const { clock, repeats, look } = start();
  for (const session of [1, 2, 3]) repeats.take(record(session, new Error("full")));
  repeats[Symbol.dispose]();
  assert.deepEqual(look(), [[1, undefined], [3, 2]]);
  assert.deepEqual(clock.armed, []);
});

// The breaker: when it opens, for how long, and how it closes.

import assert from "node:assert/strict";
import { Breaker } from "../../../../lib/services/assistant/breaker.ts";

const NOW = 1_000_000;

function failing(times: number): Breaker {
  const breaker = new Breaker();
  for (let count = 0; count < times; count++) breaker.failed(NOW);
  return breaker;
}

Deno.test("Breaker takes questions up to the fifth failure in a row, and none for a minute after it", () => {
  assert.equal(failing(4).wait(NOW), 0);
  const breaker = failing(5);
  assert.deepEqual([0, 1, 59_999, 60_000].map((ms) => breaker.wait(NOW + ms)), [60_000, 59_999, 1, 0]);
});

Deno.test("Breaker counts failures in a row only", () => {
  const breaker = failing(4);
  breaker.succeeded();
  for (let count = 0; count < 4; count++) breaker.failed(NOW);
  assert.equal(breaker.wait(NOW), 0);
});

Deno.test("Breaker lets one question through after its pause, and keeps the others waiting meanwhile", () => {
  const breaker = failing(5);
  assert.equal(breaker.begin(NOW + 60_000), 0);
  assert.equal(breaker.begin(NOW + 60_001), 59_999);
  assert.equal(breaker.wait(NOW + 60_001), 59_999);
});

Deno.test("Breaker closes when the trial succeeds", () => {
  const breaker = failing(5);
  breaker.begin(NOW + 60_000);
  breaker.succeeded();
  assert.deepEqual([breaker.begin(NOW + 60_001), breaker.begin(NOW + 60_001)], [0, 0]);
});

Deno.test("Breaker opens again for a minute when the trial fails", () => {
  const breaker = failing(5);
  breaker.begin(NOW + 60_000);
  breaker.failed(NOW + 70_000);
  assert.equal(breaker.wait(NOW + 70_000), 60_000);
});

Deno.test("Breaker tries again after another minute when nothing came of the trial", () => {
  const breaker = failing(5);
  breaker.begin(NOW + 60_000);
  assert.equal(breaker.wait(NOW + 120_000), 0);
});

Deno.test("Breaker does not wait for a clock that was set back", () => {
  const breaker = failing(5);
  assert.equal(breaker.wait(NOW - 3_600_000), 0);
});

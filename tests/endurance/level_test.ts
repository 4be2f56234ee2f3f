// The judgement of a long run finds leaks that were planted, and takes noise for what it is.

import assert from "node:assert/strict";
import { courseOf } from "./level.ts";
import { Random } from "./random.ts";

const SAMPLES = 60;
const SLACK = 4;

/** Values around what `at` gives for each part of the run, from 0 to 1; the noise is the same in every run. */
function series(at: (part: number) => number, noise = 0): readonly number[] {
  const random = new Random(7);
  return Array.from(
    { length: SAMPLES },
    (_, index) => at(index / SAMPLES) + noise * (random.below(2001) / 1000 - 1),
  );
}

for (
  const [what, values] of [
    ["a steady value", series(() => 100)],
    ["a noisy value", series(() => 100, 20)],
    ["growth that ends with the first third", series((part) => Math.min(100, 40 + 200 * part), 5)],
    ["what falls", series((part) => 100 - 50 * part, 5)],
    ["peaks that come and go", series((part) => Math.floor(part * SAMPLES) % 7 === 0 ? 300 : 100)],
    ["a saw", series((part) => 100 + (part * 600) % 60)],
    ["nothing", series(() => 0)],
    ["the slack of a small value", series((part) => part < 0.7 ? 1 : 1 + SLACK)],
  ] as const
) {
  Deno.test(`courseOf takes ${what} as level`, () => {
    assert.equal(courseOf(values, SLACK).level, true);
  });
}

for (
  const [what, values] of [
    ["a leak that doubles the value", series((part) => 100 + 100 * part)],
    ["a leak under noise", series((part) => 100 + 60 * part, 20)],
    ["a leak that begins late", series((part) => part < 0.6 ? 100 : 100 + 200 * (part - 0.6), 5)],
    ["a leak in steps", series((part) => 100 + 20 * Math.floor(part * 5), 5)],
    ["a leak from nothing", series((part) => 20 * part)],
  ] as const
) {
  Deno.test(`courseOf finds ${what}`, () => {
    assert.equal(courseOf(values, SLACK).level, false);
  });
}

Deno.test("courseOf judges no fewer than three values", () => {
  assert.throws(() => courseOf([1, 1], SLACK), RangeError);
  assert.deepEqual(courseOf([9, 1, 2], 0), { middle: 1, last: 2, level: false });
});

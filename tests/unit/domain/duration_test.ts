// Lengths of time, as people type them and as they are told.

import assert from "node:assert/strict";
import fc from "fast-check";
import { formatDuration, formatTerm, formatWait, parseDuration } from "../../../lib/domain/duration.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const READ: Readonly<Record<string, number>> = {
  "1s": SECOND,
  "10m": 10 * MINUTE,
  "2h": 2 * HOUR,
  "7d": 7 * DAY,
  "3w": 21 * DAY,
  "010m": 10 * MINUTE,
  "10M": 10 * MINUTE,
  "36525d": 36_525 * DAY,
};
for (const [text, ms] of Object.entries(READ)) {
  Deno.test(`parseDuration reads ${text} as ${ms} ms`, () => assert.equal(parseDuration(text), ms));
}

const NONE = [
  "",
  "10",
  "m",
  "10min",
  "1.5h",
  "-1h",
  "+1h",
  " 1h",
  "1h ",
  "1h30m",
  "1y",
  "10 m",
  "٣h",
  "1e3s",
];
for (const text of [...NONE, "0m", "36526d", "999999999w", "9999999999s"]) {
  Deno.test(`parseDuration takes "${text}" for no duration`, () => {
    assert.equal(parseDuration(text), undefined);
  });
}

const TOLD: readonly (readonly [number, string])[] = [
  [SECOND, "1s"],
  [90 * SECOND, "90s"],
  [10 * MINUTE, "10m"],
  [90 * MINUTE, "90m"],
  [2 * HOUR, "2h"],
  [36 * HOUR, "36h"],
  [7 * DAY, "7d"],
  [10 * MINUTE + 400, "10m"],
  [1, "1s"],
];
for (const [ms, text] of TOLD) {
  Deno.test(`formatDuration tells ${ms} ms as ${text}`, () => assert.equal(formatDuration(ms), text));
}

Deno.test("formatDuration tells whole seconds so that parseDuration reads the same again", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 3_000_000 }), (seconds) => {
    assert.equal(parseDuration(formatDuration(seconds * SECOND)), seconds * SECOND);
  }));
});

Deno.test("formatTerm tells how long something holds, or that it is for good", () => {
  assert.deepEqual([formatTerm(10 * MINUTE), formatTerm(null)], ["for 10m", "for good"]);
});

for (
  const [ms, text] of [[1, "1 second"], [1000, "1 second"], [1001, "2 seconds"], [7000, "7 seconds"]] as const
) {
  Deno.test(`formatWait tells ${ms} ms as ${text}`, () => assert.equal(formatWait(ms), text));
}

// Times as people write and read them.

import assert from "node:assert/strict";
import fc from "fast-check";
import { formatTime, parseTime, systemClock } from "../../../lib/domain/clock.ts";

const NOON = new Date(2024, 9, 12, 12, 0, 0).getTime();

Deno.test("formatTime writes the local time with two digits each", () => {
  assert.equal(formatTime(new Date(2024, 0, 2, 3, 4, 5).getTime()), "2024-01-02 03:04:05");
});

Deno.test("formatTime leaves out the milliseconds, also before 1970", () => {
  assert.equal(formatTime(new Date(1969, 11, 31, 23, 59, 58, 999).getTime()), "1969-12-31 23:59:58");
  assert.equal(formatTime(NOON + 999), "2024-10-12 12:00:00");
});

Deno.test("formatTime keeps no second for another", () => {
  const texts = [NOON, NOON + 1000, NOON + 1999, NOON].map(formatTime);
  assert.deepEqual(texts, [
    "2024-10-12 12:00:00",
    "2024-10-12 12:00:01",
    "2024-10-12 12:00:01",
    "2024-10-12 12:00:00",
  ]);
});

Deno.test("parseTime reads what formatTime writes", () => {
  fc.assert(fc.property(fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }), (date) => {
    const text = formatTime(date.getTime());
    // Not the same moment: an hour that comes twice in autumn is read as either one.
    assert.equal(formatTime(parseTime(text) ?? NaN), text);
  }));
});

Deno.test("parseTime reads a time without seconds, and a date as its first moment", () => {
  assert.equal(parseTime("2024-10-12 12:00"), NOON);
  assert.equal(parseTime("2024-10-12"), new Date(2024, 9, 12).getTime());
  assert.equal(parseTime(" 2024-10-12T12:00:00 "), NOON);
  assert.equal(parseTime("2024-02-29"), new Date(2024, 1, 29).getTime());
});

const NO_TIMES = [
  ...["", "yesterday", "12:00", "2024", "2024-10", "2024-1-2", "2024-10-12 12", "2024-10-12 1:00"],
  ...["2024-10-12 12:00:00.5", "2024-10-12 12:00Z", "2024-10-12  12:00", "x 2024-10-12", "20241012"],
  ...["2024-13-01", "2024-00-01", "2024-01-00", "2024-01-32", "2023-02-29", "2024-04-31"],
  ...["2024-10-12 24:00", "2024-10-12 12:60", "2024-10-12 12:00:60", "0000-01-01", "0050-01-01"],
  ...["２０２４-10-12"],
];
for (const text of NO_TIMES) {
  Deno.test(`parseTime takes ${JSON.stringify(text)} for no time`, () => {
    assert.equal(parseTime(text), undefined);
  });
}

Deno.test("systemClock runs work once, unless it was called off", async () => {
  const ran: string[] = [];
  const cancel = systemClock.after(1, () => ran.push("called off"));
  cancel();
  await new Promise<void>((resolve) => systemClock.after(2, resolve));
  assert.deepEqual(ran, []);
});

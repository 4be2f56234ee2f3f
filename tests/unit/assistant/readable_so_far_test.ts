// An answer while it grows: what was shown of it stays, whatever comes.

import assert from "node:assert/strict";
import fc from "fast-check";
import { ANSWER_WIDTH, readable, readableSoFar } from "../../../lib/assistant/readable.ts";
import { markdown } from "./markdown.ts";

/** As wide as a line can be. */
const LINE = "1234567 ".repeat(8).padEnd(ANSWER_WIDTH, "x");

Deno.test("readableSoFar shows nothing of a line that may still wrap elsewhere", () => {
  assert.deepEqual(readableSoFar("Hel"), []);
  assert.deepEqual(readableSoFar(LINE), []);
});

Deno.test("readableSoFar shows lines that have ended, and those that are full", () => {
  assert.deepEqual(readableSoFar("Hello\n"), ["Hello"]);
  assert.deepEqual(readableSoFar(`Hello\n\n${LINE} and`), ["Hello", "", LINE]);
});

Deno.test("readableSoFar holds back what follows a mark until the line has ended", () => {
  const line = `${LINE} and **bold ${LINE} ${LINE}`;
  assert.deepEqual(readableSoFar(line), [LINE]);
  assert.deepEqual(readableSoFar(`${line}**\n`), readable(`${line}**`));
});

Deno.test("readableSoFar holds a table back until it has ended", () => {
  assert.deepEqual(readableSoFar("Ages:\n| Name | Age |\n|---|---|\n| a | 1 |\n"), ["Ages:"]);
  assert.deepEqual(readableSoFar("| Name |\n|---|\n| a |\n\n"), ["Name", "----", "a"]);
});

Deno.test("readableSoFar shows code line by line", () => {
  assert.deepEqual(readableSoFar("```ts\nconst a = 1;\nconst b"), ["const a = 1;"]);
});

Deno.test("readableSoFar is how the whole begins, however it goes on, and takes nothing back", () => {
  fc.assert(
    fc.property(markdown, fc.nat(), fc.nat(), (whole, one, other) => {
      const [early, late] = [one % (whole.length + 1), other % (whole.length + 1)].sort((a, b) => a - b);
      const [first, second] = [readableSoFar(whole.slice(0, early)), readableSoFar(whole.slice(0, late))];
      assert.deepEqual(second.slice(0, first.length), first);
      assert.deepEqual(readable(whole).slice(0, second.length), second);
    }),
    { numRuns: 2000 },
  );
});

// What the load generator's figures rest on: lines, durations and rounds are counted right.

import assert from "node:assert/strict";
import fc from "fast-check";
import { dialects } from "./dialects.ts";
import { Histogram } from "./histogram.ts";
import { Incoming } from "./incoming.ts";
import { LineCounter } from "./line_counter.ts";
import { findMessage, isKind, microseconds, sentOf, spoken } from "./message.ts";
import { Rounds } from "./rounds.ts";

const decoder = new TextDecoder();

/** Hands a text to `take` in parts of these lengths, and the rest at the end. */
function inParts(text: string, parts: readonly number[], take: (bytes: Uint8Array) => void): void {
  const bytes = new TextEncoder().encode(text);
  let start = 0;
  for (const length of [...parts, bytes.length]) {
    take(bytes.subarray(start, start + length));
    start = Math.min(bytes.length, start + length);
  }
}

Deno.test("LineCounter counts lines of any lengths from the least on, in any split", () => {
  const least = 65;
  const line = fc.oneof(fc.constantFrom(least, 95, 2 * least, 190), fc.integer({ min: least, max: 300 }));
  fc.assert(fc.property(fc.array(line), fc.array(fc.nat(500)), (lengths, parts) => {
    const text = lengths.map((length) => `${"x".repeat(length - 1)}\n`).join("") + "the rest";
    const counter = new LineCounter(least);
    let counted = 0;
    inParts(text, parts, (bytes) => counted += counter.count(bytes, 0, bytes.length));
    assert.equal(counted, lengths.length);
  }));
});

Deno.test("Incoming shows each line whole, in any split", () => {
  const line = fc.string({ maxLength: 20 }).map((text) => text.replaceAll("\n", ""));
  fc.assert(fc.property(fc.array(line), fc.array(fc.nat(30)), (lines, parts) => {
    const tally = { lines: 0 };
    const incoming = new Incoming(tally);
    const seen: string[] = [];
    incoming.look((bytes, start, end) => seen.push(decoder.decode(bytes.slice(start, end))));
    inParts(lines.map((each) => `${each}\n`).join("") + "the rest", parts, (bytes) => {
      // A client reads into one buffer again and again.
      const buffer = Uint8Array.of(...bytes, ...new TextEncoder().encode("\nold\n"));
      incoming.take(buffer, bytes.length);
    });
    assert.deepEqual(seen, lines);
    assert.deepEqual([incoming.lines, tally.lines], [lines.length, lines.length]);
  }));
});

Deno.test("Histogram gives small values exactly and great ones within a 64th above", () => {
  const values = Array.from({ length: 1000 }, (_, index) => (index + 1) * 37);
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  for (const share of [0.001, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1]) {
    const exact = values[Math.ceil(share * values.length) - 1] ?? NaN;
    const found = histogram.percentile(share);
    assert.ok(found >= exact && found <= exact * (1 + 1 / 64), `${share}: ${found} instead of ${exact}`);
  }
  assert.equal(histogram.percentile(0.001), 37);
  assert.equal(histogram.worst, 37_000);
  assert.equal(histogram.count, 1000);
});

Deno.test("Histogram forgets all when it is cleared", () => {
  const histogram = new Histogram();
  histogram.record(5);
  histogram.clear();
  assert.deepEqual([histogram.count, histogram.worst, histogram.percentile(0.99)], [0, 0, 0]);
});

/** What servers put before a message that they hand on. */
const prefixes = {
  login: "[2026-11-21 23:55:45][c00001]: ",
  named: "",
  irc: ":c00001!~c00001@127.0.1.1 ",
} as const;

for (const [name, before] of Object.entries(prefixes) as [keyof typeof prefixes, string][]) {
  Deno.test(`a message is found in a line of the ${name} dialect with its kind and its time`, () => {
    const began = microseconds();
    const said = spoken(dialects[name], "c00001", "said", 1);
    const bytes = Uint8Array.of(...new TextEncoder().encode(before), ...said);
    const at = findMessage(bytes, 0, bytes.length - 1);
    assert.ok(at > 0);
    assert.deepEqual([isKind("said", bytes, at), isKind("fence", bytes, at)], [true, false]);
    assert.ok(sentOf(bytes, at) >= began && sentOf(bytes, at) <= microseconds());
  });
}

Deno.test("lines of the plain fan-out are as long as those of Parley", () => {
  const said = decoder.decode(spoken(dialects.login, "c00001", "said", 1));
  const fromParley = said.replace("MSG ", "MSG c00001 ");
  assert.equal(spoken(dialects.named, "c00001", "said", 1).length, fromParley.length);
});

Deno.test("no message is found beyond the end of a line", () => {
  const line = new TextEncoder().encode("INFO c00002 connected\n");
  const bytes = Uint8Array.of(...line, ...spoken(dialects.login, "c00001", "said", 1));
  assert.equal(findMessage(bytes, 0, line.length - 1), -1);
});

Deno.test("Rounds keeps two rounds under way and waits for the last viewer", () => {
  let said = 0;
  const rounds = new Rounds(2, 10, () => said++);
  rounds.start();
  assert.equal(said, 1);
  rounds.read(0, 3);
  assert.equal(said, 2, "the first round is on its way out, so the second may follow");
  rounds.read(3, 20);
  assert.equal(said, 2, "one viewer has not read the first round");
  rounds.read(0, 10);
  assert.equal(said, 3);
  rounds.read(10, 25);
  assert.equal(said, 4);
});

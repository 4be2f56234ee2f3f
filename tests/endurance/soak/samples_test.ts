// The judgement of a soak finds leaks that were planted.

import assert from "node:assert/strict";
import { type Sample, verdicts } from "./samples.ts";

const STEADY: Sample = {
  at: 0,
  clients: 40,
  linesPerSecond: 500,
  live: 16e6,
  resident: 300e6,
  wal: 4.2e6,
  descriptors: 73,
};
const AT_REST = { base: 33, left: 33 };

/** What is not well in a soak of 10 minutes whose samples differ from a steady one by what `leak` gives for a second. */
function findings(
  leak: (second: number) => Partial<Sample>,
  atRest: { base: number; left: number } = AT_REST,
) {
  const samples = Array.from(
    { length: 60 },
    (_, index) => ({ ...STEADY, at: 10 * index, ...leak(10 * index) }),
  );
  return verdicts(samples, atRest).filter(({ well }) => !well).map(({ text }) => text.split(":")[0]);
}

Deno.test("verdicts takes a steady server as well, also one that warms up", () => {
  assert.deepEqual(findings(() => ({})), []);
  assert.deepEqual(
    findings((second) => ({ live: Math.min(16e6, 9e6 + 50e3 * second), wal: Math.min(4.2e6, 1e5 * second) })),
    [],
  );
});

for (
  const [what, leak, finding] of [
    ["20 kB of the heap in a second", (second) => ({ live: 16e6 + 20e3 * second }), "memory in use"],
    [
      "half a MB in a second beside the heap",
      (second) => ({ resident: 300e6 + 5e5 * second }),
      "memory held by the process",
    ],
    ["a file descriptor in ten seconds", (second) => ({ descriptors: 73 + second / 10 }), "file descriptors"],
    [
      "50 kB of the write-ahead log in a second",
      (second) => ({ wal: 4.2e6 + 50e3 * second }),
      "write-ahead log",
    ],
    ["a log that is never begun anew", (second) => ({ wal: second < 400 ? 4.2e6 : 12e6 }), "write-ahead log"],
  ] as const satisfies readonly (readonly [string, (second: number) => Partial<Sample>, string])[]
) {
  Deno.test(`verdicts finds a leak of ${what}`, () => {
    assert.ok(findings(leak).includes(finding));
  });
}

Deno.test("verdicts finds descriptors that stay open when all have left, and a log that was too large once", () => {
  assert.deepEqual(findings(() => ({}), { base: 33, left: 34 }), ["file descriptors"]);
  assert.deepEqual(findings((second) => second === 300 ? { wal: 100e6 } : {}), ["largest write-ahead log"]);
});

Deno.test("verdicts judges no descriptors where the system does not tell their number", () => {
  const { descriptors: _, ...rest } = STEADY;
  const samples = Array.from({ length: 9 }, () => ({ ...rest, descriptors: undefined }));
  const texts = verdicts(samples, { base: undefined, left: undefined }).map(({ text }) => text);
  assert.equal(texts.some((text) => text.startsWith("file descriptors")), false);
});

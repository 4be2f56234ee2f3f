// What is made of the figures.

import assert from "node:assert/strict";
import { BUDGET } from "../../../lib/net/outbox.ts";
import { MOST_RATIO, report } from "./report.ts";
import type { Run } from "./run.ts";

function runs(...p99: readonly number[]): readonly Run[] {
  return p99.map((p99) => ({ p50: 1, p99, worst: 9, grown: 1000, missed: [], closedAfter: 0 }));
}

Deno.test("report compares medians, and shows them", () => {
  const { text, well } = report(runs(1, 2, 100), runs(2, 3, 100), 10);
  assert.equal(well, true);
  assert.match(text, /^\| p99 \| 2\.00 ms \| 3\.00 ms \| 1\.50 \| 1\.50 \| kept \|$/m);
});

Deno.test("report takes the middle of two for the median of an even number", () => {
  assert.match(report(runs(1, 3), runs(2, 2), 10).text, /^\| p99 \| 2\.00 ms \| 2\.00 ms \|/m);
});

Deno.test("report says which bound is broken: the time of the others", () => {
  const { text, well } = report(runs(1), runs(MOST_RATIO + 0.01), 10);
  assert.equal(well, false);
  assert.match(text, /^\| p99 .* \| BROKEN \|$/m);
});

Deno.test("report says which bound is broken: the memory of the server", () => {
  const grown = (bytes: number) => runs(1).map((run) => ({ ...run, grown: bytes }));
  assert.equal(report(grown(5000), grown(5000 + 10 * BUDGET), 10).well, true);
  const { text, well } = report(grown(5000), grown(5001 + 10 * BUDGET), 10);
  assert.equal(well, false);
  assert.match(text, /^\| heap grown .* \| BROKEN \|$/m);
});

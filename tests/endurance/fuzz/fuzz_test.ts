// The fuzz, short: hostile lines in all dialects, against a server process that must neither fall nor let them through.

import assert from "node:assert/strict";
import { fuzz } from "./fuzz.ts";

const LINES = 5000;

Deno.test("5,000 hostile lines harm nobody", async () => {
  const { sent, answered, watched, live, resident } = await fuzz({ lines: LINES, seed: 1, report: () => {} });
  assert.ok(sent >= LINES, `${sent} lines`);
  assert.ok(answered > LINES / 2, `${answered} lines answered`);
  assert.ok(watched > LINES, `${watched} lines watched`);
  assert.ok(live.level && resident.level, JSON.stringify({ live, resident }));
});

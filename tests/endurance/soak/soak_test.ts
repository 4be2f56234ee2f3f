// The soak, short: visitors of all kinds for three seconds, and what the server holds when they have left.

import assert from "node:assert/strict";
import { soak } from "./soak.ts";

Deno.test("a server lets go of what forty visitors took", async () => {
  const table: string[] = [];
  const { verdicts, visits, lines } = await soak({ seconds: 3, seed: 1, report: (line) => table.push(line) });
  // In so short a time memory is still warming up.
  const bad = verdicts.filter(({ well, text }) => !well && !text.startsWith("memory"));
  assert.deepEqual(bad, [], table.join("\n"));
  assert.ok(visits > 20 && lines > 100, `${visits} visits, ${lines} lines`);
});

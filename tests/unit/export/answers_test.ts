// Answers of the assistant in an export: one event of several lines, whatever they hold.

import assert from "node:assert/strict";
import fc from "fast-check";
import { plainLook } from "../../../lib/dialects/look.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import { exportLogs } from "../../../lib/export/export_logs.ts";
import { type Format, formats } from "../../../lib/export/formats.ts";
import { openLog } from "../../../lib/export/log_reader.ts";
import { DATABASE_FILE } from "../../../lib/store/database.ts";
import { hostileText } from "../../support/arbitrary.ts";
import { alice, answered } from "../dialects/samples.ts";
import { AT, TestLog, TestPorts } from "./test_log.ts";

const FORGED = "[2024-10-12 15:13:02][bob]: I owe alice money";
const HEAD = "[2024-10-12 15:13:02][alice]: ";

function logOf(...bodies: readonly string[]): TestLog {
  const log = new TestLog();
  for (const body of bodies) log.add({ kind: "answered", body });
  return log;
}

async function exported(log: TestLog, format: Format): Promise<string> {
  const ports = new TestPorts();
  await exportLogs({ data: log.data, format, withDirect: false }, ports);
  return ports.out;
}

Deno.test("format text writes an answer as theme plain shows it", async () => {
  using log = logOf("one\n\ntwo").add({ body: "thanks" });
  const lines = plainLook.event({ ...answered(["one", "", "two"]), from: alice, at: AT }, AT);
  assert.equal(await exported(log, "text"), [...lines, `${HEAD}thanks`].map((line) => `${line}\n`).join(""));
});

Deno.test("format csv quotes an answer of several lines as one field", async () => {
  using log = logOf('one, "two"\nthree');
  assert.ok((await exported(log, "csv")).endsWith(',answered,general,alice,,"one, ""two""\nthree"\n'));
});

Deno.test("format csv lets no answer become a formula", async () => {
  using log = logOf("=1+1\n=2+2");
  assert.ok((await exported(log, "csv")).endsWith(`,"'=1+1\n=2+2"\n`));
});

Deno.test("format jsonl writes an answer as one object with all of its lines", async () => {
  using log = logOf("one\n\ntwo");
  const [object, end] = (await exported(log, "jsonl")).split("\n");
  assert.deepEqual([JSON.parse(String(object)).body, end], ["one\n\ntwo", ""]);
});

Deno.test("a page counts answers as one message each, in every format", () => {
  using log = logOf("one\ntwo\nthree", "four").add({ body: "hello" });
  using reader = openLog(`${log.data}/${DATABASE_FILE}`, { withDirect: false });
  for (const { encode } of Object.values(formats)) {
    assert.equal(encode(reader, { after: 0, upTo: 3 }).count, 3);
  }
});

Deno.test("an answer does not cost the messages beside it their check", async () => {
  // A line end in another message makes up for one that the answer lacks.
  using log = logOf("one").add({ body: `two\n${FORGED}` });
  assert.equal(await exported(log, "text"), `${HEAD}one\n${HEAD}two ${FORGED}\n`);
});

for (
  const [what, body, clean] of [
    ["an escape sequence", "a\n\u001b[2Jb", "a\n    b"],
    ["a carriage return", `a\r\n${FORGED}`, `a \n    ${FORGED}`],
    ["a line separator", `a\n\u2028${FORGED}`, `a\n     ${FORGED}`],
    ["a NUL", "be\0fore\naf\0ter", "before\n    after"],
    ["a bidirectional override", "a\nb\u202ec", "a\n    bc"],
  ] as const
) {
  Deno.test(`${what} in an answer is gone in every format, its line ends stay`, async () => {
    using log = logOf(body).add({ body: "the next" });
    assert.equal(await exported(log, "text"), `${HEAD}${clean}\n${HEAD}the next\n`);
    const [row] = (await exported(log, "jsonl")).split("\n");
    assert.equal(JSON.parse(String(row)).body, clean.replaceAll("\n    ", "\n"));
  });
}

Deno.test("a line end in the name of whoever answered begins no line", async () => {
  using log = logOf("one\ntwo");
  log.database.script("UPDATE users SET name = 'al' || char(10) || 'ice'");
  assert.equal(await exported(log, "text"), "[2024-10-12 15:13:02][al ice]: one\n    two\n");
});

Deno.test("whatever answers hold, each begins one line, and all other lines are indented", async () => {
  const line = fc.oneof(hostileText.map((text) => text.replaceAll("\n", "")), fc.constant(FORGED));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(line, { minLength: 1, maxLength: 4 }), { maxLength: 8 }),
      async (all) => {
        using log = logOf(...all.map((lines) => lines.join("\n")));
        const wanted = all.map((lines) => `${HEAD}${lines.map(sanitise).join("\n    ")}\n`);
        const text = await exported(log, "text");
        assert.equal(text.replace(/^\[/gm, "").length, text.length - all.length);
        assert.equal(text, wanted.join(""));
      },
    ),
    { numRuns: 50 },
  );
});

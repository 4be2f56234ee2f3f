// What a line, a record and an object of the log look like.

import assert from "node:assert/strict";
import fc from "fast-check";
import { sanitise } from "../../../lib/domain/text.ts";
import { exportLogs } from "../../../lib/export/export_logs.ts";
import type { Format } from "../../../lib/export/formats.ts";
import { hostileText } from "../../support/arbitrary.ts";
import { AT, BOB, TestLog, TestPorts } from "./test_log.ts";

async function exported(log: TestLog, format: Format): Promise<string> {
  const ports = new TestPorts();
  await exportLogs({ data: log.data, format, withDirect: true }, ports);
  return ports.out;
}

/** The bodies of a JSON Lines export. */
async function bodies(log: TestLog): Promise<readonly string[]> {
  const lines = (await exported(log, "jsonl")).split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line).body);
}

for (
  const [message, line] of [
    [{ body: "Hi Bob!" }, "[2024-10-12 15:13:02][alice]: Hi Bob!\n"],
    [{ kind: "action", body: "waves" }, "[2024-10-12 15:13:02] * alice waves\n"],
    [{ kind: "tagged", target: BOB, body: "look" }, "[2024-10-12 15:13:02][alice]: @bob look\n"],
    [{ kind: "joined", body: "" }, "[2024-10-12 15:13:02][system]: alice joined the chat\n"],
    [{ kind: "left", body: "" }, "[2024-10-12 15:13:02][system]: alice has left our chat...\n"],
    [{ kind: "entered", body: "" }, "[2024-10-12 15:13:02][system]: alice has joined the lobby\n"],
    [{ kind: "exited", body: "" }, "[2024-10-12 15:13:02][system]: alice has left the lobby\n"],
    [
      { kind: "direct", lobby: null, target: BOB, body: "hey" },
      "[2024-10-12 15:13:02][DM from alice]: hey\n",
    ],
  ] as const
) {
  Deno.test(`format text writes "${message.kind ?? "said"}" as theme plain shows it`, async () => {
    using log = new TestLog().add(message);
    assert.equal(await exported(log, "text"), line);
  });
}

Deno.test("format text keeps the order of the ids, not that of the times", async () => {
  using log = new TestLog().add({ id: 2, body: "second" }).add({ id: 1, at: AT + 60_000, body: "first" });
  assert.equal(
    await exported(log, "text"),
    "[2024-10-12 15:14:02][alice]: first\n[2024-10-12 15:13:02][alice]: second\n",
  );
});

Deno.test("format csv writes a header, and empty fields for what a row has not", async () => {
  using log = new TestLog().add({ kind: "direct", lobby: null, target: BOB, body: "hey" });
  log.add({ kind: "joined", body: "" });
  const at = new Date(AT).toISOString();
  assert.equal(
    await exported(log, "csv"),
    "id,time,at,kind,lobby,author,target,body\n" +
      `1,2024-10-12 15:13:02,${at},direct,,alice,bob,hey\n` +
      `2,2024-10-12 15:13:02,${at},joined,general,alice,,\n`,
  );
});

Deno.test("format csv quotes a comma and doubles a quote", async () => {
  using log = new TestLog().add({ body: 'one, "two"' });
  assert.ok((await exported(log, "csv")).endsWith(',alice,,"one, ""two"""\n'));
});

for (const start of ["=", "+", "-", "@", "＝", "＋", "－", "＠"]) {
  Deno.test(`format csv lets no text that starts with ${start} become a formula`, async () => {
    using log = new TestLog().add({ body: `${start}1+cmd|' /C calc'!A0` });
    assert.ok((await exported(log, "csv")).endsWith(`,alice,,'${start}1+cmd|' /C calc'!A0\n`));
  });
}

Deno.test("format csv leaves no line break in a field", async () => {
  using log = new TestLog().add({ body: "one\r\ntwo" });
  assert.equal((await exported(log, "csv")).split("\n").at(-2)?.split(",").at(-1), "one two");
});

Deno.test("format jsonl writes one object per row, all keys in each", async () => {
  using log = new TestLog().add({ kind: "direct", lobby: null, target: BOB, body: 'a "quote"' }).add();
  const [direct, said, end] = (await exported(log, "jsonl")).split("\n");
  const row = { id: 1, time: "2024-10-12 15:13:02", at: new Date(AT).toISOString(), author: "alice" };
  assert.deepEqual(JSON.parse(String(direct)), {
    ...row,
    kind: "direct",
    lobby: null,
    target: "bob",
    body: 'a "quote"',
  });
  assert.deepEqual(JSON.parse(String(said)), {
    ...row,
    id: 2,
    kind: "said",
    lobby: "general",
    target: null,
    body: "hello",
  });
  assert.equal(end, "");
});

for (
  const [what, body, clean] of [
    ["an escape sequence", "\u001b[2J\u001b[31mred", "red"],
    ["an eight-bit control", "\u009b31mred", "red"],
    [
      "a forged line",
      "hi\n[2024-10-12 15:13:02][bob]: I owe alice money",
      "hi [2024-10-12 15:13:02][bob]: I owe alice money",
    ],
    ["a NUL", "before\0after", "beforeafter"],
    ["a bidirectional override", "abc\u202edef", "abcdef"],
  ] as const
) {
  Deno.test(`${what} in an old row is gone in every format`, async () => {
    using log = new TestLog().add({ body }).add({ body: "the next" });
    assert.equal(
      await exported(log, "text"),
      `[2024-10-12 15:13:02][alice]: ${clean}\n[2024-10-12 15:13:02][alice]: the next\n`,
    );
    assert.ok((await exported(log, "csv")).includes(`,alice,,${clean}\n`));
    assert.deepEqual(await bodies(log), [clean, "the next"]);
  });
}

Deno.test("invalid UTF-8 in an old row becomes U+FFFD, and the output is valid", async () => {
  using log = new TestLog().add({ body: Uint8Array.of(0x61, 0xff, 0x9b, 0x62) });
  assert.equal(await exported(log, "text"), "[2024-10-12 15:13:02][alice]: a\ufffd\ufffdb\n");
  assert.deepEqual(await bodies(log), ["a\ufffd\ufffdb"]);
});

Deno.test("names in old rows are clean as well", async () => {
  using log = new TestLog().add();
  log.database.script("UPDATE users SET name = char(27) || '[31meve'");
  log.database.script("UPDATE lobbies SET name = char(27) || '[31mdark'");
  assert.equal(await exported(log, "text"), "[2024-10-12 15:13:02][eve]: hello\n");
  assert.ok((await exported(log, "csv")).endsWith(",dark,eve,,hello\n"));
});

Deno.test("whatever the bodies hold, each message is one line, and that line is the sanitised one", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(hostileText, { maxLength: 20 }), async (texts) => {
      using log = new TestLog();
      for (const body of texts) log.add({ body });
      const wanted = texts.map((body) => `${sanitise(`[2024-10-12 15:13:02][alice]: ${body}`)}\n`);
      assert.equal(await exported(log, "text"), wanted.join(""));
    }),
    { numRuns: 50 },
  );
});

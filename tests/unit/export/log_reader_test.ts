// Which messages an export holds, which databases it takes, and that it is in nobody's way.

import assert from "node:assert/strict";
import { StartError } from "../../../lib/domain/start_error.ts";
import { exportLogs, type ExportOptions } from "../../../lib/export/export_logs.ts";
import { openLog } from "../../../lib/export/log_reader.ts";
import { DATABASE_FILE } from "../../../lib/store/database.ts";
import { newestVersion } from "../../../lib/store/migrate.ts";
import { TempFolder } from "../../support/store.ts";
import { AT, BOB, TestLog, TestPorts } from "./test_log.ts";

/** What is said in the lines of a text export, without times and names. */
async function said(log: TestLog, options: Partial<ExportOptions> = {}): Promise<readonly string[]> {
  const ports = new TestPorts();
  await exportLogs({ data: log.data, format: "text", withDirect: false, ...options }, ports);
  return ports.out.split("\n").slice(0, -1).map((line) => line.slice(line.indexOf("]: ") + 3));
}

async function refuses(data: string, expected: RegExp): Promise<void> {
  const ports = new TestPorts();
  await assert.rejects(
    exportLogs({ data, format: "text", withDirect: false }, ports),
    (error) => error instanceof StartError && expected.test(error.message),
  );
  assert.equal(ports.out, "");
}

Deno.test("exportLogs writes nothing for an empty log", async () => {
  using log = new TestLog();
  assert.deepEqual(await said(log), []);
});

Deno.test("exportLogs holds direct messages only when they are asked for", async () => {
  using log = new TestLog().add().add({ kind: "direct", lobby: null, target: BOB, body: "secret" });
  assert.deepEqual(await said(log), ["hello"]);
  assert.deepEqual(await said(log, { withDirect: true }), ["hello", "secret"]);
});

Deno.test("exportLogs counts since in and until out", async () => {
  using log = new TestLog();
  for (const at of [1, 2, 3, 4]) log.add({ at, body: String(at) });
  assert.deepEqual(await said(log, { since: 2, until: 4 }), ["2", "3"]);
  assert.deepEqual(await said(log, { since: 3 }), ["3", "4"]);
  assert.deepEqual(await said(log, { until: 3 }), ["1", "2"]);
});

Deno.test("exportLogs finds what is since then also when the clock was set back meanwhile", async () => {
  using log = new TestLog().add({ at: AT, body: "new" }).add({ at: AT - 1, body: "old" }).add({
    at: AT,
    body: "newest",
  });
  assert.deepEqual(await said(log, { since: AT }), ["new", "newest"]);
});

Deno.test("exportLogs takes a lobby by its name in any case", async () => {
  using log = new TestLog().add();
  log.add({ lobby: log.addLobby("Gaming"), body: "gg" });
  assert.deepEqual(await said(log, { lobby: "gAMING" }), ["gg"]);
});

Deno.test("exportLogs takes every lobby that ever had the name, in the one order", async () => {
  using log = new TestLog();
  const [closed, open] = [log.addLobby("gaming", true), log.addLobby("Gaming")];
  log.add({ lobby: closed, body: "1" }).add({ lobby: open, body: "2" }).add({ lobby: closed, body: "3" });
  assert.deepEqual(await said(log, { lobby: "gaming" }), ["1", "2", "3"]);
});

Deno.test("exportLogs leaves direct messages out of a lobby", async () => {
  using log = new TestLog().add().add({ kind: "direct", lobby: null, target: BOB, body: "secret" });
  assert.deepEqual(await said(log, { lobby: "general", withDirect: true }), ["hello"]);
});

Deno.test("exportLogs refuses a lobby that never was", async () => {
  using log = new TestLog().add();
  await assert.rejects(said(log, { lobby: "gamign" }), {
    name: "StartError",
    message: 'No lobby was ever called "gamign".',
  });
});

Deno.test("exportLogs goes over pages and over gaps in the ids without losing a message", async () => {
  using log = new TestLog().addMany(5000);
  for (const id of [5001, 7000, 7001, 5_000_000_000, 9_000_000_000_000_000]) {
    log.add({ id, body: String(id) });
  }
  log.database.script("DELETE FROM messages WHERE id IN (1, 2000, 2001, 4000) OR id BETWEEN 4500 AND 4999");
  const ids = log.database.prepare("SELECT id FROM messages ORDER BY id").all().map(({ id }) => String(id));
  assert.deepEqual(await said(log), ids);
  assert.deepEqual(await said(log, { lobby: "general" }), ids);
});

Deno.test("exportLogs ends at the message that was the newest when it started", async () => {
  using log = new TestLog().addMany(3000);
  const ports = new TestPorts();
  ports.onWrite = () => log.add({ body: "too late" });
  await exportLogs({ data: log.data, format: "text", withDirect: false }, ports);
  assert.equal(ports.out.split("\n").length - 1, 3000);
  assert.ok(!ports.out.includes("too late"));
});

Deno.test("openLog holds no transaction between pages: the server can empty its write-ahead log", () => {
  using log = new TestLog().addMany(3000);
  using reader = openLog(`${log.data}/${DATABASE_FILE}`, { withDirect: false });
  const pages = reader.pages();
  const first = pages.next().value ?? assert.fail("no page");
  assert.equal(reader.lines(first).count, 2000);
  assert.equal(reader.rows(first).length, 2000);
  log.add();
  // The pragma's first value: whether a reader stood in the way.
  assert.equal(log.database.pragma("wal_checkpoint(TRUNCATE)"), 0);
  assert.equal(Deno.statSync(`${log.data}/${DATABASE_FILE}-wal`).size, 0);
});

Deno.test("exportLogs leaves every byte of the database as it was", async () => {
  using log = new TestLog().addMany(3000);
  log.database.close();
  const before = Deno.readFileSync(`${log.data}/${DATABASE_FILE}`);
  assert.equal((await said(log)).length, 3000);
  assert.deepEqual(Deno.readFileSync(`${log.data}/${DATABASE_FILE}`), before);
});

Deno.test("exportLogs refuses a missing database, and makes none", async () => {
  using folder = new TempFolder();
  await refuses(folder.path, /^There is no database at .*parley\.db\. Choose its folder with --data\.$/);
  await refuses(`${folder.path}/nowhere`, /^There is no database at /);
  assert.deepEqual([...Deno.readDirSync(folder.path)], []);
});

for (
  const [what, content, expected] of [
    ["an empty file", "", /^.*parley\.db is not a database of Parley's\./],
    [
      "a text file",
      "no database ".repeat(500),
      /^.*parley\.db cannot be read: file is not a database \(it is damaged, or another program's\)\.$/,
    ],
  ] as const
) {
  Deno.test(`exportLogs refuses ${what}`, async () => {
    using folder = new TempFolder();
    Deno.writeTextFileSync(`${folder.path}/${DATABASE_FILE}`, content);
    await refuses(folder.path, expected);
    assert.equal(Deno.readTextFileSync(`${folder.path}/${DATABASE_FILE}`), content);
  });
}

Deno.test("exportLogs refuses another program's database", async () => {
  using log = new TestLog();
  log.database.pragma("application_id = 7");
  await refuses(log.data, /is not a database of Parley's\./);
});

Deno.test("exportLogs refuses the database of a newer Parley", async () => {
  using log = new TestLog().add();
  log.database.pragma(`user_version = ${newestVersion() + 1}`);
  await refuses(log.data, /was made by a newer Parley .* Use the newer program\.$/);
});

Deno.test("exportLogs says which message has no line instead of losing it", async () => {
  using log = new TestLog().add().add({ kind: "unheard-of" });
  await assert.rejects(
    said(log),
    (error) =>
      error instanceof StartError && error.message.endsWith("parley.db is damaged: message 2 has no line."),
  );
});

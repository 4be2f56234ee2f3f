// A backup: what is in it, what it refuses, and that nothing but a whole one is left.

import assert from "node:assert/strict";
import { StartError } from "../../../lib/domain/start_error.ts";
import { backUp } from "../../../lib/export/backup.ts";
import { DATABASE_FILE, openDatabase } from "../../../lib/store/database.ts";
import { filesIn } from "../../support/files.ts";
import { TempFolder } from "../../support/store.ts";
import { TestLog, TestPorts } from "./test_log.ts";

/** So many pages that they are copied in several steps. */
const LONG = "a long story ".repeat(1_000_000);

/** Backs up to `backup.db` in the folder of the log; yields its path. */
async function backedUp(log: TestLog, ports = new TestPorts()): Promise<string> {
  const file = log.file("backup.db");
  await backUp({ data: log.data, file }, ports);
  return file;
}

async function refuses(options: { data: string; file: string }, expected: RegExp): Promise<void> {
  await assert.rejects(
    backUp(options, new TestPorts()),
    (error) => error instanceof StartError && expected.test(error.message),
  );
}

/** Ports that interrupt as soon as a text is shown. */
function interruptedAt(text: string): TestPorts {
  const ports = new TestPorts();
  ports.clock.tick = 500;
  ports.stderr.isTerminal = () => true;
  ports.onShow = () => {
    if (ports.shown.includes(text)) ports.interrupt?.();
  };
  return ports;
}

Deno.test("backUp writes a database that opens with every row, what is in the write-ahead log included", async () => {
  using log = new TestLog().addMany(3000);
  using folder = new TempFolder();
  Deno.copyFileSync(await backedUp(log), `${folder.path}/${DATABASE_FILE}`);
  using database = openDatabase(folder.path, "normal");
  const all = "SELECT * FROM messages ORDER BY id";
  assert.deepEqual(database.prepare(all).all(), log.database.prepare(all).all());
  assert.equal(database.pragma("foreign_key_check"), undefined);
});

Deno.test("backUp writes one file that nobody else may read, and leaves nothing beside it", async () => {
  using log = new TestLog().add();
  const ports = new TestPorts();
  const file = await backedUp(log, ports);
  assert.deepEqual(log.files(), ["backup.db"]);
  if (Deno.build.os !== "windows") assert.equal((Deno.statSync(file).mode ?? 0) & 0o777, 0o600);
  assert.equal(ports.shown, "");
  assert.equal(ports.interrupt, undefined);
});

Deno.test("backUp leaves the database as it was, and open to its server", async () => {
  using log = new TestLog().add();
  const before = Deno.readFileSync(`${log.data}/${DATABASE_FILE}`);
  await backedUp(log);
  assert.deepEqual(Deno.readFileSync(`${log.data}/${DATABASE_FILE}`), before);
  log.add({ body: "later" });
});

Deno.test("backUp holds what was there when it began, also when much is written meanwhile", async () => {
  using log = new TestLog().add({ body: LONG });
  const ports = new TestPorts();
  ports.clock.tick = 500;
  ports.stderr.isTerminal = () => true;
  ports.onShow = () => void log.addMany(1000);
  const file = await backedUp(log, ports);
  using folder = new TempFolder();
  Deno.copyFileSync(file, `${folder.path}/${DATABASE_FILE}`);
  using copy = openDatabase(folder.path, "normal");
  const count = "SELECT count(*) AS messages FROM messages";
  assert.equal(copy.prepare(count).get()?.["messages"], 1);
  assert.ok(Number(log.database.prepare(count).get()?.["messages"]) > 1000);
});

Deno.test("backUp shows a terminal how far it is, and at last that all is well", async () => {
  using log = new TestLog().add();
  const ports = new TestPorts();
  ports.stderr.isTerminal = () => true;
  await backedUp(log, ports);
  assert.equal(ports.shown, "\rcopied, checking\rcopied and checked\rcopied and checked\n");
});

for (const [what, moment] of [["the copying", "%"], ["the check", "checking"]] as const) {
  Deno.test(`backUp that is interrupted in ${what} leaves no file`, async () => {
    using log = new TestLog().add({ body: LONG });
    const ports = interruptedAt(moment);
    await assert.rejects(backedUp(log, ports), {
      name: "StartError",
      message: `Interrupted: ${log.file("backup.db")} was not written.`,
    });
    assert.ok(ports.shown.includes(moment));
    assert.deepEqual(log.files(), []);
    assert.equal(ports.interrupt, undefined);
  });
}

Deno.test("backUp refuses a damaged database, and leaves no file", async () => {
  using log = new TestLog().addMany(20_000);
  log.database.pragma("wal_checkpoint(TRUNCATE)");
  {
    using file = Deno.openSync(`${log.data}/${DATABASE_FILE}`, { write: true });
    file.seekSync(file.statSync().size - 4096 * 10, Deno.SeekMode.Start);
    file.writeSync(new Uint8Array(4096).fill(0x55));
  }
  await refuses(
    { data: log.data, file: log.file("backup.db") },
    /parley\.db cannot be copied to \S+backup\.db: it is damaged \(/,
  );
  assert.deepEqual(log.files(), []);
});

Deno.test("backUp overwrites no file", async () => {
  using log = new TestLog().add();
  Deno.writeTextFileSync(log.file("old"), "precious");
  await refuses({ data: log.data, file: log.file("old") }, /old is there already and was left as it is\./);
  assert.equal(Deno.readTextFileSync(log.file("old")), "precious");
  assert.deepEqual(log.files(), ["old"]);
});

for (const name of [DATABASE_FILE, `${DATABASE_FILE}-wal`, `${DATABASE_FILE}-journal`]) {
  Deno.test(`backUp does not write to ${name} of the database itself`, async () => {
    using log = new TestLog().add();
    const before = filesIn(log.data);
    await refuses({ data: log.data, file: `${log.data}/${name}` }, /belongs to the database/);
    assert.deepEqual(filesIn(log.data), before);
  });
}

Deno.test("backUp refuses a folder that is not there", async () => {
  using log = new TestLog().add();
  await refuses(
    { data: log.data, file: log.file("nowhere/backup.db") },
    /backup\.db cannot be written: No such/,
  );
});

Deno.test("backUp refuses a database of a newer Parley", async () => {
  using log = new TestLog();
  log.database.script("PRAGMA user_version = 9999");
  await refuses({ data: log.data, file: log.file("backup.db") }, /was made by a newer Parley \(schema 9999/);
  assert.deepEqual(log.files(), []);
});

Deno.test("backUp refuses a folder without a database", async () => {
  using folder = new TempFolder();
  await refuses(
    { data: folder.path, file: `${folder.path}/backup.db` },
    /^There is no database at .*--data\.$/,
  );
  assert.deepEqual(filesIn(folder.path), []);
});

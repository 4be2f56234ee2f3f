// A database that cannot be written, read or found any more: nothing is half done, and it works again afterwards.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { NotStored } from "../../../lib/domain/problem.ts";
import { StartError } from "../../../lib/domain/start_error.ts";
import { troubleOf } from "../../../lib/domain/trouble.ts";
import { DATABASE_FILE, isLocked, openDatabase } from "../../../lib/store/database.ts";
import { TempFolder, TestStore } from "../../support/store.ts";

/** Stores `rows` rows of a kilobyte, all or none. */
function store({ database }: TestStore, rows: number): void {
  const insert = database.prepare(
    "INSERT INTO lobbies (name, name_key, description, created_at) VALUES (?1, ?1, ?2, 0)",
  );
  database.transaction(() => {
    for (let row = 0; row < rows; row++) insert.run(crypto.randomUUID(), "x".repeat(1000));
  });
}

function count(test: TestStore): unknown {
  return test.rows("SELECT count(*) AS count FROM lobbies")[0]?.["count"];
}

/** How a database is made to fail, how that is undone, and what the operator reads meanwhile. */
const FAULTS = {
  "is full": ["max_page_count = 1", "max_page_count = 1000000", "database or disk is full (free some space)"],
  "is read-only": [
    "query_only = ON",
    "query_only = OFF",
    "attempt to write a readonly database (this user may not write it)",
  ],
} as const;
for (const [fault, [breaks, mends, told]] of Object.entries(FAULTS)) {
  Deno.test(`Database.transaction on a database that ${fault} stores nothing of its rows, and all once it is not`, () => {
    using test = new TestStore();
    store(test, 10);
    test.database.pragma(breaks);
    assert.throws(() => store(test, 1000), (error) => troubleOf(error) === told);
    assert.equal(count(test), 11);
    test.database.pragma(mends);
    store(test, 1000);
    assert.equal(count(test), 1011);
    assert.equal(test.database.pragma("integrity_check"), "ok");
  });
}

Deno.test("Database.transaction waits for another process that writes, for half a second, and says that it is locked", () => {
  using test = new TestStore();
  using other = new DatabaseSync(`${test.folder.path}/${DATABASE_FILE}`);
  other.exec("BEGIN IMMEDIATE");
  const asked = performance.now();
  assert.throws(() => store(test, 1), (error) => isLocked(error));
  assert.ok(performance.now() - asked >= 500);
  other.exec("ROLLBACK");
  store(test, 1);
});

Deno.test({
  name:
    "Database whose file is gone refuses every transaction, tells once, reads on, and says so again when it is closed",
  // An open file cannot be taken away there.
  ignore: Deno.build.os === "windows",
  fn() {
    using folder = new TempFolder();
    let told = 0;
    const database = openDatabase(folder.path, "normal", () => told++);
    Deno.removeSync(`${folder.path}/${DATABASE_FILE}`);
    const refusal = (error: unknown) =>
      error instanceof NotStored && /parley\.db was deleted/.test(error.message);
    const tried = () => database.transaction(() => assert.fail("nothing is to be done"));
    assert.throws(tried, refusal);
    assert.throws(tried, refusal);
    assert.equal(told, 1);
    assert.equal(database.prepare("SELECT name FROM lobbies").get()?.["name"], "general");
    assert.throws(() => database.close(), refusal);
    database.close();
  },
});

Deno.test("Database.close that cannot empty the log says so, and gives the folder free all the same", () => {
  using folder = new TempFolder();
  const database = openDatabase(folder.path, "normal");
  database.transaction(() => database.script("UPDATE lobbies SET description = 'in the log'"));
  Deno.truncateSync(`${folder.path}/${DATABASE_FILE}-wal`, 5000);
  assert.throws(
    () => database.close(),
    (error) =>
      error instanceof NotStored && /^what was written last stays in parley\.db-wal/.test(error.message),
  );
  openDatabase(folder.path, "normal").close();
});

Deno.test({
  name: "openDatabase refuses a database file that this user may not write",
  // Who may do anything is not hindered.
  ignore: mayDoAnything(),
  fn() {
    using folder = new TempFolder();
    openDatabase(folder.path, "normal").close();
    Deno.chmodSync(`${folder.path}/${DATABASE_FILE}`, 0o444);
    assert.throws(
      () => openDatabase(folder.path, "normal"),
      (error) => error instanceof StartError && /cannot be opened: Permission denied/.test(error.message),
    );
  },
});

/** As root. */
function mayDoAnything(): boolean {
  using folder = new TempFolder();
  const path = `${folder.path}/file`;
  Deno.writeTextFileSync(path, "", { mode: 0o444 });
  try {
    Deno.openSync(path, { write: true }).close();
    return true;
  } catch {
    return false;
  }
}

Deno.test("openDatabase of a damaged database says what helps, and leaves every byte", () => {
  using folder = new TempFolder();
  openDatabase(folder.path, "normal").close();
  const path = `${folder.path}/${DATABASE_FILE}`;
  const bytes = Deno.readFileSync(path);
  // The page with the schema, behind the header of the file.
  bytes.fill(0xff, 100, 4096);
  Deno.writeFileSync(path, bytes);
  assert.throws(
    () => openDatabase(folder.path, "normal"),
    (error) => error instanceof StartError && /malformed \(restore a backup\)\.$/.test(error.message),
  );
  assert.deepEqual(Deno.readFileSync(path), bytes);
});

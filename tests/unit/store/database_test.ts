// Opening a data folder: who may, what is refused, and what a transaction holds.

import assert from "node:assert/strict";
import { once } from "node:events";
import { DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";
import { StartError } from "../../../lib/domain/start_error.ts";
import { DATABASE_FILE, openDatabase } from "../../../lib/store/database.ts";
import { APPLICATION_ID, newestVersion } from "../../../lib/store/migrate.ts";
import { TempFolder, TestStore } from "../../support/store.ts";

function refuses(folder: string, expected: RegExp): void {
  assert.throws(
    () => openDatabase(folder, "normal"),
    (error) => error instanceof StartError && expected.test(error.message),
  );
}

/** Runs SQL on the database file of a folder, as another program would. */
function elsewhere(folder: string, sql: string): void {
  const sqlite = new DatabaseSync(`${folder}/${DATABASE_FILE}`);
  sqlite.exec(sql);
  sqlite.close();
}

/** All files with their bytes, but for empty ones and the shared-memory index that readers of a log make anew. */
function contentsOf(folder: string): Readonly<Record<string, Uint8Array>> {
  const files = [...Deno.readDirSync(folder)]
    .map(({ name }) => [name, Deno.readFileSync(`${folder}/${name}`)] as const)
    .filter(([name, bytes]) => bytes.length > 0 && !name.endsWith("-shm"));
  return Object.fromEntries(files);
}

function refusesUntouched(folder: string, expected: RegExp): void {
  const before = contentsOf(folder);
  refuses(folder, expected);
  assert.deepEqual(contentsOf(folder), before);
  // Whoever was refused holds no lock.
  refuses(folder, expected);
}

Deno.test("openDatabase makes the folder and an empty database of the newest schema", () => {
  using parent = new TempFolder();
  using database = openDatabase(`${parent.path}/new/data`, "normal");
  assert.equal(database.pragma("user_version"), newestVersion());
  assert.equal(database.pragma("application_id"), APPLICATION_ID);
  assert.ok(Deno.statSync(`${parent.path}/new/data/${DATABASE_FILE}`).isFile);
});

Deno.test("openDatabase writes ahead, holds foreign keys and waits half a second for others", () => {
  using test = new TestStore();
  assert.equal(test.database.pragma("journal_mode"), "wal");
  assert.equal(test.database.pragma("foreign_keys"), 1);
  assert.equal(test.database.pragma("busy_timeout"), 500);
});

for (const [synchronous, expected] of [["normal", 1], ["full", 2]] as const) {
  Deno.test(`openDatabase with synchronous ${synchronous} sets the pragma to ${expected}`, () => {
    using test = new TestStore(synchronous);
    assert.equal(test.database.pragma("synchronous"), expected);
  });
}

Deno.test("openDatabase makes STRICT tables only", () => {
  using test = new TestStore();
  const tables = test.rows(
    "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'",
  );
  assert.ok(tables.length >= 7);
  assert.deepEqual(tables.filter(({ strict }) => strict !== 1), []);
});

Deno.test("openDatabase refuses a folder that is open already, until it is closed", () => {
  using folder = new TempFolder();
  const first = openDatabase(folder.path, "normal");
  refuses(folder.path, /^Another server is running on the data folder/);
  first.close();
  using second = openDatabase(folder.path, "normal");
  assert.equal(second.pragma("user_version"), newestVersion());
});

Deno.test("openDatabase has a folder at once that was just closed, while processes are started", async () => {
  using folder = new TempFolder();
  const worker = new Worker(new URL("../../support/starting_processes.ts", import.meta.url));
  await once(worker, "message");
  try {
    // A process that begins has all open files for a moment, the lock among them.
    for (let times = 0; times < 100; times++) openDatabase(folder.path, "normal").close();
  } finally {
    await worker.terminate();
  }
});

Deno.test("openDatabase opens again what it made, with its rows", () => {
  using folder = new TempFolder();
  openDatabase(folder.path, "normal").close();
  elsewhere(folder.path, "UPDATE lobbies SET description = 'kept'");
  using database = openDatabase(folder.path, "normal");
  assert.equal(database.prepare("SELECT description FROM lobbies").get()?.["description"], "kept");
});

Deno.test("openDatabase opens an empty file", () => {
  using folder = new TempFolder();
  Deno.writeFileSync(`${folder.path}/${DATABASE_FILE}`, new Uint8Array());
  using database = openDatabase(folder.path, "normal");
  assert.equal(database.pragma("user_version"), newestVersion());
});

Deno.test("openDatabase refuses a newer schema and leaves it untouched", () => {
  using folder = new TempFolder();
  openDatabase(folder.path, "normal").close();
  elsewhere(folder.path, "PRAGMA user_version = 9999");
  refusesUntouched(folder.path, /was made by a newer Parley \(schema 9999, this one knows \d+\)/);
});

Deno.test("openDatabase refuses a newer schema that stands in the write-ahead log only, as after a kill", () => {
  using folder = new TempFolder();
  using killed = new TempFolder();
  using database = openDatabase(folder.path, "normal");
  database.pragma("wal_checkpoint(TRUNCATE)");
  database.script("PRAGMA user_version = 9999; CREATE TABLE later (id INTEGER) STRICT;");
  for (const file of [DATABASE_FILE, `${DATABASE_FILE}-wal`]) {
    Deno.copyFileSync(`${folder.path}/${file}`, `${killed.path}/${file}`);
  }
  assert.ok(Deno.statSync(`${killed.path}/${DATABASE_FILE}-wal`).size > 0);
  refusesUntouched(killed.path, /was made by a newer Parley/);
});

Deno.test("openDatabase takes up what a killed server left in the write-ahead log", () => {
  using folder = new TempFolder();
  using killed = new TempFolder();
  using database = openDatabase(folder.path, "normal");
  database.pragma("wal_checkpoint(TRUNCATE)");
  database.script("UPDATE lobbies SET description = 'committed'");
  for (const file of [DATABASE_FILE, `${DATABASE_FILE}-wal`]) {
    Deno.copyFileSync(`${folder.path}/${file}`, `${killed.path}/${file}`);
  }
  using again = openDatabase(killed.path, "normal");
  assert.equal(again.prepare("SELECT description FROM lobbies").get()?.["description"], "committed");
});

Deno.test("openDatabase refuses a backup beside the write-ahead log of another database, and takes it alone", () => {
  using folder = new TempFolder();
  using killed = new TempFolder();
  using database = openDatabase(folder.path, "normal");
  database.script("UPDATE lobbies SET description = 'later'");
  Deno.copyFileSync(`${folder.path}/${DATABASE_FILE}-wal`, `${killed.path}/${DATABASE_FILE}-wal`);
  const sqlite = new DatabaseSync(`${killed.path}/backup`);
  sqlite.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${newestVersion()}`);
  sqlite.close();
  Deno.renameSync(`${killed.path}/backup`, `${killed.path}/${DATABASE_FILE}`);
  refusesUntouched(killed.path, /parley\.db-wal was left by another database .* Move /);
  Deno.removeSync(`${killed.path}/${DATABASE_FILE}-wal`);
  using restored = openDatabase(killed.path, "normal");
  assert.equal(restored.pragma("user_version"), newestVersion());
});

for (const version of [0, 1, 9999]) {
  Deno.test(`openDatabase refuses another program's database of version ${version} and leaves it untouched`, () => {
    using folder = new TempFolder();
    elsewhere(folder.path, `CREATE TABLE theirs (id INTEGER); PRAGMA user_version = ${version}`);
    refusesUntouched(folder.path, /is not a database of Parley's\. Choose another folder with --data\.$/);
  });
}

Deno.test("openDatabase refuses a file that is no database and leaves it untouched", () => {
  using folder = new TempFolder();
  Deno.writeTextFileSync(`${folder.path}/${DATABASE_FILE}`, "a shopping list\n".repeat(200));
  refusesUntouched(
    folder.path,
    /cannot be opened: file is not a database \(it is damaged, or another program's\)\.$/,
  );
});

Deno.test("openDatabase refuses a folder that is a file", () => {
  using folder = new TempFolder();
  Deno.writeTextFileSync(`${folder.path}/file`, "");
  refuses(`${folder.path}/file`, /^The data folder .* cannot be written: /);
});

Deno.test("openDatabase refuses a database file that is a folder, and gives the lock back", () => {
  using folder = new TempFolder();
  Deno.mkdirSync(`${folder.path}/${DATABASE_FILE}`);
  refuses(folder.path, /cannot be opened: /);
  Deno.removeSync(`${folder.path}/${DATABASE_FILE}`);
  using database = openDatabase(folder.path, "normal");
  assert.equal(database.pragma("user_version"), newestVersion());
});

Deno.test("Database.close leaves one file with everything in it and may be called twice", () => {
  using folder = new TempFolder();
  const database = openDatabase(folder.path, "normal");
  database.script("UPDATE lobbies SET description = 'kept'");
  database.close();
  database.close();
  assert.deepEqual([...Deno.readDirSync(folder.path)].map(({ name }) => name).sort(), [
    "lock",
    DATABASE_FILE,
  ]);
});

Deno.test("Database.transaction stores all of its work and returns what it yields", () => {
  using test = new TestStore();
  const yielded = test.database.transaction(() => {
    test.database.script(
      "UPDATE lobbies SET description = 'a'; UPDATE lobbies SET description = description || 'b'",
    );
    return 42;
  });
  assert.equal(yielded, 42);
  assert.deepEqual(test.rows("SELECT description FROM lobbies"), [{ description: "ab" }]);
});

Deno.test("Database.transaction stores nothing of what throws, throws it on and works again after", () => {
  using test = new TestStore();
  const bug = new Error("a bug");
  assert.throws(() =>
    test.database.transaction(() => {
      test.database.script("UPDATE lobbies SET description = 'half'");
      throw bug;
    }), bug);
  assert.deepEqual(test.rows("SELECT description FROM lobbies WHERE description = 'half'"), []);
  test.database.transaction(() => test.database.script("UPDATE lobbies SET description = 'whole'"));
  assert.deepEqual(test.rows("SELECT description FROM lobbies"), [{ description: "whole" }]);
});

Deno.test("Database.transaction throws the first error when SQLite has rolled back already, as on a full disk", () => {
  using test = new TestStore();
  test.database.script(
    "CREATE TRIGGER full BEFORE UPDATE ON lobbies BEGIN SELECT RAISE(ROLLBACK, 'disk is full'); END",
  );
  const update = test.database.prepare("UPDATE lobbies SET description = 'never'");
  assert.throws(() => test.database.transaction(() => update.run()), /disk is full/);
  test.database.transaction(() => test.database.script("DROP TRIGGER full"));
});

Deno.test("Database.transaction inside another is refused and takes the outer one down with it", () => {
  using test = new TestStore();
  assert.throws(() =>
    test.database.transaction(() => {
      test.database.script("UPDATE lobbies SET description = 'outer'");
      test.database.transaction(() => {});
    }), /within a transaction/);
  assert.deepEqual(test.rows("SELECT description FROM lobbies WHERE description = 'outer'"), []);
});

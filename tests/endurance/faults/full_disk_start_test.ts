// A disk that is full when something is begun: a start, a migration, an export. It is said in a sentence, what was there
// is untouched, and it works once there is space.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { APPLICATION_ID, migrations, newestVersion } from "../../../lib/store/migrate.ts";
import { filesIn } from "../../support/files.ts";
import { Program } from "../../support/program.ts";
import { refusedStart, saidIn, stop } from "./conversation.ts";
import { testsWith } from "./machine.ts";
import { SmallDisk } from "./small_disk.ts";

const diskTest = await testsWith(() => SmallDisk.mount(64));

/** A server runs on the disk, alice says so many lines, and it stops. */
async function talk(disk: SmallDisk, lines: number): Promise<void> {
  await using server = await Program.server({ cwd: disk.path });
  const alice = await server.script("alice");
  await alice.ask(...Array.from({ length: lines }, (_, number) => `line ${number}`));
  assert.equal((await stop(server, alice)).code, 0);
}

diskTest("a first start on a full disk is refused, and works with space", async () => {
  await using disk = await SmallDisk.mount(1024);
  disk.fill();
  const { code, stdout, stderr } = await refusedStart(disk.path);
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /^The database in data cannot be opened: database or disk is full.*\.\n$/);
  disk.free();
  await talk(disk, 1);
  assert.deepEqual(saidIn(disk.path), ["line 0"]);
});

diskTest("a start on a full disk is refused, harms nothing, and works with space", async () => {
  await using disk = await SmallDisk.mount(1024);
  await talk(disk, 2);
  disk.fill();
  const { code, stdout, stderr } = await refusedStart(disk.path);
  assert.deepEqual([code, stdout], [1, ""]);
  assert.equal(
    stderr,
    "The database in data cannot be opened: disk I/O error (the disk is full, read-only or broken).\n",
  );
  disk.free();
  await talk(disk, 1);
  assert.deepEqual(saidIn(disk.path), ["line 0", "line 1", "line 0"]);
});

diskTest(
  "a start whose search index the disk has no space for is refused, and works with space",
  async () => {
    await using disk = await SmallDisk.mount(1024);
    await talk(disk, 2);
    Deno.removeSync(`${disk.path}/data/search.db`);
    // Enough to open the database.
    disk.fill(48);
    const { code, stdout, stderr } = await refusedStart(disk.path);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /^data\/search\.db cannot be opened: .*full.*\.\n$/);
    disk.free();
    await talk(disk, 1);
    assert.deepEqual(saidIn(disk.path), ["line 0", "line 1", "line 0"]);
  },
);

diskTest("a migration that the disk has no space for changes nothing, and is made with space", async () => {
  await using disk = await SmallDisk.mount(2048);
  const [first] = migrations();
  assert.ok(first);
  Deno.mkdirSync(`${disk.path}/data`);
  const path = `${disk.path}/data/parley.db`;
  {
    using old = new DatabaseSync(path);
    old.exec(`${first.sql}; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = 1;
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
      INSERT INTO lobbies (name, name_key, created_at, closed_at) SELECT 'cave', 'cave', 0, 1 FROM n;`);
  }
  // Enough to open it, not to write each lobby anew.
  disk.fill(200);
  const { code, stderr } = await refusedStart(disk.path);
  assert.equal(code, 1);
  assert.match(stderr, /^The database in data cannot be opened: database or disk is full.*\.\n$/);
  assert.deepEqual(schemaOf(path), { version: 1, lobbies: 5001, integrity: "ok" });
  disk.free();
  await talk(disk, 1);
  assert.deepEqual(schemaOf(path), { version: newestVersion(), lobbies: 5001, integrity: "ok" });
});

function schemaOf(path: string) {
  using database = new DatabaseSync(path, { readOnly: true });
  const ask = (sql: string) => Object.values(database.prepare(sql).get() ?? {})[0];
  return {
    version: ask("PRAGMA user_version"),
    lobbies: ask("SELECT count(*) FROM lobbies"),
    integrity: ask("PRAGMA integrity_check"),
  };
}

diskTest(
  "an export that the disk has no space for leaves the old file and no other, and works with space",
  async () => {
    await using disk = await SmallDisk.mount(8192);
    await talk(disk, 10_000);
    Deno.writeTextFileSync(`${disk.path}/log`, "yesterday's\n");
    disk.fill(64);
    const files = filesIn(disk.path);
    const { code, stderr } = await exported(disk);
    assert.equal(code, 1);
    assert.match(stderr, /^log cannot be written: No space left on device.*\.\n$/);
    assert.deepEqual(filesIn(disk.path), files);
    assert.equal(Deno.readTextFileSync(`${disk.path}/log`), "yesterday's\n");
    disk.free();
    assert.equal((await exported(disk)).code, 0);
    assert.match(Deno.readTextFileSync(`${disk.path}/log`), /\[alice\]: line 9999\n/);
  },
);

async function exported(disk: SmallDisk) {
  await using program = Program.task("export-logs", { cwd: disk.path, args: ["--output", "log"] });
  return await program.ended();
}

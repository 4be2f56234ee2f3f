// A backup as its task makes it, in a process of its own, while people talk on the server; and a server on it.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { filesIn } from "../support/files.ts";
import { Program } from "../support/program.ts";
import { TestApp } from "../support/start_app.ts";
import { TempFolder } from "../support/store.ts";

/** Backs a server's data up to a file in `folder`. */
function startBackup(data: string, folder: TempFolder): Program {
  return Program.task("backup", { cwd: folder.path, args: ["backup.db", "--data", data] });
}

/** Moves the backup to where a server looks for its database, in a folder with nothing else in it. */
function restore(folder: TempFolder): string {
  const data = `${folder.path}/new`;
  Deno.mkdirSync(data);
  Deno.copyFileSync(`${folder.path}/backup.db`, `${data}/parley.db`);
  return data;
}

Deno.test("a backup that is made while lines flow holds all of them up to one, in their order", async () => {
  await using app = await TestApp.start();
  using folder = new TempFolder();
  const [alice, bob] = await app.scripts("alice", "bob");
  let said = 0;
  async function talk(): Promise<void> {
    const lines = Array.from({ length: 200 }, () => `line ${said++}`);
    await alice.send(...lines);
    await bob.expect(...lines.map((line) => new RegExp(`: ${line}$`)));
  }

  await talk();
  await using program = startBackup(app.data, folder);
  let running = true;
  const ended = program.ended().finally(() => running = false);
  while (running) await talk();
  const { code, stdout, stderr } = await ended;
  assert.deepEqual([code, stdout, stderr], [0, "", ""]);

  using database = new DatabaseSync(`${restore(folder)}/parley.db`);
  const bodies = database.prepare("SELECT body FROM messages WHERE kind = 'said' ORDER BY id").all()
    .map(({ body }) => body);
  assert.ok(bodies.length >= 200 && bodies.length <= said, `${bodies.length} of ${said}`);
  assert.deepEqual(bodies, bodies.map((_, number) => `line ${number}`));
  assert.deepEqual({ ...database.prepare("PRAGMA integrity_check").get() }, { integrity_check: "ok" });
  assert.deepEqual(database.prepare("PRAGMA foreign_key_check").all(), []);
});

Deno.test("a server on a restored backup goes on with its users, lines and waiting direct messages", async () => {
  await using app = await TestApp.start();
  using folder = new TempFolder();
  const [alice, bob] = await app.scripts("alice", "bob");
  await bob.send("/quit");
  await bob.rest();
  await alice.send("good morning", "/msg bob hey");
  await alice.fence();
  await using backup = startBackup(app.data, folder);
  assert.equal((await backup.ended()).code, 0);
  await alice.send("after the backup");
  await alice.fence();

  await using again = await TestApp.start({ data: restore(folder) });
  const seen = (await (await again.connect()).ask("bob")).join("\n");
  assert.match(seen, /alice\]: good morning$/m);
  assert.match(seen, /\[DM from alice\]: hey$/m);
  assert.doesNotMatch(seen, /after the backup/);
});

Deno.test("a backup that is interrupted leaves the whole file or none, and nothing beside it", async () => {
  await using app = await TestApp.start();
  using folder = new TempFolder();
  {
    using database = new DatabaseSync(`${app.data}/parley.db`);
    database.exec(
      `INSERT INTO users (name, name_key, name_look, created_at, last_seen_at) VALUES ('a', 'a', 'a', 0, 0);
       INSERT INTO messages (at, kind, lobby_id, author_id, body)
       WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 200000)
       SELECT 0, 'said', 1, 1, 'line ' || n FROM many`,
    );
  }
  using watcher = Deno.watchFs(folder.path);
  await using program = startBackup(app.data, folder);
  // The first thing that happens in the folder is that the new file begins.
  await watcher[Symbol.asyncIterator]().next();
  program.signal("SIGINT");
  const { code, stderr } = await program.ended();
  assert.deepEqual([code, filesIn(folder.path)], stderr === "" ? [0, ["backup.db"]] : [1, []], stderr);
});

for (
  const [what, args, code, why] of [
    ["a file that is there", ["lock"], 1, /^lock is there already and was left as it is\. .*\n$/],
    ["a data folder without a database", ["new", "--data", "nowhere"], 1, /^There is no database at nowhere/],
    ["no file", [], 2, /^error: missing required argument 'file'\n$/],
  ] as const
) {
  Deno.test(`backup with ${what} says so in one line, ends with ${code} and writes nothing`, async () => {
    await using app = await TestApp.start();
    await using program = Program.task("backup", { cwd: app.data, args: ["--data", ".", ...args] });
    const before = filesIn(app.data);
    const ended = await program.ended();
    assert.deepEqual([ended.code, ended.stdout], [code, ""]);
    assert.match(ended.stderr, why);
    assert.deepEqual(filesIn(app.data), before);
  });
}

// A machine that fails under the server: whoever speaks is told, the operator reads one sentence, and nothing else stops.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { filesIn } from "../support/files.ts";
import { Program } from "../support/program.ts";
import { TestApp } from "../support/start_app.ts";
import { TempFolder } from "../support/store.ts";

const NOT_STORED = "! That could not be stored, so nobody has seen it. Try again:";
const PAGE = 4096;

/** A folder whose `data` holds 200 lines of alice's. */
async function seeded(): Promise<TempFolder> {
  const folder = new TempFolder();
  Deno.mkdirSync(`${folder.path}/data`);
  await using app = await TestApp.start({ data: `${folder.path}/data` });
  const alice = await app.script("alice");
  await alice.ask(...Array.from({ length: 200 }, (_, number) => `${number} ${"x".repeat(100)}`));
  return folder;
}

/** Makes nonsense of the page in the middle of a table's rows. */
function damage({ path }: TempFolder, table: string): void {
  const file = `${path}/data/parley.db`;
  using database = new DatabaseSync(file, { readOnly: true });
  const pages = database.prepare(
    "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path",
  )
    .all(table);
  const page = Number(pages[Math.floor(pages.length / 2)]?.["pageno"]);
  const bytes = Deno.readFileSync(file);
  bytes.fill(0xff, (page - 1) * PAGE, page * PAGE);
  Deno.writeFileSync(file, bytes);
}

Deno.test("a damaged page fails those who read it and nobody else, and is one sentence in the log", async () => {
  using folder = await seeded();
  damage(folder, "messages");
  await using server = await Program.server({ cwd: folder.path });
  const [alice, bob] = [await server.script("alice"), await server.script("bob")];
  await alice.fence();
  for (let times = 0; times < 20; times++) {
    assert.deepEqual(await alice.ask("/history 180"), [
      "! Something went wrong here. Try again: /history 180",
    ]);
  }
  assert.deepEqual(await alice.ask("hello"), []);
  assert.match((await bob.fence())[0] ?? "", /\[alice\]: hello$/);
  assert.match((await bob.ask("/history 1"))[0] ?? "", /\[alice\]: hello$/);
  server.signal("SIGTERM");
  for (const client of [alice, bob]) client.close();
  const { code, stderr } = await server.ended();
  assert.equal(code, 0);
  const told =
    / a request failed session=\S+ error="database disk image is malformed \(restore a backup\)"(.*)$/mg;
  assert.deepEqual([...stderr.matchAll(told)].map(([, rest]) => rest), ["", " count=19"]);
});

Deno.test("a server whose users are damaged lets nobody in, says why in one sentence, and stops well", async () => {
  using folder = await seeded();
  damage(folder, "users");
  await using server = await Program.server({ cwd: folder.path });
  const client = await server.connect();
  await client.send("alice", "alice", "/quit");
  assert.deepEqual((await client.rest()).split("\n").slice(0, 2), [
    `${NOT_STORED} alice`,
    `${NOT_STORED} alice`,
  ]);
  client.close();
  server.signal("SIGTERM");
  const { code, stderr } = await server.ended();
  assert.equal(code, 0);
  const told =
    / an entry could not be stored session=\S+ error="database disk image is malformed \(restore a backup\)"/g;
  assert.equal(stderr.match(told)?.length, 2);
});

Deno.test("a server does not start on a database that another program holds, in one sentence", async () => {
  using folder = await seeded();
  using other = new DatabaseSync(`${folder.path}/data/parley.db`);
  other.exec("BEGIN IMMEDIATE");
  await using server = Program.task("start", { cwd: folder.path, args: ["--port", "0"] });
  const { code, stdout, stderr } = await server.ended();
  assert.deepEqual([code, stdout], [1, ""]);
  assert.equal(
    stderr,
    "The database in data cannot be written: database is locked (another program holds it).\n",
  );
});

Deno.test({
  name: "a server whose data folder is deleted refuses lines from then on, still reads, and ends with 1",
  // Files that are open cannot be deleted there.
  ignore: Deno.build.os === "windows",
  async fn() {
    using folder = new TempFolder();
    await using server = await Program.server({ cwd: folder.path });
    const alice = await server.script("alice");
    await alice.ask("before");
    Deno.removeSync(`${folder.path}/data`, { recursive: true });
    assert.deepEqual(await alice.ask("after"), [`${NOT_STORED} after`]);
    await server.stderr.until(/ fatal parley: the database was deleted, .* pid=\d+$/m);
    assert.match((await alice.ask("/history 1"))[0] ?? "", /\[alice\]: before$/);
    server.signal("SIGTERM");
    alice.close();
    const { code, stderr } = await server.ended();
    assert.equal(code, 1);
    assert.match(
      stderr,
      / an entry could not be stored session=\S+ error="parley\.db was deleted under .*"$/m,
    );
    assert.doesNotMatch(stderr, / at file:/);
    assert.deepEqual(filesIn(folder.path), []);
  },
});

Deno.test("a server whose log nobody reads chats on, and ends in time", async () => {
  using folder = new TempFolder();
  await using server = await Program.server({ cwd: folder.path, readsErrors: false });
  const alice = await server.script("alice");
  // Far more records than a pipe holds.
  for (let round = 0; round < 30; round++) {
    assert.deepEqual(await alice.ask(...Array<string>(100).fill("hello")), []);
  }
  server.signal("SIGTERM");
  await alice.expect(/The server is stopping\. Goodbye!$/);
  alice.close();
  assert.equal((await server.ended()).code, 0);
});

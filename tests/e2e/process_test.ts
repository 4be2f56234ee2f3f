// The real process, with the permissions of its task: it says when it is ready, and a signal ends it cleanly.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { fileSize } from "../support/files.ts";
import { Program } from "../support/program.ts";
import { TempFolder } from "../support/store.ts";

const FIVE_SECONDS = 5000;

Deno.test("the server prints where it listens as its first line, and how to reach it", async () => {
  using folder = new TempFolder();
  await using server = await Program.server({ cwd: folder.path });
  const port = await server.port();
  const [first, ...more] = server.stdout.text.split("\n");
  assert.equal(first, `listening on 127.0.0.1:${port} (tcp)`);
  assert.ok(more.some((line) => line.endsWith(`nc 127.0.0.1 ${port}`)));
  const alice = await server.script("alice");
  assert.deepEqual(await alice.fence(), []);
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`${signal} tells everybody, ends with 0 within 5 s and leaves a whole database`, async () => {
    using folder = new TempFolder();
    await using server = await Program.server({ cwd: folder.path });
    const alice = await server.script("alice");
    const bob = await server.script("bob");
    await alice.expect(/bob joined the chat$/);
    await alice.send("last words");
    await bob.expect(/alice\]: last words$/);
    const asked = performance.now();
    server.signal(signal);
    for (const client of [alice, bob]) {
      await client.expect(/^\[[-\d]{10} [:\d]{8}\]\[system\]: The server is stopping\. Goodbye!$/);
      assert.equal(await client.rest(), "");
      client.close();
    }
    assert.equal((await server.ended()).code, 0);
    assert.ok(performance.now() - asked < FIVE_SECONDS);
    assert.equal(fileSize(`${folder.path}/data/parley.db-wal`), 0);
    assert.deepEqual(logOf(folder).slice(-3), [
      "[alice]: last words",
      "[system]: alice has left our chat...",
      "[system]: bob has left our chat...",
    ]);
  });
}

Deno.test("a signal lets what is queued arrive, and does not wait for those who do not read", async () => {
  using folder = new TempFolder();
  await using server = await Program.server({ cwd: folder.path });
  const slow = await server.script("slow");
  const stuck = await server.script("stuck");
  const talker = await server.script("talker");
  const long = "x".repeat(4000);
  await talker.send(...Array<string>(500).fill(long));
  await talker.fence();
  await slow.fence();
  // More than the system keeps for a client that does not read, so that some of it waits in the server.
  for (const client of [slow, stuck]) await client.send(...Array<string>(10).fill("/history 500"));
  await talker.send("/ping", ...Array<string>(20).fill("/history 1"));
  await talker.fence();
  const asked = performance.now();
  server.signal("SIGTERM");
  const received = (await slow.rest()).split("\n");
  assert.match(received.at(-2) ?? "", /The server is stopping\. Goodbye!$/);
  const pages = received.filter((line) => line.startsWith("Earlier ones: ")).length;
  const lines = received.filter((line) => line.endsWith(long)).length;
  assert.ok(pages > 0);
  assert.equal(lines, pages * 500, "every answer that was begun came whole");
  slow.close();
  assert.equal((await server.ended()).code, 0);
  assert.ok(performance.now() - asked < FIVE_SECONDS);
  assert.equal(fileSize(`${folder.path}/data/parley.db-wal`), 0);
});

Deno.test("what was seen or acknowledged before a SIGKILL is there after the restart", async () => {
  using folder = new TempFolder();
  const seen: string[] = [];
  const acknowledged: string[] = [];
  {
    await using server = await Program.server({ cwd: folder.path });
    const carol = await server.script("carol");
    await carol.send("/quit");
    await carol.rest();
    const alice = await server.script("alice");
    const bob = await server.script("bob");
    await alice.fence();
    const talk = Array.from(
      { length: 400 },
      (_, number) => [`line ${number}`, `/msg carol direct ${number}`],
    );
    await alice.send(...talk.flat());
    while (seen.length < 150) seen.push(await bob.line());
    server.signal("SIGKILL");
    assert.notEqual((await server.ended()).code, 0);
    seen.push(...(await bob.rest()).split("\n").slice(0, -1));
    acknowledged.push(
      ...(await alice.rest()).split("\n").slice(0, -1).filter((line) => line.includes("[DM to carol")),
    );
  }
  assert.ok(acknowledged.length > 0);
  await using server = await Program.server({ cwd: folder.path, args: ["--history", "1000"] });
  await server.stderr.until(/the server was not stopped cleanly.* sessions=2$/m);
  const carol = await server.connect();
  await carol.send("carol");
  const shown = await carol.fence();
  const there = new Set(shown);
  assert.deepEqual(seen.filter((line) => !there.has(line)), []);
  const direct = new Set(shown.map((line) => line.replace("[DM from alice]", "[DM to carol, offline]")));
  assert.deepEqual(acknowledged.filter((line) => !direct.has(line)), []);
  const departures = shown.filter((line) => line.endsWith("has left our chat...")).map((line) =>
    line.slice(31)
  );
  assert.deepEqual(departures, [
    "carol has left our chat...",
    "alice has left our chat...",
    "bob has left our chat...",
  ]);
  await server.script("alice");
});

Deno.test("once it runs, the server can open no file any more", async () => {
  using folder = new TempFolder();
  const probe = new URL("../support/file_probe.ts", import.meta.url).pathname;
  await using server = await Program.server({ cwd: folder.path, denoFlags: ["--preload", probe] });
  server.signal("SIGUSR2");
  await server.stdout.until(/^after start: read NotCapable, write NotCapable$/m);
  assert.match(server.stdout.text, /^before start: read ok, write ok$/m);
  // And needs none: the database is written all the same.
  const alice = await server.script("alice");
  await alice.send("hello");
  await alice.fence();
  assert.equal(logOf(folder).at(-1), "[alice]: hello");
});

/** The lines of the log view, without their times. */
function logOf({ path }: TempFolder): readonly string[] {
  using database = new DatabaseSync(`${path}/data/parley.db`, { readOnly: true });
  return database.prepare("SELECT line FROM chat_log ORDER BY id").all().map(({ line }) =>
    String(line).slice(21)
  );
}

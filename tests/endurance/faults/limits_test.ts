// Limits that the system sets a server while it runs: how long a file may be, how many may be open.

import assert from "node:assert/strict";
import { fileSize } from "../../support/files.ts";
import { Program } from "../../support/program.ts";
import { TempFolder } from "../../support/store.ts";
import { errorsOf, NOT_STORED, saidIn, stop, textsOf } from "./conversation.ts";
import { testsWith } from "./machine.ts";
import { run } from "./tool.ts";

const limitTest = await testsWith(() => run("prlimit", ["--version"]));

/** Sets a limit of the server's process; the hard limit stays, so that it can be lifted again. */
async function limit(server: Program, resource: "fsize" | "nofile", value: number | string): Promise<void> {
  await run("prlimit", ["--pid", String(server.pid), `--${resource}=${value}:`]);
}

limitTest("a write-ahead log that may not grow gives lines back, and goes on when it may", async () => {
  using folder = new TempFolder();
  await using server = await Program.server({ cwd: folder.path });
  const [alice, bob] = [await server.script("alice"), await server.script("bob")];
  await alice.fence();
  await limit(server, "fsize", fileSize(`${folder.path}/data/parley.db-wal`));
  const lines = Array.from({ length: 100 }, (_, number) => `line ${number}`);
  assert.deepEqual(await alice.ask(...lines), lines.map((line) => `${NOT_STORED}${line}`));
  assert.deepEqual(await bob.fence(), []);
  await limit(server, "fsize", "unlimited");
  await alice.ask("it may grow");
  assert.deepEqual(textsOf(await bob.fence()), ["it may grow"]);
  const { code, stderr } = await stop(server, alice, bob);
  assert.equal(code, 0);
  const error =
    'parley.session: an entry could not be stored error="disk I/O error (the disk is full, read-only or broken)"';
  assert.deepEqual(errorsOf(stderr), [error, `${error} count=99`]);
  assert.deepEqual(saidIn(folder.path), ["it may grow"]);
});

limitTest(
  "a server that may open no more files serves those who are in, and lets others in when it may",
  async () => {
    using folder = new TempFolder();
    await using server = await Program.server({ cwd: folder.path, args: ["--max-connections-per-ip", "0"] });
    const [alice, bob] = [await server.script("alice"), await server.script("bob")];
    await alice.fence();
    await limit(server, "nofile", 3);
    const knocking = await Promise.all(Array.from({ length: 20 }, () => server.connect()));
    await server.stderr.until(/ error parley: connections could not be accepted /);
    // What needs files, should anything: hashing, the index of words, many rows at once, a big transaction.
    await alice.ask(...Array.from({ length: 1000 }, (_, number) => `word ${number}`));
    assert.equal(textsOf(await bob.fence()).length, 1000);
    assert.match((await alice.ask("/register correct-horse"))[0] ?? "", /alice is yours/);
    assert.match((await alice.ask("/search word 999"))[0] ?? "", /\[alice\]: word 999$/);
    assert.equal(textsOf(await alice.ask("/history 500")).length, 500);
    await limit(server, "nofile", 1000);
    for (const [index, client] of knocking.entries()) {
      await client.send(`guest-${index}`);
      await client.fence();
    }
    const { code, stderr } = await stop(server, alice, bob, ...knocking);
    assert.equal(code, 0);
    const [error, ...more] = errorsOf(stderr);
    assert.match(
      error ?? "",
      /^parley: connections could not be accepted why="Too many open files .*" count=1$/,
    );
    assert.ok(more.length <= 1, "a problem is told once in ten seconds");
  },
);

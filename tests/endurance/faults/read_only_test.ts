// A disk that can be read and not written, from the start or all at once, as a file system does that finds an error.

import assert from "node:assert/strict";
import { Program } from "../../support/program.ts";
import { errorsOf, NOT_STORED, refusedStart, saidIn, stop, textsOf } from "./conversation.ts";
import { FragileDisk } from "./fragile_disk.ts";
import { testsWith } from "./machine.ts";
import { SmallDisk } from "./small_disk.ts";

const diskTest = await testsWith(() => SmallDisk.mount(64));
const fragileDiskTest = await testsWith(() => FragileDisk.mount());

diskTest(
  "a start and an export on a read-only disk are refused, and work when it can be written",
  async () => {
    await using disk = await SmallDisk.mount(1024);
    {
      await using server = await Program.server({ cwd: disk.path });
      const alice = await server.script("alice");
      await alice.ask("before");
      await stop(server, alice);
    }
    await disk.makeReadOnly();
    const { code, stdout, stderr } = await refusedStart(disk.path);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /^The data folder data cannot be written: Read-only file system.*\.\n$/);
    await using program = Program.task("export-logs", { cwd: disk.path });
    assert.equal(
      (await program.ended()).stderr,
      "data/parley.db cannot be read: unable to open database file (its folder must be there and writable, also to read).\n",
    );
    await disk.makeWritable();
    await using server = await Program.server({ cwd: disk.path });
    const bob = await server.connect();
    await bob.send("bob");
    assert.deepEqual(textsOf(await bob.fence()).slice(1, 2), ["before"]);
    assert.equal((await stop(server, bob)).code, 0);
  },
);

fragileDiskTest(
  "a disk that becomes read-only gives lines back, reading goes on, and what was synced is there afterwards",
  async () => {
    await using disk = await FragileDisk.mount();
    {
      await using server = await Program.server({ cwd: disk.path, args: ["--synchronous", "full"] });
      const [alice, bob] = [await server.script("alice"), await server.script("bob")];
      await alice.ask("before");
      await bob.fence();
      await disk.breakDown();
      const lines = Array.from({ length: 100 }, (_, number) => `line ${number}`);
      const answers = await alice.ask(...lines);
      assert.deepEqual(answers, lines.map((line) => `${NOT_STORED}${line}`));
      assert.deepEqual(await bob.fence(), []);
      assert.deepEqual(textsOf(await bob.ask("/history 1")), ["before"]);
      const { code, stderr } = await stop(server, alice, bob);
      assert.equal(code, 1);
      const trouble = "disk I/O error (the disk is full, read-only or broken)";
      assert.deepEqual(errorsOf(stderr), [
        `parley.session: an entry could not be stored error="${trouble}"`,
        `parley: departures could not be stored; the next start does it error="${trouble}"`,
        `parley.process: the server failed error="what was written last stays in parley.db-wal, and the next start takes it up from there: ${trouble}"`,
        `parley.session: an entry could not be stored error="${trouble}" count=99`,
      ]);
    }
    await disk.repair();
    await using server = await Program.server({ cwd: disk.path });
    const carol = await server.script("carol");
    await carol.ask("after");
    await stop(server, carol);
    assert.deepEqual(saidIn(disk.path), ["before", "after"]);
  },
);

// A data folder that is deleted under a running server: what was in it can still be had from the server's process.

import assert from "node:assert/strict";
import { Program } from "../../support/program.ts";
import { TempFolder } from "../../support/store.ts";
import { NOT_STORED, saidIn } from "./conversation.ts";
import { testsWith } from "./machine.ts";
import { run } from "./tool.ts";

const procTest = await testsWith(() => run("sh", ["-c", "ls /proc/self/fd"]));

procTest(
  "a deleted database can be copied out of the process that the log names, with all that was stored",
  async () => {
    using folder = new TempFolder();
    using rescued = new TempFolder();
    await using server = await Program.server({ cwd: folder.path });
    const alice = await server.script("alice");
    await alice.ask("one", "two");
    Deno.removeSync(`${folder.path}/data`, { recursive: true });
    assert.deepEqual(await alice.ask("three"), [`${NOT_STORED}three`]);
    const [, pid] = await server.stderr.until(/ fatal parley: the database was deleted, .* pid=(\d+)$/m);
    Deno.mkdirSync(`${rescued.path}/data`);
    await run("sh", ["-ec", COPY, "sh", `/proc/${pid}/fd`, `${rescued.path}/data`]);
    assert.deepEqual(saidIn(rescued.path), ["one", "two"]);
    await using next = await Program.server({ cwd: rescued.path });
    await next.script("alice");
  },
);

/** Copies what was `parley.db` and `parley.db-wal` among the open files in folder $1 to folder $2. */
const COPY = `
for file in "$1"/*; do
  name=$(readlink "$file")
  case $name in
    *"/parley.db (deleted)" | *"/parley.db-wal (deleted)") name=\${name##*/}; cp "$file" "$2/\${name% (deleted)}" ;;
  esac
done`;

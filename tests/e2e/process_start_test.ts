// What hinders the start: each is told in words an operator can act on, with its exit code, and harms nothing.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { filesIn, fileSize } from "../support/files.ts";
import { Program, type RunOptions } from "../support/program.ts";
import { TempFolder } from "../support/store.ts";

/** Runs `start` to its end. */
async function refusedStart(options: RunOptions) {
  await using program = Program.task("start", options);
  return await program.ended();
}

Deno.test("a port in use is one clear line and exit code 1, and leaves no open database", async () => {
  using folder = new TempFolder();
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  const { code, stdout, stderr } = await refusedStart({ cwd: folder.path, args: ["--port", String(port)] });
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, new RegExp(`^[^\\n]*\\b${port}\\b[^\\n]*--port[^\\n]*\\n$`));
  assert.deepEqual(filesIn(`${folder.path}/data`).filter((name) => name.startsWith("parley.db-")), []);
});

Deno.test("a second server on the same data is refused, and the first goes on unharmed", async () => {
  using folder = new TempFolder();
  await using first = await Program.server({ cwd: folder.path });
  const alice = await first.script("alice");
  const { code, stdout, stderr } = await refusedStart({ cwd: folder.path, args: ["--port", "0"] });
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /^Another server is running on the data folder data\..*\n$/);
  const bob = await first.script("bob");
  await bob.send("hello");
  await alice.expect(/bob joined the chat$/, /bob\]: hello$/);
});

Deno.test("a server starts on the data of one that was killed", async () => {
  using folder = new TempFolder();
  const first = await Program.server({ cwd: folder.path });
  first.signal("SIGKILL");
  await first[Symbol.asyncDispose]();
  await using second = await Program.server({ cwd: folder.path });
  await second.script("alice");
});

for (const mode of ["wal", "delete"]) {
  Deno.test(`a newer database in journal mode ${mode} is refused and keeps every byte`, async () => {
    using folder = new TempFolder();
    const path = `${folder.path}/data/parley.db`;
    {
      await using server = await Program.server({ cwd: folder.path });
      server.signal("SIGTERM");
      await server.ended();
    }
    {
      using database = new DatabaseSync(path);
      database.exec(`PRAGMA journal_mode = ${mode}; PRAGMA user_version = 9999;`);
    }
    const before = Deno.readFileSync(path);
    const { code, stdout, stderr } = await refusedStart({ cwd: folder.path, args: ["--port", "0"] });
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /^\S+ was made by a newer Parley \(schema 9999, .*\n$/);
    assert.deepEqual(Deno.readFileSync(path), before);
    // Reading a database in mode wal may leave an empty log beside it.
    assert.equal(fileSize(`${path}-wal`), 0);
  });
}

Deno.test("another program's database, and a file that is none, are refused and keep every byte", async () => {
  using folder = new TempFolder();
  const path = `${folder.path}/data/parley.db`;
  Deno.mkdirSync(`${folder.path}/data`);
  {
    using database = new DatabaseSync(path);
    database.exec("CREATE TABLE recipes (name TEXT)");
  }
  for (const write of [() => {}, () => Deno.writeTextFileSync(path, "my diary\n".repeat(1000))]) {
    write();
    const before = Deno.readFileSync(path);
    const { code, stdout, stderr } = await refusedStart({ cwd: folder.path, args: ["--port", "0"] });
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(
      stderr,
      /^.*parley\.db is not a database of Parley's\..*\n$|^The database in .* cannot be opened: .*\n$/,
    );
    assert.deepEqual(Deno.readFileSync(path), before);
  }
});

Deno.test("all wrong settings are told at once, each with its name, and exit code 2", async () => {
  using folder = new TempFolder();
  Deno.writeTextFileSync(`${folder.path}/.env`, "LOG_LEVEL=loud\n");
  const { code, stdout, stderr } = await refusedStart({
    cwd: folder.path,
    args: ["--port", "70000", "--history", "-1"],
    env: { MAX_CONNECTIONS: "many", IDLE_TIMEOUT: "1.5" },
  });
  assert.deepEqual([code, stdout], [2, ""]);
  const names = stderr.split("\n").slice(0, -1).map((line) => line.split(":")[0]);
  assert.deepEqual(names, [
    "--port (PORT)",
    "--history (PARLEY_HISTORY)",
    "--max-connections (MAX_CONNECTIONS)",
    "--idle-timeout (IDLE_TIMEOUT)",
    "--log-level (LOG_LEVEL)",
  ]);
  assert.deepEqual(filesIn(folder.path), [".env"]);
});

for (const args of [["--prot", "1"], ["--port"], ["extra"]]) {
  Deno.test(`start ${args.join(" ")} is a wrong use: one line and exit code 2`, async () => {
    using folder = new TempFolder();
    const { code, stdout, stderr } = await refusedStart({ cwd: folder.path, args });
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /^error: [^\n]+\n$/);
    assert.deepEqual(filesIn(folder.path), []);
  });
}

Deno.test("--help lists every flag with its variable, --version says one line, and both end with 0", async () => {
  using folder = new TempFolder();
  const help = await refusedStart({ cwd: folder.path, args: ["--help"] });
  assert.deepEqual([help.code, help.stderr], [0, ""]);
  for (const text of ["--host <address>", "PARLEY_HOST", "--port <number>", "PORT", "default 8080"]) {
    assert.ok(help.stdout.includes(text), text);
  }
  const version = await refusedStart({ cwd: folder.path, args: ["--version"] });
  assert.deepEqual([version.code, version.stderr], [0, ""]);
  assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  assert.deepEqual(filesIn(folder.path), []);
});

Deno.test("a flag wins over the environment, and the environment over .env", async () => {
  using folder = new TempFolder();
  Deno.writeTextFileSync(`${folder.path}/.env`, "PARLEY_DATA=from-file\nPORT=0\n");
  for (
    const [wins, env, args] of [
      ["from-file", {}, []],
      ["from-environment", { PARLEY_DATA: "from-environment" }, []],
      ["from-flag", { PARLEY_DATA: "from-environment-2" }, ["--data", "from-flag"]],
    ] as const
  ) {
    await using server = Program.task("start", { cwd: folder.path, env, args });
    assert.notEqual(await server.port(), 8080);
    assert.ok(filesIn(folder.path).includes(wins));
  }
  assert.deepEqual(filesIn(folder.path), [".env", "from-environment", "from-file", "from-flag"]);
});

// The log as the task exports it, in a process of its own, while people talk on the server.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { filesIn } from "../support/files.ts";
import { STAMP } from "../support/fake_clock.ts";
import { Program } from "../support/program.ts";
import { TestApp } from "../support/start_app.ts";
import { TempFolder } from "../support/store.ts";

/** Runs `export-logs` on a server's data to its end. */
async function runExport(data: string, ...args: readonly string[]) {
  await using program = Program.task("export-logs", { cwd: data, args: ["--data", data, ...args] });
  return await program.ended();
}

/** What a clean export prints. */
async function exported(data: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runExport(data, ...args);
  assert.deepEqual([code, stderr], [0, ""]);
  return stdout;
}

const HEY = `${STAMP}[DM from alice]: hey`;

/** Alice and bob talk, in every kind of line; yields what bob, a plain client, saw live. */
async function talk(app: TestApp): Promise<readonly string[]> {
  const bob = await app.script("bob");
  const alice = await app.script("alice");
  await alice.send(
    "hello",
    "/me waves",
    "/tag bob look",
    'grüße, "東京" 🎉\u001b[31m',
    "  //  ",
    "/msg bob hey",
    "/quit",
  );
  await alice.rest();
  return await bob.fence();
}

Deno.test("export-logs writes in text just the lines that a plain client sees live", async () => {
  await using app = await TestApp.start();
  const seen = await talk(app);
  const lobby = seen.filter((line) => line !== HEY && line !== "* alice tagged you");
  assert.equal(lobby.length, 7);
  const expected = `${STAMP}[system]: bob joined the chat\n${lobby.join("\n")}\n`;
  assert.equal(await exported(app.data), expected);
  assert.equal(await exported(app.data, "--lobby", "GENERAL"), expected);
});

Deno.test("export-logs adds direct messages, in their place, only when it is asked to", async () => {
  await using app = await TestApp.start();
  const seen = await talk(app);
  assert.ok(!(await exported(app.data)).includes("hey"));
  const lines = (await exported(app.data, "--with-direct")).split("\n");
  assert.deepEqual(lines.slice(1, -1), seen.filter((line) => line !== "* alice tagged you"));
  assert.ok(lines.includes(HEY));
});

Deno.test("export-logs writes the same events as CSV and as JSON Lines", async () => {
  await using app = await TestApp.start();
  await talk(app);
  const rows = (await exported(app.data, "--format", "jsonl")).split("\n").slice(0, -1);
  const events = rows.map((row) => JSON.parse(row));
  assert.deepEqual(events.map(({ kind }) => kind), [
    ..."joined joined said action tagged said said left".split(" "),
  ]);
  assert.deepEqual({ ...events[5], id: 0, at: "" }, {
    id: 0,
    time: "2024-10-12 15:13:02",
    at: "",
    kind: "said",
    lobby: "general",
    author: "alice",
    target: null,
    body: 'grüße, "東京" 🎉',
  });
  const [header, ...records] = (await exported(app.data, "--format", "csv")).split("\n").slice(0, -1);
  assert.equal(header, "id,time,at,kind,lobby,author,target,body");
  assert.equal(records.length, events.length);
  assert.ok(records[5]?.endsWith(',said,general,alice,,"grüße, ""東京"" 🎉"'), records[5]);
});

Deno.test("export-logs takes what was said from --since on and before --until", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  for (const text of ["first", "second", "third"]) {
    await alice.send(text);
    await alice.fence();
    app.clock.advance(60_000);
  }
  const second = "[2024-10-12 15:14:02][alice]: second\n";
  const third = "[2024-10-12 15:15:02][alice]: third\n";
  assert.equal(await exported(app.data, "--since", "2024-10-12 15:14:02"), second + third);
  assert.equal(
    await exported(app.data, "--since", "2024-10-12 15:13:03", "--until", "2024-10-12 15:15:02"),
    second,
  );
  assert.equal(await exported(app.data, "--until", "2024-10-12"), "");
});

Deno.test("export-logs reads what is there and holds up nobody while people talk on", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  const texts = Array.from({ length: 5000 }, (_, number) => `line ${number}`);
  const said = texts.map((text) => `${STAMP}[alice]: ${text}`);
  const program = Program.task("export-logs", { cwd: app.data, args: ["--data", app.data] });
  await using _ = program;
  const talking = alice.send(...texts);
  await Promise.all([talking, bob.expect(...said)]);
  const { code, stdout } = await program.ended();
  assert.equal(code, 0);
  const whole = await exported(app.data);
  assert.ok(whole.endsWith(`${said.at(-1)}\n`));
  assert.ok(whole.startsWith(stdout), "what an export shows is the beginning of what a later one shows");
});

Deno.test("export-logs --output writes the whole log to a file, and nothing beside it", async () => {
  await using app = await TestApp.start();
  using folder = new TempFolder();
  await talk(app);
  const path = `${folder.path}/chat.log`;
  Deno.writeTextFileSync(path, "an older export\n".repeat(1000));
  assert.equal(await exported(app.data, "--output", path), "");
  assert.equal(Deno.readTextFileSync(path), await exported(app.data));
  assert.deepEqual(filesIn(folder.path), ["chat.log"]);
});

Deno.test("export-logs --output that is interrupted leaves the whole file or the old one, and nothing beside it", async () => {
  await using app = await TestApp.start();
  using folder = new TempFolder();
  await talk(app);
  {
    using database = new DatabaseSync(`${app.data}/parley.db`);
    database.exec(
      `INSERT INTO messages (at, kind, lobby_id, author_id, body)
       WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 200000)
       SELECT 0, 'said', 1, 1, 'line ' || n FROM many`,
    );
  }
  const path = `${folder.path}/chat.log`;
  Deno.writeTextFileSync(path, "old\n");
  using watcher = Deno.watchFs(folder.path);
  await using program = Program.task("export-logs", {
    cwd: app.data,
    args: ["--data", app.data, "--output", path],
  });
  // The first thing that happens in the folder is that the new file begins beside the old one.
  await watcher[Symbol.asyncIterator]().next();
  program.signal("SIGTERM");
  const { code, stderr } = await program.ended();
  const lines = Deno.readTextFileSync(path).split("\n").length - 1;
  assert.deepEqual([code, lines], stderr === "" ? [0, 200_008] : [1, 1], stderr);
  assert.deepEqual(filesIn(folder.path), ["chat.log"]);
});

for (
  const [what, args, code, why] of [
    ["an unknown lobby", ["--lobby", "nowhere"], 1, /^No lobby was ever called "nowhere"\.\n$/],
    [
      "a folder that is not there",
      ["--output", "nowhere/chat.log"],
      1,
      /^nowhere\/chat\.log cannot be written: /,
    ],
    [
      "a data folder without a database",
      ["--data", "nowhere"],
      1,
      /^There is no database at nowhere\/parley\.db\./,
    ],
    ["an unknown format", ["--format", "xml"], 2, /^--format: it must be text, csv or jsonl, not "xml"/],
    ["a time that is none", ["--since", "yesterday"], 2, /^--since: it must be a time such as /],
  ] as const
) {
  Deno.test(`export-logs with ${what} says so in one line, ends with ${code} and writes nothing`, async () => {
    await using app = await TestApp.start();
    const result = await runExport(app.data, ...args);
    assert.deepEqual([result.code, result.stdout], [code, ""]);
    assert.match(result.stderr, why);
    assert.equal(result.stderr.split("\n").length, 2);
    assert.ok(!filesIn(app.data).includes("nowhere"));
  });
}

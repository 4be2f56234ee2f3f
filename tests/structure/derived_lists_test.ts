// Lists that repeat what the code says elsewhere: each is held against its source.

import assert from "node:assert/strict";
import { commands } from "../../lib/commands/commands.ts";
import { backupSettings, exportSettings, startSettings } from "../../lib/config.ts";
import { environmentNames } from "../../lib/process/settings.ts";
import { sourceFiles } from "./source_files.ts";

const { tasks } = JSON.parse(Deno.readTextFileSync("deno.json")) as {
  tasks: Record<string, { description: string; command: string }>;
};

Deno.test("every command has one file and every command file is in the list", () => {
  const files = sourceFiles("lib/commands").map(({ path }) => path.split("/").at(-1)?.replace(".ts", ""));
  const shared = ["command", "commands", "params"];
  assert.deepEqual(
    files.filter((name) => !shared.includes(name ?? "")).sort(),
    commands.map(({ name }) => name).sort(),
  );
});

Deno.test("a task may read just the environment variables of its settings", () => {
  assert.deepEqual(allowedEnvironment("start"), environmentNames(startSettings));
  assert.deepEqual(allowedEnvironment("export-logs"), environmentNames(exportSettings));
  assert.deepEqual(allowedEnvironment("backup"), environmentNames(backupSettings));
});

Deno.test("no task takes all permissions, native code, or programs without a name", () => {
  for (const [name, { command }] of Object.entries(tasks)) {
    assert.doesNotMatch(command, /(^|\s)(-A|--allow-all|--allow-ffi|--allow-run)(?=\s|$)/, name);
  }
});

Deno.test("the client reads no file, writes none and starts no program", () => {
  assert.doesNotMatch(tasks["connect"]?.command ?? "--allow", /--allow-(?!net |env=)/);
});

Deno.test("only tests and measurements start other programs, each those that it is about", () => {
  const starters = Object.entries(tasks).flatMap(([name, { command }]) => {
    const programs = /--allow-run=(\S+)/.exec(command)?.[1];
    return programs === undefined ? [] : [[name, programs]];
  });
  assert.deepEqual(Object.fromEntries(starters), {
    "test": "deno,ls",
    "test-clients": "nc,telnet,ncat,socat,openssl",
    "faults": "deno,mount,umount,mkfs.ext4,tee,prlimit,sh",
    "stuck-readers": "deno",
    "bench": "deno,cat,sqlite3,/usr/sbin/ngircd,/usr/sbin/inspircd",
    "crash": "deno",
    "fuzz": "deno",
    "soak": "deno,ls",
  });
});

Deno.test("no package.json stands beside deno.json", () => {
  assert.equal([...Deno.readDirSync(".")].some(({ name }) => name === "package.json"), false);
});

Deno.test("the README stays short enough to be read", () => {
  assert.ok(Deno.readTextFileSync("README.md").split("\n").length <= 175);
});

function allowedEnvironment(task: string): readonly string[] {
  return /--allow-env=(\S+)/.exec(tasks[task]?.command ?? "")?.[1]?.split(",") ?? [];
}

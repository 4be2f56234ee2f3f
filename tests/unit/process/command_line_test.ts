// The command line: help, version, mistakes and exit codes.
import assert from "node:assert/strict";
import { type CommandLinePorts, runCommandLine, subcommand } from "../../../lib/process/command_line.ts";
import { checkStart, exportSettings, startSettings } from "../../../lib/config.ts";
import { StartError } from "../../../lib/domain/start_error.ts";
import type { Environment, Setting, Values } from "../../../lib/process/settings.ts";
import { version } from "../../../lib/process/version.ts";

type StartValues = Values<typeof startSettings>;

interface Result {
  readonly code: number;
  readonly out: string;
  readonly error: string;
  /** What the subcommand was run with. */
  readonly ran: readonly StartValues[];
}

async function run(
  args: readonly string[],
  variables: Environment = {},
  body: () => Promise<number> = () => Promise.resolve(0),
): Promise<Result> {
  let out = "";
  let error = "";
  const ran: StartValues[] = [];
  const ports: CommandLinePorts = {
    variable: (name) => variables[name],
    dotEnv: () => ({ PARLEY_DATA: "from-dot-env" }),
    out: (text) => out += text,
    error: (text) => error += text,
  };
  const commands = [
    subcommand("start", "Runs the server.", startSettings, (values) => {
      ran.push(values);
      return body();
    }, checkStart),
    subcommand("export-logs", "Writes the log.\n\nOr a part of it.", exportSettings, body),
  ];
  const code = await runCommandLine(args, commands, ports);
  return { code, out, error, ran };
}

Deno.test("runCommandLine hands flags, environment and .env to the subcommand", async () => {
  const { ran } = await run(["start", "--port", "1001", "--max-connections-per-ip=3"], {
    PARLEY_HISTORY: "7",
  });
  assert.equal(ran.length, 1);
  assert.deepEqual(
    [ran[0]?.port, ran[0]?.maxConnectionsPerIp, ran[0]?.history, ran[0]?.data],
    [1001, 3, 7, "from-dot-env"],
  );
});

Deno.test("runCommandLine ends with the code of the subcommand", async () => {
  assert.equal((await run(["start"], {}, () => Promise.resolve(130))).code, 130);
});

Deno.test("runCommandLine reports all wrong settings, runs nothing and ends with 2", async () => {
  const { code, out, error, ran } = await run(["start", "--port", "x", "--history", "y"], {
    LOG_FORMAT: "z",
  });
  assert.equal(code, 2);
  assert.deepEqual(
    error.split("\n").map((line) => line.split(":")[0]),
    ["--port (PORT)", "--history (PARLEY_HISTORY)", "--log-format (LOG_FORMAT)", ""],
  );
  assert.equal(out, "");
  assert.equal(ran.length, 0);
});

for (
  const [what, args] of [
    ["an unknown flag", ["start", "--prot", "1"]],
    ["a flag without its value", ["start", "--port"]],
    ["a word too many", ["start", "now"]],
    ["an unknown subcommand", ["stat"]],
  ] as const
) {
  Deno.test(`runCommandLine answers ${what} with one line and ends with 2`, async () => {
    const { code, out, error, ran } = await run(args);
    assert.equal(code, 2);
    assert.match(error, /^error: [^\n]+\n$/);
    assert.equal(out, "");
    assert.equal(ran.length, 0);
  });
}

Deno.test("runCommandLine without a subcommand shows the help as an error", async () => {
  const { code, error } = await run([]);
  assert.equal(code, 2);
  assert.match(error, /export-logs/);
});

for (const args of [["--version"], ["start", "--version"], ["export-logs", "-V"]]) {
  Deno.test(`runCommandLine ${args.join(" ")} shows the version and ends with 0`, async () => {
    const { code, out, ran } = await run(args);
    assert.deepEqual([code, out, ran.length], [0, `${version}\n`, 0]);
  });
}

Deno.test("runCommandLine start --help shows each flag, its default and its variable, and ends with 0", async () => {
  const { code, out } = await run(["start", "--help"]);
  assert.equal(code, 0);
  const text = out.replace(/\s+/g, " ");
  for (const { flag, fallback, environment, help } of Object.values<Setting<unknown>>(startSettings)) {
    const notes = fallback === undefined ? environment : `default ${fallback}; ${environment}`;
    const shown = flag === undefined ? `${environment} ${help}` : `${flag} ${help} (${notes})`;
    assert.ok(text.includes(shown), flag ?? environment);
  }
});

Deno.test("runCommandLine start --help shows no key, wherever it is set", async () => {
  const { out } = await run(["start", "--help"], { GEMINI_API_KEY: "canary", AI_API_KEY: "canary" });
  assert.match(out, /^ {2}GEMINI_API_KEY {3}key of Google Gemini/m);
  assert.doesNotMatch(out, /canary/);
});

Deno.test("runCommandLine takes no key on the command line", async () => {
  const { code, error, ran } = await run(["start", "--gemini-api-key", "canary"]);
  assert.deepEqual([code, ran.length], [2, 0]);
  assert.doesNotMatch(error, /canary/);
});

Deno.test("runCommandLine reports what a check of a subcommand finds, and runs nothing", async () => {
  const { code, error, ran } = await run(["start"], { AI_BASE_URL: "http://127.0.0.1:1/v1" });
  assert.deepEqual([code, error, ran.length], [2, "AI_MODEL: it must be set with AI_BASE_URL\n", 0]);
});

Deno.test("runCommandLine prints what hinders the start as one line and ends with 1", async () => {
  const result = await run(["start"], {}, () => Promise.reject(new StartError("The port is in use.")));
  assert.deepEqual([result.code, result.error], [1, "The port is in use.\n"]);
});

Deno.test("runCommandLine lets a bug through", async () => {
  await assert.rejects(run(["start"], {}, () => Promise.reject(new TypeError("a bug"))), TypeError);
});

Deno.test("runCommandLine --help shows the first line of each subcommand, whose own help shows all", async () => {
  const [list, own] = [await run(["--help"]), await run(["export-logs", "--help"])];
  assert.match(list.out, /Writes the log\./);
  assert.doesNotMatch(list.out, /Or a part of it/);
  assert.match(own.out, /Writes the log\.\n\nOr a part of it\./);
});

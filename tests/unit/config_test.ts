// Settings: where they come from, what they may be, and how mistakes are told.
import assert from "node:assert/strict";
import { parseEnv } from "node:util";
import { Option } from "commander";
import { backupSettings, exportSettings, readConfig, startSettings } from "../../lib/config.ts";
import {
  environmentNames,
  type Flags,
  type Reading,
  readSettings,
  type Setting,
  type Table,
} from "../../lib/process/settings.ts";

function valuesOf<T>(reading: Reading<T>): T {
  if (!reading.ok) assert.fail(reading.mistakes.join("\n"));
  return reading.values;
}

function mistakesOf<T>(reading: Reading<T>): readonly string[] {
  if (reading.ok) assert.fail("no mistake was found");
  return reading.mistakes;
}

function readExport(flags: Flags) {
  return readSettings(exportSettings, flags, {}, {});
}

Deno.test("readConfig gives the documented defaults when nothing is set", () => {
  assert.deepEqual(valuesOf(readConfig({}, {}, {})), {
    host: "127.0.0.1",
    port: 8080,
    tlsPort: 8443,
    loginPort: null,
    jsonPort: null,
    data: "data",
    history: 50,
    maxConnections: 1000,
    maxConnectionsPerIp: 10,
    connectionRate: { tokens: 30, perMilliseconds: 10_000 },
    messageRate: { tokens: 5, perMilliseconds: 10_000 },
    lobbyTtl: 30,
    operator: [],
    idleTimeout: 600,
    loginIdleTimeout: 60,
    aiName: "Rox",
    aiContext: 5,
    aiRate: { tokens: 5, perMilliseconds: 60_000 },
    synchronous: "normal",
    logLevel: "info",
    logFormat: "text",
  });
});

Deno.test("readConfig takes .env over the default", () => {
  assert.equal(valuesOf(readConfig({}, {}, { PORT: "1001" })).port, 1001);
});

Deno.test("readConfig takes the environment over .env", () => {
  assert.equal(valuesOf(readConfig({}, { PORT: "1002" }, { PORT: "1001" })).port, 1002);
});

Deno.test("readConfig takes a flag over the environment and .env", () => {
  assert.equal(valuesOf(readConfig({ port: "1003" }, { PORT: "1002" }, { PORT: "1001" })).port, 1003);
});

Deno.test("readConfig does not mind a wrong value that a better source replaces", () => {
  assert.equal(valuesOf(readConfig({ port: "1003" }, { PORT: "?" }, { PORT: "!" })).port, 1003);
});

Deno.test("readConfig takes an empty variable as not set", () => {
  assert.equal(valuesOf(readConfig({}, { PORT: "" }, { PORT: "1001" })).port, 1001);
});

Deno.test("readConfig takes an empty flag as a mistake", () => {
  assert.equal(mistakesOf(readConfig({ data: "" }, {}, {})).length, 1);
});

Deno.test("readConfig reports every wrong setting with its names and what it may be", () => {
  const reading = readConfig({ port: "65536" }, { PARLEY_HISTORY: "-1" }, { LOG_LEVEL: "loud" });
  assert.deepEqual(mistakesOf(reading), [
    '--port (PORT): it must be a whole number from 0 to 65535, not "65536" (from the command line)',
    '--history (PARLEY_HISTORY): it must be a whole number from 0 to 1000, not "-1" (from the environment)',
    '--log-level (LOG_LEVEL): it must be debug, info, warning, error or fatal, not "loud" (from .env)',
  ]);
});

Deno.test("readConfig shows a wrong text without its control characters", () => {
  const [mistake] = mistakesOf(readConfig({}, { PORT: "80\x1b[2J\n80" }, {}));
  assert.match(mistake ?? "", /not "80 80"/);
});

for (const text of ["", "1.5", "0x10", "1e3", "-0", "ten", "99999999999999999999"]) {
  Deno.test(`readConfig refuses "${text}" as a number`, () => {
    assert.equal(mistakesOf(readConfig({ port: text }, {}, {})).length, 1);
  });
}

Deno.test("readConfig takes the least and the greatest number that a setting may be", () => {
  assert.equal(valuesOf(readConfig({ port: "0" }, {}, {})).port, 0);
  assert.equal(valuesOf(readConfig({ port: "65535" }, {}, {})).port, 65_535);
});

Deno.test("readConfig takes words in any case, and warn for warning", () => {
  const config = valuesOf(readConfig({}, { LOG_LEVEL: "WARN", LOG_FORMAT: "Json" }, {}));
  assert.deepEqual([config.logLevel, config.logFormat], ["warning", "json"]);
});

Deno.test("readConfig takes the spaces around a value away", () => {
  assert.equal(valuesOf(readConfig({}, { PORT: " 1001\r" }, {})).port, 1001);
});

Deno.test("readConfig reads a rate as tokens and milliseconds", () => {
  const { messageRate } = valuesOf(readConfig({ messageRate: "20/60" }, {}, {}));
  assert.deepEqual(messageRate, { tokens: 20, perMilliseconds: 60_000 });
});

Deno.test("readConfig takes the rate 0 for no limit", () => {
  assert.equal(valuesOf(readConfig({ messageRate: "0" }, {}, {})).messageRate, null);
});

for (const text of ["5", "5/0", "0/10", "5/10/2", "5 / 10", "-5/10", "1.5/10", "10000000/10"]) {
  Deno.test(`readConfig refuses "${text}" as a rate`, () => {
    assert.match(
      mistakesOf(readConfig({ messageRate: text }, {}, {}))[0] ?? "",
      /^--message-rate \(MESSAGE_RATE\): it must be two whole numbers such as 5\/10/,
    );
  });
}

Deno.test("readConfig reads names of operators with commas between them", () => {
  assert.deepEqual(valuesOf(readConfig({}, { PARLEY_OPERATOR: " alice, Bob ,," }, {})).operator, [
    "alice",
    "Bob",
  ]);
});

Deno.test("readConfig refuses what is no name of an operator", () => {
  assert.equal(mistakesOf(readConfig({ operator: "alice,b!b" }, {}, {})).length, 1);
});

const KEY = "canary-0123456789";

Deno.test("readConfig takes keys and addresses of language models from the environment and .env alone", () => {
  const { geminiApiKey, aiBaseUrl, aiModel } = valuesOf(
    readConfig({}, { GEMINI_API_KEY: KEY, AI_BASE_URL: "http://127.0.0.1:11434/v1" }, {
      AI_MODEL: "llama3.2",
    }),
  );
  assert.deepEqual([geminiApiKey, aiBaseUrl, aiModel], [KEY, "http://127.0.0.1:11434/v1", "llama3.2"]);
});

for (const name of ["GEMINI_API_KEY", "AI_API_KEY", "GEMINI_BASE_URL", "AI_BASE_URL"]) {
  Deno.test(`readConfig does not show a ${name} that cannot be one`, () => {
    const mistakes = mistakesOf(readConfig({}, { [name]: `${KEY} \u00e9`, AI_MODEL: "llama3.2" }, {}));
    assert.match(mistakes[0] ?? "", new RegExp(`^${name}: it must be an? .* \\(from the environment\\)$`));
    assert.doesNotMatch(mistakes.join("\n"), /canary/);
  });
}

for (
  const address of [
    ...["127.0.0.1:11434/v1", "ftp://127.0.0.1/", "http://", "http://user:secret@host/v1"],
    ...["http://host/?key=secret", "http://host/#part"],
  ]
) {
  Deno.test(`readConfig refuses ${address} as the address of a language model`, () => {
    const mistakes = mistakesOf(readConfig({}, { AI_BASE_URL: address, AI_MODEL: "llama3.2" }, {}));
    assert.deepEqual(mistakes, [
      "AI_BASE_URL: it must be an http or https address without a user, a query or a fragment (from the environment)",
    ]);
  });
}

Deno.test("readConfig wants a model for an endpoint, and an endpoint for its key, beside all other mistakes", () => {
  const reading = readConfig({ port: "x" }, { AI_BASE_URL: "http://127.0.0.1:11434/v1" }, {});
  assert.deepEqual(mistakesOf(reading).slice(1), ["AI_MODEL: it must be set with AI_BASE_URL"]);
  assert.deepEqual(mistakesOf(readConfig({}, { AI_API_KEY: KEY }, {})), [
    "AI_BASE_URL: it must be set with AI_API_KEY",
  ]);
});

Deno.test("readConfig wants neither where there is a key of Gemini", () => {
  const endpoint = { AI_BASE_URL: "http://127.0.0.1:11434/v1" };
  assert.equal(readConfig({}, { GEMINI_API_KEY: KEY, ...endpoint }, {}).ok, true);
  assert.equal(readConfig({}, { GEMINI_API_KEY: KEY, AI_API_KEY: KEY }, {}).ok, true);
});

for (const name of ["server", "System", "R", "a b", "serve\u0433"]) {
  Deno.test(`readConfig refuses ${name} as the assistant's name`, () => {
    assert.match(
      mistakesOf(readConfig({ aiName: name }, {}, {}))[0] ?? "",
      /^--ai-name \(AI_NAME\): it must be a/,
    );
  });
}

Deno.test("exportSettings leaves out what was not given", () => {
  assert.deepEqual(valuesOf(readExport({})), { data: "data", format: "text" });
});

Deno.test("exportSettings reads a time as local milliseconds", () => {
  const { since } = valuesOf(readExport({ since: "2024-10-12 15:13:02" }));
  assert.equal(since, new Date(2024, 9, 12, 15, 13, 2).getTime());
});

Deno.test("exportSettings refuses a time that does not exist", () => {
  assert.match(
    mistakesOf(readExport({ until: "2024-02-30" }))[0] ?? "",
    /^--until: it must be a time such as/,
  );
});

Deno.test("backupSettings takes no backup without a file", () => {
  assert.deepEqual(mistakesOf(readSettings(backupSettings, {}, {}, {})), ["<file>: it must be given"]);
  const { file, data } = valuesOf(readSettings(backupSettings, { file: "backup.db" }, {}, {}));
  assert.deepEqual([file, data], ["backup.db", "data"]);
});

for (const [name, table] of Object.entries<Table>({ startSettings, exportSettings })) {
  Deno.test(`${name} names each row as commander names its flag`, () => {
    for (const [row, { flag }] of Object.entries(table)) {
      if (flag !== undefined) assert.equal(new Option(flag).attributeName(), row);
    }
  });

  Deno.test(`${name} reads no environment variable for two settings`, () => {
    const names = environmentNames(table);
    assert.equal(new Set(names).size, names.length);
  });
}

Deno.test(".env.example lists every variable of the server with its default", async () => {
  const example = parseEnv(await Deno.readTextFile(new URL("../../.env.example", import.meta.url)));
  const rows = Object.values<Setting<unknown>>(startSettings);
  assert.deepEqual(
    Object.entries(example).sort(),
    rows.map(({ environment, fallback }) => [environment, fallback ?? ""]).sort(),
  );
});

// Conversations as they are written down: who sends which line, and who is then shown which.
//
//   alice > LOGIN alice        alice sends the line; the first line of each connects
//   alice < OK                 the next line that alice is shown is this one
//   bob   < {"body":"hi"}      an object that has these keys with these values, and more
//   alice < ERR usage …        a line that begins so
//   alice |                    the server ends alice's connection
//   rox   > "one\ntwo"         the language model's answer goes on so, a string of JSON; to the first question at first
//   rox   |                    it is complete, and the next one is to the next question
//   60 s                       the clock is turned
//
// At the end nobody may have been shown anything else.

import assert from "node:assert/strict";
import type { Config } from "../../lib/config.ts";
import { one } from "./certificates.ts";
import type { ChatClient } from "./chat_client.ts";
import { STAMP } from "./fake_clock.ts";
import { type FakeAnswer, FakeModel } from "./fake_model.ts";
import { parseObject } from "./json_schema.ts";
import { TestApp } from "./start_app.ts";

type DialectName = "terminal" | "login" | "json";

/** How each of them talks. One may be the language model. */
export type Cast = Readonly<Record<string, DialectName | "model">>;

/** A question that every server answers at once, and how its answer is known. */
const PROBES: Readonly<Record<DialectName, { ask: string; isAnswer(line: string): boolean }>> = {
  terminal: { ask: "/ping", isAnswer: (line) => line === "pong" },
  login: { ask: "PING", isAnswer: (line) => line === "PONG" },
  json: {
    ask: '{"body":"/ping","ref":"the end"}',
    isAnswer: (line) => line.includes('"ref":"the end"'),
  },
};

/** Alice and bob have logged in, and alice was told of bob. */
export const TWO = {
  login: `
    alice > LOGIN alice
    alice < OK
    bob   > LOGIN bob
    bob   < OK
    alice < INFO bob connected
  `,
  json: `
    alice > {"body":"/login alice"}
    alice < {"sender":"","receiver":"alice","time":"${STAMP.slice(1, -1)}","type":"welcome","lobby":"general"}
    bob   > {"body":"/login bob"}
    bob   < {"receiver":"bob","type":"welcome","lobby":"general","present":2}
    alice < {"sender":"","receiver":"#general","body":"bob joined the chat","type":"joined","user":"bob","id":2}
  `,
} as const;

export interface Stage {
  readonly settings?: Partial<Config>;
  /** How one of the cast reaches the server; left out: over the port for everybody, in plain text and under TLS. */
  readonly connect?: Connect;
}

type Connect = (app: TestApp, name: string) => Promise<ChatClient>;

const BOTH_WAYS: Readonly<Record<string, Connect>> = {
  "": (app) => app.connect(),
  ", under TLS": (app) => app.connect({ tls: true }),
};

/** Makes tests of each transcript, under the name of what it shows. */
export function transcripts(
  title: string,
  cast: Cast,
  transcripts: Readonly<Record<string, string>>,
  { settings = {}, connect }: Stage = {},
): void {
  for (const [what, transcript] of Object.entries(transcripts)) {
    for (const [how, way] of Object.entries(connect ? { "": connect } : BOTH_WAYS)) {
      Deno.test(`${title}: ${what}${how}`, async () => {
        const model = Object.values(cast).includes("model") ? new FakeModel() : undefined;
        await using app = await TestApp.start({ settings, certificate: one, ...model && { model } });
        await play(app, cast, transcript, way, model);
      });
    }
  }
}

export async function play(
  app: TestApp,
  cast: Cast,
  transcript: string,
  connect: NonNullable<Stage["connect"]> = (app) => app.connect(),
  model = new FakeModel(),
): Promise<void> {
  const clients = new Map<string, ChatClient>();
  let answer: FakeAnswer | undefined;
  for (const line of transcript.split("\n").map((each) => each.trim()).filter(Boolean)) {
    const seconds = /^(\d+) s$/.exec(line)?.[1];
    if (seconds !== undefined) {
      app.clock.advance(Number(seconds) * 1000);
      continue;
    }
    const [, name = "", act, text = ""] = /^(\w+) *([<>|])(?: (.*))?$/.exec(line) ??
      assert.fail(`not a line of a transcript: ${line}`);
    if (cast[name] === "model") {
      answer ??= await model.next();
      if (act === ">") answer.say(JSON.parse(text));
      else {
        answer.end();
        answer = undefined;
      }
      continue;
    }
    const client = clients.get(name) ?? await connect(app, name);
    clients.set(name, client);
    if (act === ">") await client.send(text);
    else if (act === "<") expectLine(`${name} is shown ${text}`, await client.line(), text);
    else {
      assert.equal(await client.rest(), "", `${name} is shown nothing more`);
      clients.delete(name);
    }
  }
  for (const [name, client] of clients) {
    const dialect = cast[name];
    if (dialect === undefined || dialect === "model") return assert.fail(`who is ${name}?`);
    assert.deepEqual(await restOf(client, dialect), [], `${name} is shown nothing more`);
  }
}

async function restOf(client: ChatClient, dialect: DialectName): Promise<readonly string[]> {
  const { ask, isAnswer } = PROBES[dialect];
  await client.send(ask);
  const lines: string[] = [];
  for (let line = await client.line(); !isAnswer(line); line = await client.line()) lines.push(line);
  return lines;
}

function expectLine(what: string, line: string, expected: string): void {
  if (expected.startsWith("{")) {
    const object: Readonly<Record<string, unknown>> = { ...parseObject(line) };
    const keys: Readonly<Record<string, unknown>> = JSON.parse(expected);
    const found = Object.fromEntries(Object.keys(keys).map((key) => [key, object[key]]));
    assert.deepEqual(found, keys, `${what}, not ${line}`);
  } else if (expected.endsWith("…")) {
    assert.ok(line.startsWith(expected.slice(0, -1)), `${what}, not ${line}`);
  } else {
    assert.equal(line, expected, what);
  }
}

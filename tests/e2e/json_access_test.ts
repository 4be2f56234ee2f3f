// Programs of the JSON dialect: who may come in, and how a visit ends.

import assert from "node:assert/strict";
import { parseObject } from "../support/json_schema.ts";
import { TestApp } from "../support/start_app.ts";
import { type Cast, transcripts, TWO } from "../support/transcript.ts";

const CAST: Cast = { alice: "json", bob: "json", carol: "json", again: "json" };
const BOTH = TWO.json;

transcripts("json dialect", CAST, {
  "before login only /login, /ping and /quit are understood": `
    alice > {"body":"hello"}
    alice < {"type":"error","code":"not-logged-in","body":"Log in first: {\\"body\\":\\"/login <name> [password]\\"}"}
    alice > {"body":"/users"}
    alice < {"type":"error","code":"not-logged-in"}
    alice > {"body":"/ping"}
    alice < {"type":"reply","reply":"pong","receiver":""}
    alice > {"body":"/login"}
    alice < {"type":"error","code":"invalid-username"}
    alice > {"body":"/quit"}
    alice < {"type":"reply","reply":"bye"}
    alice |`,

  "a login with a ref is answered with it, a refused one too": `
    alice > {"body":"/login x","ref":1}
    alice < {"type":"error","code":"invalid-username","ref":1}
    alice > {"body":"/LOGIN alice","ref":2}
    alice < {"type":"welcome","ref":2}`,

  "a name that is taken is refused, and a registered one takes its password": `${BOTH}
    again > {"body":"/login ALICE"}
    again < {"type":"error","code":"username-taken","receiver":""}
    alice > {"body":"/register correct-horse"}
    alice < {"type":"reply","reply":"done","command":"register"}
    alice > {"body":"/quit"}
    alice < {"reply":"bye"}
    alice |
    bob   < {"type":"left","user":"alice"}
    again > {"body":"/login alice"}
    again < {"type":"error","code":"password-required"}
    again > {"body":"/login alice battery-staple"}
    again < {"type":"error","code":"bad-password"}
    again > {"body":"/login alice correct-horse"}
    again < {"type":"welcome","receiver":"alice"}
    bob   < {"type":"joined","user":"alice"}
    again > {"body":"/login carol"}
    again < {"type":"error","code":"already-logged-in"}`,

  "the first of all is told that it is an operator": `
    alice > {"body":"/login alice"}
    alice < {"type":"welcome","note":"You are operator for this visit: /register <password> keeps it so."}`,

  "moderation, announcements and the end of a session are objects": `${BOTH}
    alice > {"body":"/announce the server restarts at noon"}
    alice < {"reply":"done"}
    bob   < {"sender":"alice","body":"the server restarts at noon","type":"announcement"}
    alice > {"body":"/kick bob spam"}
    bob   < {"sender":"","body":"bob was kicked by alice: spam","type":"moderation","by":"alice"}
    bob   < {"sender":"","receiver":"","body":"You were kicked by alice: spam","type":"dismissed"}
    bob   |
    alice < {"type":"left","user":"bob"}
    alice < {"reply":"done"}`,

  "a session that is silent for long is warned and then ends": `${BOTH}
    540 s
    alice < {"type":"idle-warning","seconds":60}
    bob   < {"type":"idle-warning","seconds":60}
    alice > {"body":""}
    alice > {"body":"/ping"}
    alice < {"reply":"pong"}
    60 s
    bob   < {"type":"idle-end"}
    bob   |
    alice < {"type":"left","user":"bob"}`,
});

Deno.test("json dialect: whoever finds the server full is told in the words of the port", async () => {
  await using app = await TestApp.start({ settings: { jsonPort: 0, maxConnections: 1 } });
  await app.connectTo("json");
  const client = await app.connectTo("json");
  const error = parseObject((await client.rest()).trimEnd());
  assert.ok(error.type === "error" && error.code === "busy");
});

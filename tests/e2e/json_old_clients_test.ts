// Clients of TinyChat: the bare name, then what their user types, a newline included.

import assert from "node:assert/strict";
import { STAMP } from "../support/fake_clock.ts";
import { parseObject } from "../support/json_schema.ts";
import { TestApp } from "../support/start_app.ts";
import { type Cast, transcripts } from "../support/transcript.ts";

const CAST: Cast = { alice: "json", bob: "json", carol: "json", again: "json" };
const TIME = STAMP.slice(1, -1);

transcripts("json dialect on its own port", CAST, {
  "a bare name logs in without an answer, and a conversation goes both ways": `
    alice > alice
    bob   > bob
    alice < {"body":"bob joined the chat"}
    alice > {"sender":"alice\\n","receiver":"","body":"/START bob\\n","time":""}
    alice > {"sender":"alice\\n","receiver":"","body":"hello bob\\n","time":""}
    bob   < {"sender":"alice","receiver":"bob","body":"hello bob","time":"${TIME}"}
    bob   > {"body":"/START alice\\n"}
    bob   > {"body":"hello alice\\n"}
    alice < {"sender":"bob","receiver":"alice","body":"hello alice","time":"${TIME}"}
    alice > {"body":"/STOP\\n"}
    alice > {"body":"/TIME\\n"}
    alice < {"sender":"","receiver":"alice","body":"${TIME}","time":"${TIME}"}
    alice > {"body":"/QUIT\\n"}
    alice |
    bob   < {"body":"alice has left our chat..."}`,

  "/USERS lists everybody in one body, also who is away, whose messages wait": `
    alice > alice
    bob   > bob
    alice < {"type":"joined"}
    carol > carol
    alice < {"type":"joined"}
    bob   < {"type":"joined"}
    bob   > {"body":"/QUIT\\n"}
    bob   |
    alice < {"type":"left"}
    carol < {"type":"left"}
    alice > {"body":"/USERS\\n"}
    alice < {"sender":"","receiver":"alice","body":"alice <ONLINE>\\ncarol <ONLINE>\\nbob <OFFLINE>"}
    alice > {"body":"/START bob\\n"}
    alice > {"body":"are you there?\\n"}
    alice > {"body":"/STOP\\n"}
    alice > {"body":"/START nobody\\n"}
    alice < {"sender":"","type":"error","code":"user-not-found"}
    60 s
    bob   > bob
    bob   < {"sender":"alice","receiver":"bob","body":"are you there?","time":"${TIME}"}
    alice < {"type":"joined"}
    carol < {"type":"joined"}`,

  "a name that is refused is told, and may be given again, bare or in an object": `
    alice > alice
    bob   >
    bob   < {"sender":"","receiver":"","type":"error","code":"invalid-username"}
    bob   > alice
    bob   < {"type":"error","code":"username-taken"}
    bob   > 123
    alice < {"body":"123 joined the chat"}
    carol > b o b
    carol < {"type":"error","code":"invalid-username"}
    carol > {"body":"/login carol\\n"}
    carol < {"type":"welcome"}
    alice < {"type":"joined"}
    bob   < {"type":"joined"}`,

  "malformed lines of all kinds end nothing": `
    alice > alice
    bob   > bob
    alice < {"type":"joined"}
    alice > plain text
    alice < {"type":"error"}
    alice > {"body":" starts with a space\\n"}
    bob   < {"body":" starts with a space"}
    alice > {"body":"/START\\n"}
    alice < {"type":"error","code":"usage"}
    alice > {"body":"/FOO bar\\n"}
    alice < {"type":"error","code":"unknown-cmd"}`,
}, {
  settings: { jsonPort: 0, history: 0 },
  connect: (app) => app.connectTo("json"),
});

Deno.test("json dialect: on a port of its own the server keeps silent until the client speaks", async () => {
  await using app = await TestApp.start({ settings: { jsonPort: 0 } });
  const alice = await app.connectTo("json");
  app.clock.advance(1000);
  await alice.send("alice", '{"body":"/time"}');
  assert.equal(parseObject(await alice.line()).body, "2024-10-12 15:13:03");
});

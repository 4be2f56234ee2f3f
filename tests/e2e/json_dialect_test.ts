// Programs of the JSON dialect: how they speak and to whom. Every object that comes is held against the schema on the way.

import assert from "node:assert/strict";
import { STAMP } from "../support/fake_clock.ts";
import { parseObject } from "../support/json_schema.ts";
import { TestApp } from "../support/start_app.ts";
import { type Cast, play, transcripts, TWO } from "../support/transcript.ts";

const CAST: Cast = { alice: "json", bob: "json", carol: "json", again: "json" };
const BOTH = TWO.json;
const TIME = STAMP.slice(1, -1);

transcripts("json dialect", CAST, {
  "a login is answered by a welcome, and others are told": BOTH,

  "a text reaches the others as an object, and is not answered": `${BOTH}
    alice > {"body":"hello <b> & co"}
    bob   < {"sender":"alice","receiver":"#general","body":"hello <b> & co","time":"${TIME}","type":"message","id":3,"lobby":"general"}`,

  "newlines at the end of sender and body do not count, and neither does the sender": `${BOTH}
    alice > {"sender":"bob\\n","receiver":"","body":"hello\\r\\n\\n","time":"then","more":[1]}
    bob   < {"sender":"alice","body":"hello"}`,

  "newlines within a body become spaces, and control characters go": `${BOTH}
    alice > {"body":"one\\ntwo\\u001b[31m\\u0007\\u009b2J\\ud800"}
    bob   < {"body":"one two\ufffd"}`,

  "blank bodies mean nothing": `${BOTH}
    alice > {"body":""}
    alice > {"body":" \\n"}
    alice > {"body":"\\n","ref":7}
    alice < {"type":"error","code":"empty-text","ref":7}`,

  "a receiver gets the text as a direct message, whatever it looks like": `${BOTH}
    alice > {"receiver":"BOB\\n","body":"hey"}
    bob   < {"sender":"alice","receiver":"bob","body":"hey","type":"direct"}
    alice > {"receiver":"bob","body":"//time"}
    bob   < {"body":"/time","type":"direct"}
    bob   > {"body":"/reply yes?"}
    alice < {"sender":"bob","receiver":"alice","body":"yes?","type":"direct"}
    alice > {"receiver":"dave","body":"hey"}
    alice < {"type":"error","code":"user-not-found"}
    alice > {"receiver":"bob hey","body":"hey"}
    alice < {"type":"error","code":"user-not-found"}
    alice > {"receiver":["bob"],"body":"hey"}
    alice < {"type":"error","code":"malformed"}`,

  "a receiver does not matter to a command": `${BOTH}
    alice > {"receiver":"bob","body":"/time"}
    alice < {"reply":"time"}
    alice > {"receiver":null,"body":"hello"}
    bob   < {"type":"message","body":"hello"}`,

  "a lobby as receiver must be the one in which the client is, and goes before a conversation": `${BOTH}
    alice > {"receiver":"#General","body":"hello"}
    bob   < {"type":"message","body":"hello"}
    alice > {"receiver":"#gaming","body":"hello"}
    alice < {"type":"error","code":"not-allowed"}
    alice > {"body":"/start bob"}
    alice < {"type":"reply","reply":"done"}
    alice > {"body":"between us"}
    bob   < {"type":"direct","body":"between us"}
    alice > {"receiver":"#general","body":"to all"}
    bob   < {"type":"message","body":"to all"}`,

  "a message to somebody who is away is queued, and comes at the next login with its own time": `${BOTH}
    bob   > {"body":"/quit"}
    bob   < {"reply":"bye"}
    bob   |
    alice < {"type":"left"}
    alice > {"receiver":"bob","body":"one"}
    alice < {"type":"sent","to":"bob","queued":true}
    alice > {"receiver":"bob","body":"two","ref":2}
    alice < {"type":"sent","to":"bob","queued":true,"ref":2}
    60 s
    bob   > {"body":"/login bob"}
    bob   < {"type":"welcome","time":"2024-10-12 15:14:02"}
    bob   < {"sender":"alice","receiver":"bob","body":"one","time":"${TIME}","type":"direct"}
    bob   < {"sender":"alice","receiver":"bob","body":"two","time":"${TIME}","type":"direct"}
    alice < {"type":"joined"}`,

  "a line that is no such object is answered by an error, and the connection lives on": `${BOTH}
    alice > hello
    alice < {"sender":"","receiver":"alice","type":"error","code":"malformed"}
    alice > {
    alice < {"type":"error","code":"malformed"}
    alice > {}
    alice < {"type":"error","code":"malformed"}
    alice > []
    alice < {"type":"error","code":"malformed"}
    alice > null
    alice < {"type":"error","code":"malformed"}
    alice > "hello"
    alice < {"type":"error","code":"malformed"}
    alice > {"body":null}
    alice < {"type":"error","code":"malformed"}
    alice > {"body":"hello"}
    bob   < {"body":"hello"}`,
});

Deno.test("json dialect: a line over 4,096 bytes is refused, and the connection lives on", async () => {
  await using app = await TestApp.start();
  await play(
    app,
    CAST,
    `${BOTH}
    alice > ${JSON.stringify({ body: "x".repeat(5000) })}
    alice < {"type":"error","code":"line-too-long"}`,
  );
});

Deno.test("json dialect: objects sent ahead are answered in order, a last one without its end too", async () => {
  await using app = await TestApp.start();
  const client = await app.connect();
  await client.sendBytes(
    new TextEncoder().encode('{"body":"/login pipe"}\r\n{"body":"/ping"}\r\n{"body":"/who"}'),
  );
  await client.closeWrite();
  const objects = (await client.rest()).trimEnd().split("\n").map(parseObject);
  assert.deepEqual(objects.map(({ type }) => type), ["welcome", "reply", "reply"]);
  const [, , who] = objects;
  assert.ok(who?.type === "reply" && who.reply === "present");
  assert.deepEqual(who.users, [{ name: "pipe", picture: null, online: true, lobby: "general" }]);
});

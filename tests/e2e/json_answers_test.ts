// Programs of the JSON dialect: what they are answered, and how they know which line it answers.

import assert from "node:assert/strict";
import { commands } from "../../lib/commands/commands.ts";
import { BrokenDisk } from "../support/broken_disk.ts";
import { STAMP } from "../support/fake_clock.ts";
import { parseObject } from "../support/json_schema.ts";
import { TestApp } from "../support/start_app.ts";
import { type Cast, transcripts, TWO } from "../support/transcript.ts";

const CAST: Cast = { alice: "json", bob: "json", carol: "json", again: "json" };
const BOTH = TWO.json;
const TIME = STAMP.slice(1, -1);

transcripts("json dialect", CAST, {
  "a ref comes back with the id of the line that was stored": `${BOTH}
    alice > {"body":"hello","ref":"a-1"}
    alice < {"sender":"","receiver":"alice","body":"","type":"sent","id":3,"ref":"a-1","command":"say"}
    bob   < {"type":"message","id":3}
    alice > {"body":"/me waves","ref":2}
    alice < {"type":"sent","id":4,"ref":2,"command":"me"}
    bob   < {"sender":"alice","body":"* waves","type":"action","text":"waves","id":4}
    alice > {"body":"/tag bob look","ref":3}
    alice < {"type":"sent","id":5,"ref":3}
    bob   < {"sender":"alice","body":"@bob look","type":"tagged","to":"bob","text":"look","id":5}
    bob   < {"sender":"","receiver":"bob","body":"alice tagged you","type":"tagged-you","user":"alice"}
    alice > {"receiver":"bob","body":"psst","ref":4}
    alice < {"type":"sent","id":6,"ref":4,"to":"bob","queued":false,"body":""}
    bob   < {"sender":"alice","receiver":"bob","body":"psst","type":"direct","id":6}`,

  "a ref comes back with what a command answers, and with a refusal": `${BOTH}
    alice > {"body":"/time","ref":"t"}
    alice < {"type":"reply","reply":"time","body":"${TIME}","ref":"t","command":"time"}
    alice > {"body":"/stats dave","ref":"s"}
    alice < {"type":"error","code":"user-not-found","ref":"s","command":"stats"}
    alice > {"body":5,"ref":"b"}
    alice < {"type":"error","code":"malformed","ref":"b"}
    alice > {"body":"/quit","ref":"q"}
    alice < {"type":"reply","reply":"bye","ref":"q"}
    alice |
    bob   < {"type":"left","user":"alice","body":"alice has left our chat..."}`,

  "what was said before comes with the welcome and with another lobby, as it came live": `${BOTH}
    alice > {"body":"hello"}
    bob   < {"type":"message","id":3}
    alice > {"body":"/create cave no-pass a dark place"}
    alice < {"type":"reply","reply":"done"}
    alice > {"body":"/join cave"}
    alice < {"type":"moved","lobby":"cave","present":1,"description":"a dark place","events":[],"receiver":"alice"}
    bob   < {"type":"exited","user":"alice","lobby":"general","body":"alice has left the lobby"}
    alice > {"body":"/join cave","ref":1}
    alice < {"type":"error","code":"nothing-to-do","ref":1}
    alice > {"body":"/leave","ref":2}
    alice < {"type":"moved","lobby":"general"}
    alice < {"type":"reply","reply":"done","body":"","ref":2}
    bob   < {"type":"entered","user":"alice","body":"alice has joined the lobby"}`,
});

Deno.test("json dialect: /COMMANDS lists the names, /help says more, and both hold all there is to know", async () => {
  await using app = await TestApp.start();
  const alice = await app.connect();
  await alice.send('{"body":"/login alice"}', '{"body":"/COMMANDS"}', '{"body":"/help"}');
  parseObject(await alice.line());
  const names = parseObject(await alice.line());
  const help = parseObject(await alice.line());
  assert.deepEqual(
    names.body.split("\n"),
    commands.flatMap(({ name, aliases }) => [name, ...aliases]).map((name) => name.toUpperCase()),
  );
  assert.match(help.body, /^Commands:\n {2}\/help .*all commands/);
  for (const object of [names, help]) {
    assert.ok(object.type === "reply" && object.reply === "commands");
    assert.deepEqual(object.commands.map(({ name }) => name), commands.map(({ name }) => name));
  }
});

Deno.test("json dialect: every command of the catalogue with a ref is answered once, with that ref", async () => {
  await using app = await TestApp.start();
  const alice = await app.connect();
  await alice.send('{"body":"/login alice"}');
  parseObject(await alice.line());
  for (const { name, example } of commands.filter(({ name }) => name !== "quit")) {
    await alice.send(JSON.stringify({ body: `/${example}`, ref: name }), '{"body":"/ping"}');
    const refs: unknown[] = [];
    for (
      let object = parseObject(await alice.line());
      !(object.type === "reply" && object.reply === "pong" && object.ref === undefined);
      object = parseObject(await alice.line())
    ) refs.push("ref" in object ? object.ref : undefined);
    assert.deepEqual(refs.filter((ref) => ref !== undefined), [name], `/${example}`);
  }
});

Deno.test("json dialect: a history has the same objects as came live, so a client that comes back sees none twice", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = [await app.connect(), await app.connect()];
  await bob.send('{"body":"/login bob"}');
  parseObject(await bob.line());
  await alice.send(
    '{"body":"/login alice"}',
    '{"body":"one"}',
    '{"body":"/me two"}',
    '{"body":"/tag bob three"}',
  );
  const live = [];
  for (let count = 0; count < 4; count++) live.push(parseObject(await bob.line()));
  parseObject(await bob.line());
  await bob.send('{"body":"/history 4"}', '{"body":"/search one"}');
  const history = parseObject(await bob.line());
  assert.ok(history.type === "reply" && history.reply === "history");
  assert.deepEqual(history.events, live);
  assert.equal(history.more, true);
  assert.match(history.body, /^\[2024-10-12 15:13:02\]\[system\]: alice joined the chat\n/);
  const matches = parseObject(await bob.line());
  assert.ok(matches.type === "reply" && matches.reply === "matches");
  assert.deepEqual(matches.events, [live[1]]);
  const again = await app.connect();
  await again.send('{"body":"/login carol"}');
  const welcome = parseObject(await again.line());
  assert.ok(welcome.type === "welcome");
  assert.deepEqual(welcome.events.slice(-4), live);
});

Deno.test("json dialect: a text that cannot be stored is given back as it was typed", async () => {
  await using app = await TestApp.start();
  const alice = await app.connect();
  await alice.send('{"body":"/login alice"}');
  parseObject(await alice.line());
  using _ = new BrokenDisk(app.data);
  await alice.send('{"body":"//hello\\n","ref":2}');
  const error = parseObject(await alice.line());
  assert.ok(error.type === "error" && error.code === "not-stored" && error.ref === 2);
  assert.match(error.body, /Try again: \/\/hello$/);
});

// Scripts send everything at once, and may end at once: all of it is taken in order, and nothing is lost.

import assert from "node:assert/strict";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const encoder = new TextEncoder();
const ALICES_VISIT = [
  `${STAMP}[system]: alice joined the chat`,
  `${STAMP}[alice]: hello`,
  `${STAMP}[system]: alice has left our chat...`,
];

Deno.test("name, text and /quit in one packet are all taken, in order", async () => {
  await using app = await TestApp.start();
  const bob = await app.script("bob");
  const alice = await app.connect();
  await alice.sendBytes(encoder.encode("alice\nhello\n/quit\n"));
  await bob.expect(...ALICES_VISIT);
  assert.equal(await alice.rest(), `${STAMP}[system]: bob joined the chat\nGoodbye!\n`);
});

Deno.test("a person may send name, text and /quit at the prompt in one packet", async () => {
  await using app = await TestApp.start();
  const bob = await app.script("bob");
  const alice = await app.person();
  await alice.send("alice", "hello", "/quit");
  await bob.expect(...ALICES_VISIT);
  assert.match(await alice.rest(), /^Hello .*\n.*bob joined the chat.*\nGoodbye!\n$/);
});

for (
  const [how, bytes] of [
    ["with CRLF", "alice\r\nhello\r\n/quit\r\n"],
    ["with no newline after the last", "alice\nhello"],
    ["with no newline after the last, a command", "alice\nhello\n/quit"],
    ["with blank lines between", "alice\n\nhello\n  \n\n/quit\n"],
  ] as const
) {
  Deno.test(`lines ${how} and an end are all taken`, async () => {
    await using app = await TestApp.start();
    const bob = await app.script("bob");
    const alice = await app.connect();
    await alice.sendBytes(encoder.encode(bytes));
    await alice.closeWrite();
    await bob.expect(...ALICES_VISIT);
  });
}

Deno.test("a name alone, without a newline, is a short visit", async () => {
  await using app = await TestApp.start();
  const bob = await app.script("bob");
  const alice = await app.connect();
  await alice.sendBytes(encoder.encode("alice"));
  await alice.closeWrite();
  await bob.expect(`${STAMP}[system]: alice joined the chat`, `${STAMP}[system]: alice has left our chat...`);
});

Deno.test("whoever sends everything and goes away without reading is heard to the end", async () => {
  await using app = await TestApp.start();
  const bob = await app.script("bob");
  const alice = await app.connect();
  const lines = Array.from({ length: 500 }, (_, number) => `line ${number}`);
  await alice.send("alice", ...lines);
  alice.close();
  await bob.expect(`${STAMP}[system]: alice joined the chat`);
  await bob.expect(...lines.map((line) => `${STAMP}[alice]: ${line}`));
  await bob.expect(`${STAMP}[system]: alice has left our chat...`);
});

Deno.test("answers come in the order of the lines, whatever has to be stored first", async () => {
  await using app = await TestApp.start();
  const [alice] = await app.scripts("alice", "bob");
  await alice.send("/msg bob one", "/me waves", "/time", "/msg bob two", "hello", "/nonsense", "/ping");
  await alice.expect(
    `${STAMP}[DM to bob]: one`,
    "2024-10-12 15:13:02",
    `${STAMP}[DM to bob]: two`,
    /^! There is no command \/nonsense/,
    "pong",
  );
});

Deno.test("a script receives not one escape byte", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("hello \u001b[31mred\u001b[0m", "/me waves", "/tag bob look", "/msg bob hey", "/quit");
  await alice.rest();
  await bob.send("/help", "/help msg", "/users", "/users all", "/whois alice", "/stats", "/history");
  await bob.send("/search hello", "/msg alice later", "/theme", "/nonsense", "/quit");
  const received = await bob.rest();
  assert.match(received, /Goodbye!\n$/);
  assert.ok(!received.includes("\u001b"));
});

// How the same events look to people and to scripts.

import assert from "node:assert/strict";
import type { ChatClient } from "../support/chat_client.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const UP_AND_CLEAR = "\u001b[1A\u001b[2K";

function stripped(line: string): string {
  // deno-lint-ignore no-control-regex
  return line.replace(/\u001b\[[0-9;]*[A-Za-z]/g, "");
}

/** A person who has come in by the prompt and has read the greeting and the replay. */
async function person(app: TestApp, name: string): Promise<ChatClient> {
  const client = await app.person();
  await client.send(name);
  await client.fence();
  return client;
}

Deno.test("a person is greeted by name and told who is there", async () => {
  await using app = await TestApp.start({ settings: { history: 0 } });
  await app.script("bob");
  const alice = await app.person();
  await alice.send("alice");
  assert.equal(
    stripped(await alice.line()),
    "Hello alice, 2 people are in general. Type /help to see what you can do.",
  );
});

Deno.test("a person begins with theme classic: the lines of plain, coloured", async () => {
  await using app = await TestApp.start();
  const [script, alice] = await app.scripts("script", "alice");
  const bob = await person(app, "bob");
  await script.expect(`${STAMP}[system]: bob joined the chat`);
  await alice.send("hello", "/me waves", "/tag script look", "/quit");
  const lines = [
    `${STAMP}[alice]: hello`,
    `${STAMP} * alice waves`,
    `${STAMP}[alice]: @script look`,
    `${STAMP}[system]: alice has left our chat...`,
  ];
  await script.expect(...lines.slice(0, 3), "* alice tagged you", ...lines.slice(3));
  for (const line of lines) {
    const coloured = await bob.line();
    assert.ok(coloured.includes("\u001b["), `${coloured} has no colour`);
    assert.equal(stripped(coloured), line);
  }
});

Deno.test("replies in theme classic have the words of plain", async () => {
  await using app = await TestApp.start();
  const script = await app.script("script");
  const bob = await person(app, "bob");
  await script.fence();
  for (
    const command of [
      "/help",
      "/help tag",
      "/users",
      "/users all",
      "/whois bob",
      "/history",
      "/dance",
      "/time",
    ]
  ) {
    await script.send(command);
    await bob.send(command);
    assert.deepEqual((await bob.fence()).map(stripped), await script.fence(), command);
  }
});

Deno.test("an own line is not repeated in themes classic and plain", async () => {
  await using app = await TestApp.start();
  const bob = await person(app, "bob");
  await bob.send("hello");
  assert.deepEqual(await bob.fence(), []);
  await bob.send("/theme plain", "hello");
  assert.deepEqual(await bob.fence(), ["Lines look plain from now on."]);
});

Deno.test("theme cozy shows a picture, and how long ago", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await bob.send("/theme COZY");
  await bob.expect("Lines look cozy from now on.");
  await alice.send("hello", "/me waves", "/tag bob look", "/msg bob hey", "/quit");
  await alice.rest();
  const expected = [
    ["(=^・^=) alice [just now]", "  ╰─> hello"],
    ["(=^・^=) alice [just now]", "  ╰─> * alice waves"],
    ["(=^・^=) alice [just now]", "  ╰─> @bob look"],
    ["* alice tagged you"],
    ["(=^・^=) DM from alice [just now]", "  ╰─> hey"],
    ["(=^・^=) alice has left our chat... [just now]"],
  ];
  for (const line of expected.flat()) assert.equal(stripped(await bob.line()), line);
  app.clock.advance(125_000);
  await bob.send("/search hello");
  assert.equal(stripped(await bob.line()), "#3 (=^・^=) alice [2m ago]");
});

Deno.test("theme cozy paints over an own line as it was typed", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/theme cozy");
  await alice.expect("Lines look cozy from now on.");
  await alice.send("hello");
  const head = await alice.line();
  assert.ok(head.startsWith(UP_AND_CLEAR), `${JSON.stringify(head)} goes up`);
  assert.equal(stripped(head), "(=^・^=) alice [just now]");
  assert.equal(stripped(await alice.line()), "  ╰─> hello");
  await bob.expect(`${STAMP}[alice]: hello`);
});

Deno.test("a replay is shown in the theme of its viewer", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/theme cozy", "/me waves");
  await bob.expect(`${STAMP} * alice waves`);
  const carol = await app.person();
  await carol.send("carol");
  const shown = await carol.fence();
  assert.ok(shown.every((line) => line.includes("\u001b[")));
  assert.deepEqual(shown.slice(1).map(stripped), app.log().slice(0, -1));
});

Deno.test("a guest's theme is not handed to the next user of the name", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/theme cozy", "/quit");
  await bob.expect(`${STAMP}[system]: alice has left our chat...`);
  const again = await app.script("alice");
  await bob.send("hello");
  await again.expect(`${STAMP}[bob]: hello`);
});

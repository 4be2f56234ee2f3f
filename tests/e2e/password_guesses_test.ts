// Wrong passwords of names: three on one connection, then slower and slower for the name and for the address.

import assert from "node:assert/strict";
import type { ChatClient } from "../support/chat_client.ts";
import { TestApp } from "../support/start_app.ts";

const PASSWORD = "correct-horse";
const ASKED = /^! \w+ is registered\./;
const WRONG = "! Wrong name or password. A name that is not registered needs no password.";
const SLOWED = "! Too many wrong passwords. Try again in 1 second.";

/** alice and bob have registered their names. */
async function withNames(app: TestApp): Promise<void> {
  for (const client of await app.scripts("alice", "bob")) await client.ask(`/register ${PASSWORD}`);
}

/** A new connection that gives a name and then these passwords, and has been asked for the first. */
async function guess(
  app: TestApp,
  name: string,
  passwords: readonly string[],
  from?: string,
): Promise<ChatClient> {
  const client = await app.connect(from === undefined ? {} : { from });
  await client.send(name, ...passwords);
  await client.expect(ASKED);
  return client;
}

Deno.test("after three wrong passwords the connection is closed, and is told why", async () => {
  await using app = await TestApp.start();
  await withNames(app);
  const client = await guess(app, "alice", ["one", "two", "three", PASSWORD, "/ping"]);
  await client.expect(WRONG, WRONG, WRONG);
  assert.equal(await client.rest(), "! Too many wrong passwords. Goodbye!\n");
});

Deno.test("wrong passwords of different names count together on one connection", async () => {
  await using app = await TestApp.start();
  await withNames(app);
  const client = await guess(app, "alice", ["one", "", "bob", "two", "", "alice", "three", PASSWORD]);
  await client.expect(WRONG, /^! A name is needed/, ASKED, WRONG, /^! A name is needed/, ASKED, WRONG);
  assert.equal(await client.rest(), "! Too many wrong passwords. Goodbye!\n");
});

Deno.test("a person is asked again after a wrong password, and comes in with the right one", async () => {
  await using app = await TestApp.start();
  await withNames(app);
  const client = await app.person();
  await client.send("alice");
  for (const password of ["one", "two", PASSWORD]) {
    await client.expectText("[PASSWORD]: ");
    await client.send(password);
  }
  await client.expectText("Hello ");
});

Deno.test("after three wrong passwords the right one has to wait as well, twice as long each time", async () => {
  await using app = await TestApp.start();
  await withNames(app);
  await (await guess(app, "alice", ["one", "two", "three"])).rest();
  const client = await guess(app, "alice", [PASSWORD, "four"]);
  await client.expect(SLOWED, SLOWED);
  app.clock.advance(1000);
  await client.send("five", PASSWORD);
  await client.expect(WRONG, "! Too many wrong passwords. Try again in 2 seconds.");
  app.clock.advance(2000);
  await client.send(PASSWORD);
  await client.expect(/\[system\]: alice joined the chat$/);
});

Deno.test("a guesser never waits longer than five minutes, and is forgotten after an hour", async () => {
  await using app = await TestApp.start({ settings: { idleTimeout: 0 } });
  await withNames(app);
  await (await guess(app, "alice", ["one", "two", "three"])).rest();
  for (const minutes of [1, 2, 4, 5, 5, 5, 5, 5, 5, 5]) {
    app.clock.advance(minutes * 60_000);
    await (await guess(app, "alice", ["wrong"])).expect(WRONG);
  }
  await (await guess(app, "alice", [PASSWORD])).expect(
    "! Too many wrong passwords. Try again in 300 seconds.",
  );
  app.clock.advance(3_600_000);
  const client = await guess(app, "alice", ["one", "two", PASSWORD]);
  await client.expect(WRONG, WRONG, /\[system\]: alice joined the chat$/);
});

Deno.test("wrong passwords of a name count for that name at every address", async () => {
  await using app = await TestApp.start();
  await withNames(app);
  await (await guess(app, "alice", ["one", "two", "three"], "127.0.0.2")).rest();
  await (await guess(app, "ALICE", [PASSWORD], "127.0.0.3")).expect(SLOWED);
});

Deno.test("wrong passwords count for every name at their address, and at no other", async () => {
  await using app = await TestApp.start();
  await withNames(app);
  await (await guess(app, "alice", ["one", "two", "three"], "127.0.0.2")).rest();
  await (await guess(app, "bob", [PASSWORD], "127.0.0.2")).expect(SLOWED);
  await (await guess(app, "bob", [PASSWORD], "127.0.0.3")).expect(/\[system\]: alice joined the chat$/);
});

Deno.test("whoever has one password cannot clear the count of its address with it", async () => {
  await using app = await TestApp.start();
  await withNames(app);
  await (await guess(app, "alice", ["one", "two", "/quit"])).rest();
  await (await guess(app, "bob", [PASSWORD])).expect(/\[system\]: alice joined the chat$/);
  const client = await guess(app, "alice", ["three", PASSWORD]);
  await client.expect(WRONG, SLOWED);
});

Deno.test("wrong old passwords of /password count with those of the login", async () => {
  await using app = await TestApp.start({ settings: { history: 0 } });
  const [alice] = await app.scripts("alice");
  await alice.ask(`/register ${PASSWORD}`);
  const change = (old: string) => `/password ${old} new-staple`;
  const wrong = "! The old password is wrong. Nothing was changed.";
  assert.deepEqual(await alice.ask(change("one"), change("two"), change("three"), change(PASSWORD)), [
    wrong,
    wrong,
    wrong,
    SLOWED,
  ]);
  await (await guess(app, "alice", [PASSWORD], "127.0.0.2")).expect(SLOWED);
});

Deno.test("wrong passwords of a lobby do not slow the login", async () => {
  await using app = await TestApp.start();
  await withNames(app);
  const [carol] = await app.scripts("carol");
  await carol.ask("/create den hush friends");
  const dave = await app.script("dave");
  await dave.ask("/join den one", "/join den two", "/join den three");
  await (await guess(app, "alice", [PASSWORD])).expect(/\[system\]: alice joined the chat$/);
});

// Between lobbies: who sees what, and what is shown on entry.

import assert from "node:assert/strict";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

/** alice is in the lobby gaming, the others in general; all have read of it. */
async function inGaming<const Names extends readonly string[]>(app: TestApp, ...others: Names) {
  const clients = await app.scripts("alice", ...others);
  await clients[0].ask("/create gaming games", "/join gaming");
  for (const client of clients) await client.fence();
  return clients;
}

Deno.test("/join is told to both lobbies, and to the one who moves where it is", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await inGaming(app, "bob", "carol");
  assert.deepEqual(await bob.ask("/join gaming"), [
    "You are in gaming now, 2 people are here. games",
    `${STAMP}[system]: alice has joined the lobby`,
  ]);
  await alice.expect(`${STAMP}[system]: bob has joined the lobby`);
  await carol.expect(`${STAMP}[system]: bob has left the lobby`);
  assert.deepEqual([await alice.fence(), await carol.fence()], [[], []]);
});

Deno.test("a line is heard in its own lobby only", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await inGaming(app, "bob", "carol");
  await alice.ask("hello", "/me waves", "/tag carol look");
  await bob.ask("hello general");
  assert.deepEqual(await carol.fence(), ["* alice tagged you", `${STAMP}[bob]: hello general`]);
  assert.deepEqual(await alice.fence(), []);
});

Deno.test("lines go to the lobby in which their author was when it typed them", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await inGaming(app, "bob", "carol");
  await bob.send("one", "/join gaming", "two", "/leave", "three");
  await bob.fence();
  assert.deepEqual(await carol.fence(), [
    `${STAMP}[bob]: one`,
    `${STAMP}[system]: bob has left the lobby`,
    `${STAMP}[system]: bob has joined the lobby`,
    `${STAMP}[bob]: three`,
  ]);
  assert.deepEqual(await alice.fence(), [
    `${STAMP}[system]: bob has joined the lobby`,
    `${STAMP}[bob]: two`,
    `${STAMP}[system]: bob has left the lobby`,
  ]);
});

Deno.test("each lobby replays the last events of its own history on entry", async () => {
  await using app = await TestApp.start({ settings: { history: 2 } });
  const [alice, bob] = await inGaming(app, "bob");
  await alice.ask("one", "two", "three");
  await bob.ask("in general");
  assert.deepEqual((await bob.ask("/join gaming")).slice(1), [
    `${STAMP}[alice]: two`,
    `${STAMP}[alice]: three`,
  ]);
  assert.deepEqual((await bob.ask("/leave")).slice(1), [
    `${STAMP}[bob]: in general`,
    `${STAMP}[system]: bob has left the lobby`,
  ]);
});

Deno.test("/history and /search show the own lobby only", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await inGaming(app, "bob");
  await alice.ask("tea in gaming");
  await bob.ask("tea in general");
  assert.deepEqual(await alice.ask("/history"), [
    `${STAMP}[system]: alice has joined the lobby`,
    `${STAMP}[alice]: tea in gaming`,
  ]);
  assert.match((await alice.ask("/search tea")).join("|"), /^#\d+ [^|]*\[alice\]: tea in gaming$/);
  assert.match((await bob.ask("/search tea")).join("|"), /^#\d+ [^|]*\[bob\]: tea in general$/);
});

Deno.test("/leave goes back to general, where there is no further back", async () => {
  await using app = await TestApp.start({ settings: { history: 0 } });
  const [alice, bob] = await inGaming(app, "bob");
  assert.deepEqual(await alice.ask("/leave"), [
    "You are in general now, 2 people are here. Everybody starts here.",
  ]);
  await bob.expect(`${STAMP}[system]: alice has joined the lobby`);
  assert.deepEqual(await alice.ask("/leave"), ["! You are in general already."]);
});

Deno.test("a lobby's name is found in any case, and with a # before it", async () => {
  await using app = await TestApp.start({ settings: { history: 0 } });
  const [, bob] = await inGaming(app, "bob");
  assert.match(
    (await bob.ask("/join GAMING")).join("|"),
    /^You are in gaming now, 2 people are here\. games$/,
  );
  assert.deepEqual(await bob.ask("/join #gaming"), ["! You are in gaming already."]);
});

Deno.test("a lobby that is not there cannot be entered", async () => {
  await using app = await TestApp.start();
  const bob = await app.script("bob");
  assert.deepEqual(await bob.ask("/join nowhere", "/join"), [
    "! There is no lobby nowhere. /lobbies lists those there are.",
    "! Usage: /join <name> [password] - for example: /join gaming",
  ]);
});

Deno.test("/users shows the people of the own lobby, /users all where everybody is", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await inGaming(app, "bob");
  assert.deepEqual(await alice.ask("/users"), ["1 person in gaming:", "  (=^・^=) alice"]);
  assert.deepEqual(await bob.ask("/users", "/users all"), [
    "1 person in general:",
    "  (=^・^=) bob",
    "alice <ONLINE> in gaming",
    "bob <ONLINE> in general",
  ]);
});

Deno.test("a direct message finds its reader in any lobby", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await inGaming(app, "bob");
  assert.deepEqual(await bob.ask("/msg alice hey"), [`${STAMP}[DM to alice]: hey`]);
  await alice.expect(`${STAMP}[DM from bob]: hey`);
});

Deno.test("whoever goes from a lobby is seen to leave there, and begins in general again", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await inGaming(app, "bob", "carol");
  await bob.ask("/join gaming");
  await Promise.all([alice.fence(), carol.fence()]);
  bob.close();
  await alice.expect(`${STAMP}[system]: bob has left our chat...`);
  assert.deepEqual(await carol.fence(), []);
  await app.script("bob");
  await carol.expect(`${STAMP}[system]: bob joined the chat`);
  assert.deepEqual(await alice.fence(), []);
});

Deno.test("the log has the lines of all lobbies in the order in which they were said", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await inGaming(app, "bob");
  const before = app.log().length;
  for (const [client, text] of [[alice, "one"], [bob, "two"], [alice, "three"]] as const) {
    await client.ask(text);
  }
  assert.deepEqual(app.log().slice(before), [
    `${STAMP}[alice]: one`,
    `${STAMP}[bob]: two`,
    `${STAMP}[alice]: three`,
  ]);
});

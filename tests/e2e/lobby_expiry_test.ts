// Lobbies that nobody uses are closed; their lines stay in the log, and a lobby made again begins anew.

import assert from "node:assert/strict";
import type { ChatClient } from "../support/chat_client.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A server that nobody has to talk to for days; `lobbyTtl` in days. */
function start(lobbyTtl: number): Promise<TestApp> {
  return TestApp.start({ settings: { lobbyTtl, idleTimeout: 0, history: 10 } });
}

/** Lets time pass, and one hourly look at the lobbies at its end. */
async function pass(app: TestApp, ms: number): Promise<void> {
  app.clock.advance(ms - HOUR);
  await app.clock.whenArmed(HOUR);
  app.clock.advance(HOUR);
  await app.clock.whenArmed(HOUR);
}

async function names(client: ChatClient): Promise<readonly string[]> {
  return (await client.ask("/lobbies")).flatMap((line) => /^ {2}(\S+) \(/.exec(line)?.[1] ?? []);
}

Deno.test("a lobby is closed once nobody has used it for the set time, and not before", async () => {
  await using app = await start(30);
  const alice = await app.script("alice");
  await alice.ask("/create gaming games", "/join gaming", "hello", "/leave");
  await pass(app, 30 * DAY);
  assert.deepEqual(await names(alice), ["general", "gaming"]);
  await pass(app, HOUR);
  assert.deepEqual(await names(alice), ["general"]);
  assert.deepEqual(await alice.ask("/join gaming"), [
    "! There is no lobby gaming. /lobbies lists those there are.",
  ]);
});

Deno.test("a lobby in which nobody ever was is closed like any other", async () => {
  await using app = await start(1);
  const alice = await app.script("alice");
  await alice.ask("/create gaming games");
  await pass(app, DAY + HOUR);
  assert.deepEqual(await names(alice), ["general"]);
});

Deno.test("a visit keeps a lobby open for another such time", async () => {
  await using app = await start(30);
  const alice = await app.script("alice");
  await alice.ask("/create gaming games");
  await pass(app, 29 * DAY);
  await alice.ask("/join gaming", "/leave");
  await pass(app, 29 * DAY);
  assert.deepEqual(await names(alice), ["general", "gaming"]);
  await pass(app, 2 * DAY);
  assert.deepEqual(await names(alice), ["general"]);
});

Deno.test("a lobby with somebody in it stays open however silent it is, and so does general", async () => {
  await using app = await start(1);
  const alice = await app.script("alice");
  await alice.ask("/create gaming games", "/join gaming");
  await pass(app, 30 * DAY);
  assert.deepEqual(await names(alice), ["general", "gaming"]);
});

Deno.test("a time of 0 keeps every lobby", async () => {
  await using app = await start(0);
  const alice = await app.script("alice");
  await alice.ask("/create gaming games");
  assert.ok(!app.clock.armed.includes(HOUR));
  app.clock.advance(36_500 * DAY);
  assert.deepEqual(await names(alice), ["general", "gaming"]);
});

Deno.test("lobbies that nobody used while the server was down are closed when it starts", async () => {
  await using app = await start(7);
  const alice = await app.script("alice");
  await alice.ask("/create gaming games");
  app.clock.advance(8 * DAY);
  await using again = await app.restart();
  assert.deepEqual(await names(await again.script("bob")), ["general"]);
});

Deno.test("the lines of a closed lobby stay in the log", async () => {
  await using app = await start(1);
  const alice = await app.script("alice");
  await alice.ask("/create gaming games", "/join gaming", "hello", "/leave");
  const before = app.log();
  await pass(app, DAY + HOUR);
  assert.deepEqual(await names(alice), ["general"]);
  assert.deepEqual(app.log(), before);
  assert.ok(before.includes(`${STAMP}[alice]: hello`));
});

Deno.test("a lobby made again is a new one and shows nothing of the old", async () => {
  await using app = await start(1);
  const [, alice, bob] = await app.scripts("operator", "alice", "bob");
  await alice.ask("/create den hush my friends", "/join den", "secret tea", "/leave");
  await pass(app, DAY + HOUR);
  const before = app.log();
  await bob.ask("/create den no-pass open to all");
  assert.deepEqual(await bob.ask("/join den", "/search tea"), [
    "You are in den now, you are alone. open to all",
    "Nothing found in den. Try fewer words, or other ones.",
  ]);
  const events = (await bob.ask("/history", "/history 9 before 99")).map((line) => line.slice(STAMP.length));
  assert.deepEqual(events, ["[system]: bob has joined the lobby", "[system]: bob has joined the lobby"]);
  assert.match((await alice.ask("/join den", "/describe mine")).at(-1) ?? "", /^! Only /);
  assert.deepEqual(app.log().slice(0, before.length), before);
});

Deno.test("a closed lobby does not count for its creator", async () => {
  await using app = await start(1);
  const alice = await app.script("alice");
  const create = Array.from({ length: 10 }, (_, number) => `/create lobby-${number} no-pass a lobby`);
  await alice.ask(...create);
  assert.match((await alice.ask("/create one-more x")).join(), /^! You have 10 lobbies/);
  await pass(app, DAY + HOUR);
  assert.match((await alice.ask("/create one-more x")).join(), /^Created public lobby one-more\./);
});

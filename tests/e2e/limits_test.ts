// How much one user may say, and how many connections there may be.

import assert from "node:assert/strict";
import { readConfig } from "../../lib/config.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

/** Two messages at once, and two more in every ten seconds. */
const messageRate = { tokens: 2, perMilliseconds: 10_000 };
/** Milliseconds that a connection which the server closes has to go. */
const FLUSH_DEADLINE = 2000;

Deno.test("a message over the rate is not said, and comes back to its author", async () => {
  await using app = await TestApp.start({ settings: { messageRate } });
  const [alice, bob] = await app.scripts("alice", "bob");
  assert.deepEqual(await alice.ask("one", "two", "three  is lost?"), [
    "! Rate limited! Wait 5 seconds. Not sent: three  is lost?",
  ]);
  assert.deepEqual(await bob.fence(), [`${STAMP}[alice]: one`, `${STAMP}[alice]: two`]);
});

Deno.test("messages have a rate of five in ten seconds when nothing else is set", async () => {
  const defaults = readConfig({}, {}, {});
  assert.ok(defaults.ok);
  await using app = await TestApp.start({ settings: { messageRate: defaults.values.messageRate } });
  const alice = await app.script("alice");
  assert.deepEqual(await alice.ask("one", "two", "three", "four", "five"), []);
  assert.deepEqual(await alice.ask("six"), ["! Rate limited! Wait 2 seconds. Not sent: six"]);
});

Deno.test("a user may speak again after the wait that it was told", async () => {
  await using app = await TestApp.start({ settings: { messageRate } });
  const alice = await app.script("alice");
  await alice.ask("one", "two");
  app.clock.advance(1500);
  assert.deepEqual(await alice.ask("three"), ["! Rate limited! Wait 4 seconds. Not sent: three"]);
  app.clock.advance(2500);
  assert.deepEqual(await alice.ask("three"), ["! Rate limited! Wait 1 second. Not sent: three"]);
  app.clock.advance(1000);
  assert.deepEqual(await alice.ask("three"), []);
  assert.deepEqual(await alice.ask("four"), ["! Rate limited! Wait 5 seconds. Not sent: four"]);
});

for (const typed of ["/me waves", "/tag bob look", "/msg bob hey", "//help"]) {
  Deno.test(`${typed} counts as a message`, async () => {
    await using app = await TestApp.start({ settings: { messageRate } });
    const [alice, bob] = await app.scripts("alice", "bob");
    await alice.ask("one", "two");
    await bob.fence();
    assert.deepEqual(await alice.ask(typed), [
      `! Rate limited! Wait 5 seconds. Not sent: ${typed.replace("//", "/")}`,
    ]);
    assert.deepEqual(await bob.fence(), []);
  });
}

Deno.test("the rate is kept over a reconnect", async () => {
  await using app = await TestApp.start({ settings: { messageRate } });
  const alice = await app.script("alice");
  await alice.send("one", "two", "/quit");
  await alice.rest();
  const again = await app.script("alice");
  assert.deepEqual(await again.ask("three"), ["! Rate limited! Wait 5 seconds. Not sent: three"]);
});

Deno.test("the rate is each user's own", async () => {
  await using app = await TestApp.start({ settings: { messageRate } });
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.ask("one", "two", "three");
  assert.deepEqual(await bob.ask("hello"), [`${STAMP}[alice]: one`, `${STAMP}[alice]: two`]);
});

Deno.test("commands have a budget of their own: 30 in ten seconds, and messages do not count", async () => {
  await using app = await TestApp.start({ settings: { messageRate } });
  const alice = await app.script("alice");
  await alice.ask("one", "two", "three");
  const answers = await alice.ask(...Array<string>(31).fill("/time"));
  assert.deepEqual(answers.slice(30), ["! Rate limited! Wait 1 second."]);
  assert.ok(answers.slice(0, 30).every((answer) => answer === STAMP.slice(1, -1)));
  app.clock.advance(5000);
  assert.deepEqual(await alice.ask("four"), []);
});

Deno.test("a command over the budget does nothing, and /ping and /quit are free", async () => {
  await using app = await TestApp.start({ settings: { messageRate } });
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.ask(...Array<string>(30).fill("/time"));
  assert.deepEqual(await alice.ask("/create gaming games"), ["! Rate limited! Wait 1 second."]);
  assert.equal((await bob.ask("/lobbies"))[0], "1 lobby:");
  await alice.send("/quit");
  assert.equal(await alice.rest(), "Goodbye!\n");
});

Deno.test("a server that is full says so and closes, and has a place again when somebody has gone", async () => {
  await using app = await TestApp.start({ settings: { maxConnections: 2 } });
  const [alice, bob] = await app.scripts("alice", "bob");
  assert.equal(await (await app.connect()).rest(), "! This server is full. Come back later.\n");
  await alice.send("/quit");
  await alice.rest();
  app.clock.advance(FLUSH_DEADLINE);
  await app.script("carol");
  await bob.expect(/ alice has left our chat\.\.\.$/, / carol joined the chat$/);
});

Deno.test("an address with too many connections is told so, and others still come in", async () => {
  await using app = await TestApp.start({ settings: { maxConnectionsPerIp: 2 } });
  const [, bob] = await app.scripts("alice", "bob");
  const refused = await app.connect();
  assert.equal(await refused.rest(), "! Too many connections from your address. Close one of them first.\n");
  await app.script("carol", { from: "127.0.0.2" });
  await bob.expect(`${STAMP}[system]: carol joined the chat`);
  await bob.send("/quit");
  await bob.rest();
  app.clock.advance(FLUSH_DEADLINE);
  await app.script("dave");
});

Deno.test("a client that is refused sees why although it has spoken already", async () => {
  await using app = await TestApp.start({ settings: { maxConnections: 1 } });
  await app.script("alice");
  const bob = await app.connect();
  await bob.send("bob", "hello").catch(() => {});
  assert.equal(await bob.rest(), "! This server is full. Come back later.\n");
});

const connectionRate = { tokens: 3, perMilliseconds: 9000 };

Deno.test("an address with too many new connections is told how long to wait", async () => {
  await using app = await TestApp.start({ settings: { connectionRate } });
  const from = "127.0.0.2";
  for (const name of ["alice", "bob", "carol"]) await (await app.script(name, { from })).send("/quit");
  const refused = await app.connect({ from });
  assert.equal(await refused.rest(), "! Too many new connections from your address. Wait 3 seconds.\n");
  app.clock.advance(2999);
  assert.match(await (await app.connect({ from })).rest(), /^! Too many .* Wait 1 second\.\n$/);
  app.clock.advance(1);
  await app.script("dave", { from });
});

Deno.test("new connections are counted for each address, and not at all for the server's own machine", async () => {
  await using app = await TestApp.start({ settings: { connectionRate } });
  for (const name of ["alice", "bob", "carol"]) await app.script(name, { from: "127.0.0.2" });
  await app.script("dave", { from: "127.0.0.3" });
  for (const name of ["eve", "frank", "grace", "heidi", "ivan"]) await app.script(name);
});

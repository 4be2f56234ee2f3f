// However a client goes, the others see it leave once, and its name is free at that moment.

import assert from "node:assert/strict";
import { tcpTransport } from "../../lib/net/transport.ts";
import type { ChatClient } from "../support/chat_client.ts";
import { STAMP } from "../support/fake_clock.ts";
import { ResettingClient } from "../support/resetting_client.ts";
import { TestApp } from "../support/start_app.ts";

const JOINED = `${STAMP}[system]: alice joined the chat`;
const LEFT = `${STAMP}[system]: alice has left our chat...`;
const encoder = new TextEncoder();

/** Bob has seen alice leave: she comes in again at once, and that is all that he sees. */
async function assertGoneOnce(app: TestApp, bob: ChatClient): Promise<void> {
  const alice = await app.script("alice");
  await bob.expect(JOINED);
  assert.deepEqual(await bob.fence(), []);
  assert.deepEqual(await alice.fence(), []);
}

/** Somebody who is logged in and can go by a reset. */
async function resettingScript(app: TestApp, name = "alice"): Promise<ResettingClient> {
  const client = await ResettingClient.connect(app.port);
  await client.send(`${name}\n/ping\n`);
  await client.expectText("pong\n");
  return client;
}

/** Each lets alice come in and go. */
const VISITS: Readonly<Record<string, (app: TestApp) => Promise<unknown>>> = {
  "closes": async (app) => (await app.script("alice")).close(),
  "is reset": async (app) => (await resettingScript(app)).reset(),
  "ends its sending half": async (app) => (await app.script("alice")).closeWrite(),
  "says /quit": async (app) => (await app.script("alice")).send("/quit"),
  "says /quit twice and closes": async (app) => {
    const alice = await app.script("alice");
    await alice.send("/quit", "/quit");
    alice.close();
  },
  "asks for much and closes": async (app) => {
    const alice = await app.script("alice");
    await alice.send(...Array<string>(50).fill("/help"));
    alice.close();
  },
  "asks for much and is reset": async (app) => {
    const alice = await resettingScript(app);
    await alice.send("/help\n".repeat(50));
    await alice.reset();
  },
  "closes in the middle of its login": async (app) => {
    const alice = await app.connect();
    await alice.send("alice");
    alice.close();
  },
};
for (const [how, visit] of Object.entries(VISITS)) {
  Deno.test(`a client that ${how} has left once and its name is free`, async () => {
    await using app = await TestApp.start();
    const bob = await app.script("bob");
    await visit(app);
    await bob.expect(JOINED, LEFT);
    await assertGoneOnce(app, bob);
  });
}

Deno.test("the place of a client that went is given to the next, however it went", async () => {
  await using app = await TestApp.start({ settings: { maxConnections: 2 } });
  const bob = await app.script("bob");
  for (const visit of [...Object.values(VISITS), ...Object.values(VISITS)]) {
    await visit(app);
    await bob.expect(/alice joined the chat$/, /alice has left our chat\.\.\.$/);
    // Who says /quit keeps its place until it ends its half as well, for two seconds at most.
    app.clock.advance(2000);
  }
});

Deno.test("half a line before a proper end is said", async () => {
  await using app = await TestApp.start();
  const [bob, alice] = await app.scripts("bob", "alice");
  await alice.sendBytes(encoder.encode("half"));
  alice.close();
  await bob.expect(`${STAMP}[alice]: half`, LEFT);
  await assertGoneOnce(app, bob);
});

Deno.test("half a line before a reset is not said", async () => {
  await using app = await TestApp.start();
  const bob = await app.script("bob");
  const alice = await resettingScript(app);
  await alice.send("half");
  await alice.reset();
  await bob.expect(JOINED, LEFT);
  await assertGoneOnce(app, bob);
});

Deno.test("a client that is reset at the prompt was never there", async () => {
  await using app = await TestApp.start();
  const bob = await app.script("bob");
  const alice = await ResettingClient.connect(app.port);
  await app.clock.whenArmed(200);
  app.clock.advance(200);
  await alice.expectText("[ENTER YOUR NAME]: ");
  await alice.send("alice");
  await alice.reset();
  await assertGoneOnce(app, bob);
});

/** Enough for the replay to be longer than what the system keeps for a client that does not read. */
const LONG = "x".repeat(4000);

Deno.test("a client that is reset in its replay has left once, and its queued messages come again", async () => {
  await using app = await TestApp.start({ settings: { history: 1000 } });
  const [bob, alice] = await app.scripts("bob", "alice");
  await alice.send("/quit");
  await bob.expect(LEFT);
  await bob.send(...Array<string>(1000).fill(LONG), "/msg alice hey");
  await bob.fence();
  const again = await ResettingClient.connect(app.port);
  await again.send("alice\n");
  await again.expectText("x");
  await again.reset();
  await bob.expect(JOINED, LEFT);
  assert.equal((await app.enter("alice")).shown.at(-1), `${STAMP}[DM from bob]: hey`);
  await bob.expect(JOINED);
  assert.deepEqual(await bob.fence(), []);
});

Deno.test("a client that ends its sending half gets all that is due to it before the end", async () => {
  await using app = await TestApp.start();
  const [bob] = await app.scripts("bob");
  await bob.send(...Array<string>(501).fill(LONG));
  await bob.fence();
  // How much the system keeps is its own affair: with one of these numbers the end comes while answers wait.
  for (let asked = 1; asked <= 4; asked++) {
    const alice = await app.script("alice");
    await alice.send(...Array<string>(asked).fill("/history 500"), "/msg bob bye");
    await alice.closeWrite();
    for (let round = 0; round < 50; round++) await bob.fence();
    const lines = (await alice.rest()).split("\n");
    // Each answer has 500 events and a line that says how to read on.
    assert.equal(lines.length, asked * 501 + 2);
    assert.deepEqual(lines.slice(-2), [`${STAMP}[DM to bob]: bye`, ""]);
  }
});

Deno.test("a client that says /quit and goes on sending gets all that is due to it as well", async () => {
  await using app = await TestApp.start();
  const [bob, alice] = await app.scripts("bob", "alice");
  await bob.send(...Array<string>(500).fill(LONG));
  await bob.fence();
  await alice.fence();
  await alice.send("/history 500", "/quit", ...Array<string>(1000).fill("too late"));
  await bob.expect(LEFT);
  const lines = (await alice.rest()).split("\n");
  assert.equal(lines.filter((line) => line === `${STAMP}[bob]: ${LONG}`).length, 500);
  assert.equal(lines.at(-2), "Goodbye!");
  await assertGoneOnce(app, bob);
});

Deno.test("50 clients that vanish at once have left once each, and all 50 can come again", async () => {
  await using app = await TestApp.start();
  const bob = await app.script("bob");
  const names = Array.from({ length: 50 }, (_, index) => `robot-${index}`);
  const robots = await Promise.all(names.map(async (name, index) => {
    if (index % 2 === 0) return await app.script(name);
    return await resettingScript(app, name);
  }));
  await bob.fence();
  await Promise.all(robots.map((robot) => "reset" in robot ? robot.reset() : robot.close()));
  const seen: string[] = [];
  while (seen.length < names.length) seen.push(await bob.line());
  assert.deepEqual(seen.sort(), names.map((name) => `${STAMP}[system]: ${name} has left our chat...`).sort());
  assert.deepEqual(await bob.fence(), []);
  await Promise.all(names.map((name) => app.script(name)));
  assert.equal((await bob.fence()).length, names.length);
});

Deno.test("tcpTransport has the system look after peers that vanish without a word", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  using _client = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
  const conn = await listener.accept();
  const asked: unknown[] = [];
  conn.setKeepAlive = (on) => asked.push(on);
  tcpTransport(conn).close();
  assert.deepEqual(asked, [true]);
});

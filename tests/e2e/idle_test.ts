// Clients that keep silent: at the prompt, and in the chat.

import assert from "node:assert/strict";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const MINUTE = 60_000;
const WARNING = "[system]: You have been silent for a while. Say something within 60 seconds to stay.";
const GOODBYE = "[system]: You were silent for too long. Goodbye!";
const TOO_LONG = "Logging in took too long. Come again!";

Deno.test("whoever gives no name within a minute is told so and let go", async () => {
  await using app = await TestApp.start();
  const client = await app.person();
  app.clock.advance(MINUTE - 200 - 1);
  await client.send("x");
  await client.expectText("[ENTER YOUR NAME]: ");
  app.clock.advance(1);
  assert.ok((await client.rest()).includes(`! ${TOO_LONG}`));
});

Deno.test("whoever gives no password within that minute is let go as well", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  await alice.ask("/register correct-horse");
  const client = await app.person();
  app.clock.advance(MINUTE - 201);
  await client.send("alice");
  await client.expectText("[PASSWORD]: ");
  app.clock.advance(1);
  assert.ok((await client.rest()).includes(`! ${TOO_LONG}`));
});

Deno.test("a client that never ends its first line is let go after the minute", async () => {
  await using app = await TestApp.start();
  const client = await app.connect();
  await app.clock.whenArmed(200);
  await client.sendBytes(new TextEncoder().encode("ali"));
  app.clock.advance(MINUTE);
  await client.rest();
});

Deno.test("whoever has given a name in time stays beyond the minute", async () => {
  await using app = await TestApp.start();
  const client = await app.person();
  app.clock.advance(MINUTE - 201);
  await client.send("alice");
  await client.fence();
  app.clock.advance(MINUTE);
  assert.deepEqual(await client.fence(), []);
});

Deno.test("bytes without the end of a line keep nobody from being silent", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  app.clock.advance(5 * MINUTE);
  // Telnet's timing mark is answered when all before it was read.
  await alice.sendBytes(Uint8Array.of(...new TextEncoder().encode("half a li"), 255, 253, 6));
  await alice.expectText("\x06");
  app.clock.advance(4 * MINUTE);
  await alice.expect(`[2024-10-12 15:22:02]${WARNING}`);
});

Deno.test("whoever is silent for ten minutes is warned a minute before, and let go", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  app.clock.advance(9 * MINUTE);
  await alice.expect(`[2024-10-12 15:22:02]${WARNING}`);
  app.clock.advance(MINUTE);
  assert.equal(await alice.rest(), `[2024-10-12 15:23:02]${GOODBYE}\n`);
});

Deno.test("the others see a silent user leave", async () => {
  await using app = await TestApp.start({ settings: { idleTimeout: 120 } });
  const [alice, bob] = await app.scripts("alice", "bob");
  app.clock.advance(MINUTE);
  await bob.fence();
  app.clock.advance(MINUTE);
  await alice.rest();
  await bob.expectText("[2024-10-12 15:15:02][system]: alice has left our chat...\n");
});

Deno.test("a line is a sign of life", async () => {
  await using app = await TestApp.start({ settings: { idleTimeout: 120 } });
  const [alice, bob] = await app.scripts("alice", "bob");
  app.clock.advance(MINUTE - 1);
  await alice.send("hello");
  await bob.expect(/\[alice\]: hello$/);
  await bob.fence();
  app.clock.advance(MINUTE - 1);
  assert.deepEqual(await alice.fence(), []);
});

Deno.test("a command is a sign of life", async () => {
  await using app = await TestApp.start({ settings: { idleTimeout: 120 } });
  const alice = await app.script("alice");
  app.clock.advance(MINUTE - 1);
  await alice.send("/time");
  await alice.expect("2024-10-12 15:14:01");
  app.clock.advance(MINUTE - 1);
  assert.deepEqual(await alice.fence(), []);
});

Deno.test("what others say is no sign of life", async () => {
  await using app = await TestApp.start({ settings: { idleTimeout: 120 } });
  const [alice, bob] = await app.scripts("alice", "bob");
  app.clock.advance(MINUTE - 1);
  await bob.ask("hello", "/msg alice hey");
  app.clock.advance(1);
  await alice.expect(/\[bob\]: hello$/, /\[DM from bob\]: hey$/, `[2024-10-12 15:14:02]${WARNING}`);
});

Deno.test("whoever speaks after the warning stays, and is warned again after another silence", async () => {
  await using app = await TestApp.start({ settings: { idleTimeout: 120 } });
  const alice = await app.script("alice");
  app.clock.advance(MINUTE);
  await alice.expect(`[2024-10-12 15:14:02]${WARNING}`);
  app.clock.advance(MINUTE - 1);
  assert.deepEqual(await alice.fence(), []);
  app.clock.advance(MINUTE);
  await alice.expect(`[2024-10-12 15:16:01]${WARNING}`);
});

Deno.test("a timeout too short for a warning has none", async () => {
  await using app = await TestApp.start({ settings: { idleTimeout: 60 } });
  const alice = await app.script("alice");
  app.clock.advance(MINUTE);
  assert.equal(await alice.rest(), `[2024-10-12 15:14:02]${GOODBYE}\n`);
});

Deno.test("a timeout of 0 lets everybody be silent for ever", async () => {
  await using app = await TestApp.start({ settings: { idleTimeout: 0, lobbyTtl: 0 } });
  const [alice, bob] = await app.scripts("alice", "bob");
  app.clock.advance(365 * 24 * 60 * MINUTE);
  await bob.ask("hello");
  assert.match((await alice.fence()).join(), /\[bob\]: hello$/);
});

Deno.test("a warning looks like a line of the system, and is not in the history", async () => {
  await using app = await TestApp.start({ settings: { idleTimeout: 120 } });
  const alice = await app.script("alice");
  app.clock.advance(MINUTE);
  await alice.expect(`[2024-10-12 15:14:02]${WARNING}`);
  assert.deepEqual(await alice.ask("/history"), [`${STAMP}[system]: alice joined the chat`]);
});

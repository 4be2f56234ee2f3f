// Keeping out whoever comes from an address: those who are here go at once, later ones get one line and no banner.

import assert from "node:assert/strict";
import type { ChatClient } from "../support/chat_client.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const MINUTES = 60_000;
/** Nobody is sent away for being silent while the clock is turned. */
const PATIENT = { idleTimeout: 0 };
const TWO = { from: "127.0.0.2" };
const THREE = { from: "127.0.0.3" };
const REFUSAL = "! Your address is banned until 2024-10-12 15:23:02: spam\n";

/** The lines that a command of somebody's is answered with. */
async function answers(client: ChatClient, typed: string): Promise<readonly string[]> {
  await client.fence();
  await client.send(typed);
  return await client.fence();
}

/** All that a client from an address gets that is turned away at once. */
async function refusal(app: TestApp, from: string, ...lines: readonly string[]): Promise<string> {
  const client = await app.connect({ from });
  if (lines.length > 0) await client.send(...lines);
  return await client.rest();
}

/** alice, an operator who comes from 127.0.0.1, and bob, who comes from 127.0.0.2. */
async function two(app: TestApp) {
  const alice = await app.script("alice");
  const bob = await app.script("bob", TWO);
  await alice.fence();
  return { alice, bob };
}

Deno.test("those who come from a banned address are told reason and end, and go at once", async () => {
  await using app = await TestApp.start();
  const { alice, bob } = await two(app);
  const carol = await app.script("carol", TWO);
  const dave = await app.script("dave", THREE);
  for (const each of [bob, carol, dave]) await each.fence();
  assert.deepEqual(await answers(alice, "/ban 127.0.0.2 10m spam"), [
    `${STAMP}[system]: bob has left our chat...`,
    `${STAMP}[system]: carol has left our chat...`,
    "127.0.0.2 is banned for 10m. It hit bob, carol.",
  ]);
  for (const each of [bob, carol]) {
    assert.match(
      await each.rest(),
      /! Your address was banned by alice until 2024-10-12 15:23:02: spam\n$/,
    );
  }
  await dave.expect(
    `${STAMP}[system]: an address was banned by alice for 10m: spam`,
    `${STAMP}[system]: bob has left our chat...`,
    `${STAMP}[system]: carol has left our chat...`,
  );
});

Deno.test("an address is told to operators alone, and is not in the log", async () => {
  await using app = await TestApp.start();
  const { alice } = await two(app);
  await answers(alice, "/ban 127.0.0.2 10m spam");
  await answers(alice, "/unban 127.0.0.2");
  assert.deepEqual(app.log().filter((line) => line.includes("127.0.0.2")), []);
  assert.deepEqual(app.log().filter((line) => line.includes("address")), [
    `${STAMP}[system]: an address was banned by alice for 10m: spam`,
    `${STAMP}[system]: an address ban was lifted by alice`,
  ]);
});

Deno.test("later clients from a banned address get one line, before any banner, whether they speak or not", async () => {
  await using app = await TestApp.start();
  const { alice } = await two(app);
  await answers(alice, "/ban 127.0.0.2 10m spam");
  assert.equal(await refusal(app, "127.0.0.2"), REFUSAL);
  assert.equal(await refusal(app, "127.0.0.2", "bob", "hello"), REFUSAL);
  // Others see nothing of them, and come as before.
  assert.deepEqual(await alice.fence(), []);
  await app.script("carol", THREE);
});

Deno.test("an address may come again when its ban ends, not before", async () => {
  await using app = await TestApp.start({ settings: PATIENT });
  const { alice } = await two(app);
  await answers(alice, "/ban 127.0.0.2 10m spam");
  app.clock.advance(10 * MINUTES - 1);
  assert.equal(await refusal(app, "127.0.0.2"), REFUSAL);
  app.clock.advance(1);
  await app.script("bob", TWO);
  assert.deepEqual(await answers(alice, "/unban 127.0.0.2"), ["! 127.0.0.2 is not banned."]);
});

Deno.test("an address that is banned for good may come again after /unban", async () => {
  await using app = await TestApp.start();
  const { alice } = await two(app);
  await answers(alice, "/ban 127.0.0.2");
  assert.equal(await refusal(app, "127.0.0.2"), "! Your address is banned for good.\n");
  assert.deepEqual(await answers(alice, "/unban 127.0.0.2"), ["127.0.0.2 may come again."]);
  await app.script("bob", TWO);
});

Deno.test("the newest ban of an address counts, also when it is shorter", async () => {
  await using app = await TestApp.start();
  const { alice } = await two(app);
  await answers(alice, "/ban 127.0.0.2");
  await answers(alice, "/ban 127.0.0.2 10m spam");
  assert.equal(await refusal(app, "127.0.0.2"), REFUSAL);
});

Deno.test("a range keeps out every address in it, and no other", async () => {
  await using app = await TestApp.start();
  const { alice, bob } = await two(app);
  const eve = await app.script("eve", { from: "127.0.0.6" });
  // Host bits are of no account.
  assert.equal(
    (await answers(alice, "/ban 127.0.0.6/30 10m spam")).at(-1),
    "127.0.0.4/30 is banned for 10m. It hit eve.",
  );
  await eve.rest();
  for (const host of [4, 7]) assert.equal(await refusal(app, `127.0.0.${host}`), REFUSAL);
  for (const host of [3, 8]) await app.script(`from-${host}`, { from: `127.0.0.${host}` });
  await bob.fence();
});

Deno.test("an address within a banned range is lifted with the range alone, which /unban says", async () => {
  await using app = await TestApp.start();
  const { alice } = await two(app);
  await answers(alice, "/ban 127.0.0.4/30");
  assert.deepEqual(await answers(alice, "/unban 127.0.0.5"), [
    "! 127.0.0.5 is banned with all of 127.0.0.4/30: /unban 127.0.0.4/30 lets them all come again.",
  ]);
  assert.deepEqual(await answers(alice, "/unban 127.0.0.6/30"), ["127.0.0.4/30 may come again."]);
  await app.script("eve", { from: "127.0.0.5" });
});

Deno.test("an IPv4 address in the form of IPv6 is the same address", async () => {
  await using app = await TestApp.start();
  const { alice, bob } = await two(app);
  assert.equal(
    (await answers(alice, "/ban ::ffff:127.0.0.2 10m spam")).at(-1),
    "127.0.0.2 is banned for 10m. It hit bob.",
  );
  await bob.rest();
  assert.equal(await refusal(app, "127.0.0.2"), REFUSAL);
});

Deno.test("a client who was at the prompt when its address was banned does not get in", async () => {
  await using app = await TestApp.start();
  const { alice } = await two(app);
  const carol = await app.person(TWO);
  await answers(alice, "/ban 127.0.0.2 10m spam");
  await carol.send("carol");
  assert.ok((await carol.expectText("[ENTER YOUR NAME]: ")).includes(REFUSAL.trimEnd()));
  assert.deepEqual(await alice.fence(), []);
});

Deno.test("a banned address stays banned under another name, and the user may come from elsewhere", async () => {
  await using app = await TestApp.start();
  const { alice, bob } = await two(app);
  await answers(alice, "/ban 127.0.0.2 10m spam");
  await bob.rest();
  assert.equal(await refusal(app, "127.0.0.2", "robert"), REFUSAL);
  await app.script("bob", THREE);
});

Deno.test("bans of addresses are there after a kill -9, and end at their time", async () => {
  await using app = await TestApp.start({ settings: PATIENT });
  const { alice } = await two(app);
  await answers(alice, "/ban 127.0.0.2 10m spam");
  await answers(alice, "/ban 127.0.0.4/30");
  await using next = await app.afterCrash();
  assert.equal(await refusal(next, "127.0.0.2"), REFUSAL);
  assert.equal(await refusal(next, "127.0.0.5"), "! Your address is banned for good.\n");
  next.clock.advance(10 * MINUTES);
  await next.script("bob", TWO);
  assert.equal(await refusal(next, "127.0.0.5"), "! Your address is banned for good.\n");
});

Deno.test("a hostile reason shows clean to those whom it hits, now and later", async () => {
  await using app = await TestApp.start();
  const { alice, bob } = await two(app);
  await answers(alice, "/ban 127.0.0.2 10m \u001b[2J\u001b]0;owned\u0007sp\u009b31mam\u202e");
  assert.match(await bob.rest(), /until 2024-10-12 15:23:02: spam\n$/);
  assert.equal(await refusal(app, "127.0.0.2"), REFUSAL);
});

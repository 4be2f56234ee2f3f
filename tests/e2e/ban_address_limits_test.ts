// Whom a ban of an address cannot reach, and what is no address.

import assert from "node:assert/strict";
import type { ChatClient } from "../support/chat_client.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const TWO = { from: "127.0.0.2" };

/** The lines that a command of somebody's is answered with. */
async function answers(client: ChatClient, typed: string): Promise<readonly string[]> {
  await client.fence();
  await client.send(typed);
  return await client.fence();
}

/** alice, an operator who comes from 127.0.0.1, and bob, who comes from 127.0.0.2. */
async function two(app: TestApp) {
  const alice = await app.script("alice");
  const bob = await app.script("bob", TWO);
  await alice.fence();
  return { alice, bob };
}

/** dave, an operator who comes from another address than 127.0.0.1. */
async function operatorFrom(app: TestApp, alice: ChatClient, from: string): Promise<ChatClient> {
  const dave = await app.script("dave", { from });
  await dave.send("/register correct-horse");
  await dave.fence();
  assert.deepEqual(await answers(alice, "/op dave"), ["dave is an operator now."]);
  await dave.fence();
  return dave;
}

for (
  const [subject, refused] of [
    ["127.0.0.1", "! The server's own machine cannot be banned."],
    ["::1", "! The server's own machine cannot be banned."],
    ["0:0:0:0:0:0:0:1", "! The server's own machine cannot be banned."],
    ["::ffff:127.0.0.1", "! The server's own machine cannot be banned."],
    ["127.0.0.9", "! 127.0.0.9 is your own address. Nothing was done."],
    ["127.0.0.9/32", "! 127.0.0.9 is your own address. Nothing was done."],
    ["127.0.0.0/8", "! 127.0.0.0/8 holds your own address. Nothing was done."],
    ["0.0.0.0/0", "! 0.0.0.0/0 holds your own address. Nothing was done."],
  ] as const
) {
  Deno.test(`/ban ${subject} of an operator at 127.0.0.9 locks out nobody`, async () => {
    await using app = await TestApp.start();
    const { alice, bob } = await two(app);
    const dave = await operatorFrom(app, alice, "127.0.0.9");
    await Promise.all([alice.fence(), bob.fence()]);
    assert.deepEqual(await answers(dave, `/ban ${subject}`), [refused]);
    assert.deepEqual([await alice.fence(), await bob.fence()], [[], []]);
    assert.deepEqual(await answers(dave, "/bans"), ["Nobody is muted or banned."]);
  });
}

Deno.test("a range around 127.0.0.1 does not lock it out, neither now nor later", async () => {
  await using app = await TestApp.start();
  const { alice, bob } = await two(app);
  const carol = await app.script("carol");
  const dave = await operatorFrom(app, alice, "127.0.0.9");
  assert.equal(
    (await answers(dave, "/ban 127.0.0.0/29")).at(-1),
    "127.0.0.0/29 is banned for good. It hit bob.",
  );
  await bob.rest();
  assert.equal((await carol.fence()).at(-1), `${STAMP}[system]: bob has left our chat...`);
  await app.script("eve");
});

Deno.test("operators who share a banned address stay", async () => {
  await using app = await TestApp.start();
  const { alice, bob } = await two(app);
  const dave = await operatorFrom(app, alice, "127.0.0.2");
  assert.equal((await answers(alice, "/ban 127.0.0.2")).at(-1), "127.0.0.2 is banned for good. It hit bob.");
  await bob.rest();
  await dave.send("still here");
  await alice.expect(`${STAMP}[dave]: still here`);
});

Deno.test("a ban that hits nobody who is here says so", async () => {
  await using app = await TestApp.start();
  const { alice } = await two(app);
  assert.deepEqual(await answers(alice, "/ban 192.0.2.7"), [
    "192.0.2.7 is banned for good. It hit nobody who is here.",
  ]);
  assert.deepEqual(await answers(alice, "/ban 2001:DB8:0:0::/64 7d"), [
    "2001:db8::/64 is banned for 7d. It hit nobody who is here.",
  ]);
});

for (
  const subject of [
    "192.0.2",
    "192.0.2.256",
    "192.0.2.7/33",
    "192.0.2.007",
    "2001:db8::/129",
    "fe80::1%lo",
    "*",
  ]
) {
  Deno.test(`/ban ${subject} is refused, as it is no address`, async () => {
    await using app = await TestApp.start();
    const { alice } = await two(app);
    assert.deepEqual(await answers(alice, `/ban ${subject}`), [
      `! ${subject} is neither a user nor an address. /users all lists everybody.`,
    ]);
    assert.deepEqual(await answers(alice, "/bans"), ["Nobody is muted or banned."]);
  });
}

Deno.test("a creator cannot ban addresses, not even from the own lobby", async () => {
  await using app = await TestApp.start();
  const { alice, bob } = await two(app);
  const carol = await app.script("carol", { from: "127.0.0.3" });
  await bob.send("/create chess no-pass play chess", "/join chess");
  await bob.fence();
  await carol.send("/join chess");
  await carol.fence();
  assert.deepEqual(await answers(bob, "/ban 127.0.0.3"), ["! Only operators may ban addresses."]);
  assert.deepEqual(await answers(bob, "/unban 127.0.0.3"), ["! Only operators may lift bans of addresses."]);
  await carol.send("still here");
  await bob.expect(`${STAMP}[carol]: still here`);
  await alice.fence();
});

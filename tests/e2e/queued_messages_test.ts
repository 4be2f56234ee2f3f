// Messages to those who are away are kept for them, and count as delivered once their reader is seen to be there.

import assert from "node:assert/strict";
import type { ChatClient } from "../support/chat_client.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const HEY = `${STAMP}[DM from alice]: hey`;
const LEFT = `${STAMP}[system]: bob has left our chat...`;

/** Alice is here, bob was. */
async function bobIsAway(app: TestApp): Promise<ChatClient> {
  const [alice, bob] = await app.scripts("alice", "bob");
  await bob.send("/quit");
  await alice.expect(LEFT);
  return alice;
}

/** Alice writes to bob, who is away. */
async function heyToBob(app: TestApp): Promise<ChatClient> {
  const alice = await bobIsAway(app);
  await alice.send("/msg bob hey");
  await alice.expect(`${STAMP}[DM to bob, offline]: hey`, /^bob has no password/);
  return alice;
}

/** Bob comes in and says nothing but his name; he has been shown his replay and this message when this returns. */
async function bobReads(app: TestApp): Promise<ChatClient> {
  const bob = await app.connect();
  await bob.send("bob");
  await bob.expectText(`${HEY}\n`);
  return bob;
}

/** Whether bob is shown the message when he comes in. */
async function bobIsShownHey(app: TestApp): Promise<boolean> {
  return (await app.enter("bob")).shown.includes(HEY);
}

Deno.test("a message to somebody who is away is queued, and its author is told how safe that is", async () => {
  await using app = await TestApp.start();
  const alice = await bobIsAway(app);
  await alice.send("/msg bob hey");
  await alice.expect(
    "[2024-10-12 15:13:02][DM to bob, offline]: hey",
    "bob has no password: whoever uses that name next will read this.",
  );
});

Deno.test("queued messages follow the replay, oldest first, with the times at which they were sent", async () => {
  await using app = await TestApp.start();
  const alice = await bobIsAway(app);
  await alice.send("/msg bob one");
  await alice.fence();
  app.clock.advance(60_000);
  await alice.send("hello", "/msg bob two");
  await alice.fence();
  app.clock.advance(60_000);
  const { shown } = await app.enter("BOB");
  assert.deepEqual(shown.slice(-3), [
    "[2024-10-12 15:14:02][alice]: hello",
    "[2024-10-12 15:13:02][DM from alice]: one",
    "[2024-10-12 15:14:02][DM from alice]: two",
  ]);
});

Deno.test("queued messages are shown to nobody else", async () => {
  await using app = await TestApp.start();
  await heyToBob(app);
  const { shown } = await app.enter("carol");
  assert.ok(!shown.includes(HEY));
});

const SIGNS_OF_LIFE = [["plain text", "hello"], ["a command", "/ping"], ["a blank line", ""], [
  "/quit",
  "/quit",
]];
for (const [what, line = ""] of SIGNS_OF_LIFE) {
  Deno.test(`a queued message is delivered once its reader has answered with ${what}`, async () => {
    await using app = await TestApp.start();
    const alice = await heyToBob(app);
    const bob = await bobReads(app);
    await bob.send(line);
    await bob.closeWrite();
    await bob.rest();
    await alice.expectText(`${LEFT}\n`);
    assert.equal(await bobIsShownHey(app), false);
  });
}

Deno.test("what a reader sent ahead of a queued message is no answer to it", async () => {
  await using app = await TestApp.start();
  const alice = await heyToBob(app);
  const bob = await app.connect();
  await bob.send("bob", "/theme plain", "hello", "/ping", "/quit");
  bob.close();
  await alice.expectText(`${LEFT}\n`);
  assert.equal(await bobIsShownHey(app), true);
});

for (const [how, end] of [["vanishes", "close"], ["ends", "closeWrite"]] as const) {
  Deno.test(`a reader that ${how} without a word after a queued message gets it again`, async () => {
    await using app = await TestApp.start();
    const alice = await heyToBob(app);
    await alice.fence();
    for (let visit = 0; visit < 2; visit++) {
      const bob = await bobReads(app);
      await bob[end]();
      await alice.expect(`${STAMP}[system]: bob joined the chat`, LEFT);
    }
    assert.equal(await bobIsShownHey(app), true);
  });
}

Deno.test("a reader that vanishes without a word after a live message gets it at the next login", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/msg bob hey");
  await bob.expect(HEY);
  bob.close();
  await alice.expect(`${STAMP}[DM to bob]: hey`, LEFT);
  assert.equal(await bobIsShownHey(app), true);
});

Deno.test("a reader that answers a live message is not shown it again", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/msg bob hey");
  await bob.expect(HEY);
  await bob.send("thanks");
  await alice.expect(`${STAMP}[DM to bob]: hey`, `${STAMP}[bob]: thanks`);
  bob.close();
  await alice.expect(LEFT);
  assert.equal(await bobIsShownHey(app), false);
});

for (const [what, next] of [["a clean restart", "restart"], ["a crash", "afterCrash"]] as const) {
  Deno.test(`a queued message survives ${what} before its delivery`, async () => {
    await using app = await TestApp.start();
    await heyToBob(app);
    await using again = await app[next]();
    assert.equal(await bobIsShownHey(again), true);
  });

  Deno.test(`a message that was shown but not answered is shown again after ${what}`, async () => {
    await using app = await TestApp.start();
    await heyToBob(app);
    await bobReads(app);
    await using again = await app[next]();
    assert.equal(await bobIsShownHey(again), true);
  });

  Deno.test(`a message that was answered is not shown again after ${what}`, async () => {
    await using app = await TestApp.start();
    const alice = await heyToBob(app);
    const bob = await bobReads(app);
    await bob.send("thanks");
    await alice.expectText(`${STAMP}[bob]: thanks\n`);
    await using again = await app[next]();
    assert.equal(await bobIsShownHey(again), false);
  });
}

// Sending somebody away: operators off the server, creators out of their lobby.

import assert from "node:assert/strict";
import type { ChatClient } from "../support/chat_client.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

/** alice, an operator in `general`; bob, who made the lobby chess; carol and dave, who are in it with him. */
async function chess(app: TestApp, password = "no-pass") {
  const [alice, bob, carol, dave] = await app.scripts("alice", "bob", "carol", "dave");
  await bob.send(`/create chess ${password} play chess`, "/join chess");
  await bob.fence();
  for (const each of [carol, dave]) {
    await each.send(`/join chess ${password}`);
    await each.fence();
  }
  for (const each of [alice, bob, carol, dave]) await each.fence();
  return { alice, bob, carol, dave };
}

Deno.test("an operator's kick ends the connection, with the reason, and the others are told", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
  await alice.send("/kick BOB please cool down");
  const told = `${STAMP}[system]: bob was kicked by alice: please cool down`;
  const left = `${STAMP}[system]: bob has left our chat...`;
  assert.equal(await bob.rest(), `${told}\n! You were kicked by alice: please cool down\n`);
  await carol.expect(told, left);
  await alice.expect(left, "bob was sent away.");
  assert.deepEqual([await alice.fence(), await carol.fence()], [[], []]);
});

Deno.test("a kick needs no reason", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
  await alice.send("/kick bob");
  const told = `${STAMP}[system]: bob was kicked by alice`;
  assert.equal(await bob.rest(), `${told}\n! You were kicked by alice.\n`);
  await carol.expect(told);
});

Deno.test("whoever was kicked may come again, and reads in the replay what happened", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/kick bob out");
  await bob.rest();
  const { shown } = await app.enter("bob");
  assert.deepEqual(shown.slice(-2), [
    `${STAMP}[system]: bob was kicked by alice: out`,
    `${STAMP}[system]: bob has left our chat...`,
  ]);
});

Deno.test("a creator's kick leads back to general with its replay, and says why", async () => {
  await using app = await TestApp.start();
  const { alice, bob, carol, dave } = await chess(app);
  await alice.send("hello");
  await alice.fence();
  await bob.send("/kick carol too loud");
  const told = `${STAMP}[system]: carol was kicked by bob: too loud`;
  const out = `${STAMP}[system]: carol has left the lobby`;
  await bob.expect(out, "carol was sent out of chess.");
  await dave.expect(told, out);
  await alice.expect(`${STAMP}[system]: carol has joined the lobby`);
  const [first, second, third, ...replay] = await carol.fence();
  assert.deepEqual([first, second, third], [
    told,
    `${STAMP}[system]: You were kicked from chess by bob: too loud`,
    "You are in general now, 2 people are here. Everybody starts here.",
  ]);
  assert.equal(replay.at(-1), `${STAMP}[alice]: hello`);
  await carol.send("here I am");
  await alice.expect(`${STAMP}[carol]: here I am`);
  assert.deepEqual(await dave.fence(), []);
});

for (const password of ["no-pass", "sesame"]) {
  const kind = password === "no-pass" ? "public" : "private";
  Deno.test(`whoever was kicked from a ${kind} lobby may enter it again`, async () => {
    await using app = await TestApp.start();
    const { bob, carol } = await chess(app, password);
    await bob.send("/kick carol");
    await bob.fence();
    await carol.send(`/join chess ${password}`);
    await bob.expect(`${STAMP}[system]: carol has joined the lobby`);
  });

  Deno.test(`an operator who is elsewhere kicks somebody in a ${kind} lobby off the server`, async () => {
    await using app = await TestApp.start();
    const { alice, bob, carol } = await chess(app, password);
    await alice.send("/kick carol out");
    const told = `${STAMP}[system]: carol was kicked by alice: out`;
    assert.equal(await carol.rest(), `${told}\n! You were kicked by alice: out\n`);
    await bob.expect(told, `${STAMP}[system]: carol has left our chat...`);
    assert.deepEqual(await alice.fence(), ["carol was sent away."]);
  });
}

Deno.test("an operator's kick in a lobby that others made is off the server", async () => {
  await using app = await TestApp.start();
  const { alice, bob, carol } = await chess(app);
  await alice.send("/join chess", "/kick carol");
  assert.match(await carol.rest(), /! You were kicked by alice\.\n$/);
  await bob.expect(/alice has joined the lobby$/, /kicked by alice$/, /carol has left our chat/);
});

Deno.test("a creator cannot kick somebody who is in another lobby", async () => {
  await using app = await TestApp.start();
  const { bob, carol } = await chess(app);
  await carol.send("/leave");
  await carol.fence();
  await bob.fence();
  await bob.send("/kick carol");
  assert.deepEqual(await bob.fence(), ["! carol is not in chess."]);
  assert.deepEqual(await carol.fence(), []);
});

Deno.test("somebody who is offline cannot be kicked", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await bob.send("/quit");
  await bob.rest();
  await alice.fence();
  await alice.send("/kick bob");
  assert.deepEqual(await alice.fence(), ["! bob is not here."]);
});

Deno.test("a guest who was kicked off the server has no creator's rights when it comes again", async () => {
  await using app = await TestApp.start();
  const { alice, bob } = await chess(app);
  await alice.send("/kick bob");
  await bob.rest();
  const again = await app.script("bob");
  await again.send("/join chess", "/kick carol");
  assert.equal((await again.fence()).at(-1), "! Only operators and the creator of chess may do that.");
});

/** Says numbered lines for as long as the connection takes them, and reads nothing but its end. */
async function talkUntilGone(client: ChatClient): Promise<void> {
  let gone = false;
  const end = client.rest().then(() => gone = true);
  for (let number = 0; !gone; number += 10) {
    await client.send(...Array.from({ length: 10 }, (_, index) => `line ${number + index}`));
  }
  await end;
}

Deno.test("of lines in flight those before the kick are said, in order, and none after it", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
  const talked = talkUntilGone(bob);
  await carol.expect(`${STAMP}[bob]: line 0`);
  await alice.send("/kick bob");
  await talked;
  const [more, rest] = [await carol.fence(), await alice.fence()];
  const spoken = more.filter((line) => line.includes("[bob]: "));
  assert.deepEqual(more, [
    ...spoken.map((_, index) => `${STAMP}[bob]: line ${index + 1}`),
    `${STAMP}[system]: bob was kicked by alice`,
    `${STAMP}[system]: bob has left our chat...`,
  ]);
  assert.equal(rest.at(-1), "bob was sent away.");
  assert.deepEqual(app.log().slice(-more.length), more);
});

Deno.test("of lines in flight those after a creator's kick are said in general, and none is lost", async () => {
  await using app = await TestApp.start();
  const { alice, bob, carol, dave } = await chess(app);
  const lines = Array.from({ length: 300 }, (_, number) => `line ${number}`);
  const sent = carol.send(...lines);
  await bob.send("/kick carol");
  await sent;
  await carol.fence();
  const spoken = (seen: readonly string[]) => seen.filter((line) => line.includes("[carol]: "));
  const [before, after] = [spoken(await dave.fence()), spoken(await alice.fence())];
  assert.deepEqual([...before, ...after], lines.map((line) => `${STAMP}[carol]: ${line}`));
});

Deno.test("a hostile reason shows clean to everybody, and in the log", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
  await alice.send("/kick bob \u001b[2J\u001b]0;owned\u0007you \u009b31mred\u202e evil\r");
  const told = `${STAMP}[system]: bob was kicked by alice: you red evil`;
  assert.equal(await bob.rest(), `${told}\n! You were kicked by alice: you red evil\n`);
  await carol.expect(told);
  assert.ok(app.log().includes(told));
});

Deno.test("a reason as long as a line may be is told whole", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
  const reason = "x".repeat(4000);
  await alice.send(`/kick bob ${reason}`);
  assert.ok((await bob.rest()).endsWith(`! You were kicked by alice: ${reason}\n`));
  await carol.expect(`${STAMP}[system]: bob was kicked by alice: ${reason}`);
});

Deno.test("two operators who kick the same user at once kick once", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
  await carol.send("/register correct-horse");
  await carol.fence();
  await alice.send("/op carol");
  await alice.fence();
  await Promise.all([alice.send("/kick bob"), carol.send("/kick bob")]);
  await bob.rest();
  const answers = [...await alice.fence(), ...await carol.fence()];
  assert.equal(answers.filter((line) => line === "bob was sent away.").length, 1);
  assert.equal(answers.filter((line) => line === "! bob is not here.").length, 1);
});

// People talk in the lobby.

import assert from "node:assert/strict";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

Deno.test("a line said by one reaches the other, and not its author", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("hello");
  await bob.expect(`${STAMP}[alice]: hello`);
  assert.deepEqual(await alice.fence(), []);
});

Deno.test("the others are told who comes and who goes, with the time", async () => {
  await using app = await TestApp.start();
  const bob = await app.script("bob");
  const alice = await app.script("alice");
  await bob.expect("[2024-10-12 15:13:02][system]: alice joined the chat");
  app.clock.advance(61_000);
  await alice.send("/quit");
  await bob.expect("[2024-10-12 15:14:03][system]: alice has left our chat...");
});

Deno.test("whoever vanishes without /quit has left, once", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  alice.close();
  await bob.expect(`${STAMP}[system]: alice has left our chat...`);
  assert.deepEqual(await bob.fence(), []);
});

Deno.test("a name is free again once its user has left", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/quit");
  await alice.rest();
  await app.script("alice");
  await bob.expect(
    `${STAMP}[system]: alice has left our chat...`,
    `${STAMP}[system]: alice joined the chat`,
  );
});

Deno.test("/me says what somebody does", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/me waves");
  await bob.expect(`${STAMP} * alice waves`);
  assert.deepEqual(await alice.fence(), []);
});

Deno.test("/tag speaks to the lobby, and the tagged one alone is told", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
  await alice.send("/tag BOB look at this");
  await bob.expect(`${STAMP}[alice]: @bob look at this`, "* alice tagged you");
  await carol.expect(`${STAMP}[alice]: @bob look at this`);
  assert.deepEqual([await alice.fence(), await bob.fence(), await carol.fence()], [[], [], []]);
});

Deno.test("/tag of somebody who is away speaks to the lobby", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
  await bob.send("/quit");
  await carol.expect(`${STAMP}[system]: bob has left our chat...`);
  await alice.send("/tag bob look");
  await carol.expect(`${STAMP}[alice]: @bob look`);
});

Deno.test("/tag of somebody never seen is refused, and nobody else sees a thing", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/tag dave look");
  await alice.expect(/^! Nobody named dave was ever here\. /);
  assert.deepEqual(await bob.fence(), []);
});

const SPOKEN: readonly (readonly [why: string, typed: string, shown: string])[] = [
  ["a text with two slashes is said with one", "//help is a command", "/help is a command"],
  ["a text with two slashes alone is a slash", "//", "/"],
  ["spaces before and within a text are kept", "    if (a)  b", "    if (a)  b"],
  ["spaces within a /me are kept", "/me   a  b", "a  b"],
  ["text of any language is kept", "Grüße, 日本語 👩‍👩‍👧", "Grüße, 日本語 👩‍👩‍👧"],
  ["escape sequences and bells are taken out of a text", "\u001b[2J\u0007red\u001b[31m!", "red!"],
  ["overrides of the direction are taken out of a text", "a\u202egpj.exe", "agpj.exe"],
  ["/say speaks as plain text does", "/say hello", "hello"],
];
for (const [why, typed, shown] of SPOKEN) {
  Deno.test(why, async () => {
    await using app = await TestApp.start();
    const [alice, bob] = await app.scripts("alice", "bob");
    await alice.send(typed);
    await bob.expect(typed.startsWith("/me") ? `${STAMP} * alice ${shown}` : `${STAMP}[alice]: ${shown}`);
  });
}

Deno.test("bytes that are not UTF-8 are shown as U+FFFD", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.sendBytes(Uint8Array.of(0x61, 0xc3, 0x28, 0xfe, 0x62, 0x0a));
  await bob.expect(`${STAMP}[alice]: a\ufffd(\ufffdb`);
});

Deno.test("a line of 4,096 bytes is said, a longer one refused, and the connection lives on", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("x".repeat(4096), "y".repeat(4097), "z".repeat(100_000), "hello");
  await bob.expect(`${STAMP}[alice]: ${"x".repeat(4096)}`, `${STAMP}[alice]: hello`);
  await alice.expect(/^! That line is over 4,096 bytes /, /^! That line is over 4,096 bytes /);
});

Deno.test("blank lines say nothing", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("", "   ", "\t");
  assert.deepEqual(await alice.fence(), []);
  assert.deepEqual(await bob.fence(), []);
});

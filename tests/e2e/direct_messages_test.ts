// Messages from one to another: while both are here.

import assert from "node:assert/strict";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

Deno.test("/msg reaches its reader at once and comes back to its author; nobody else sees it", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
  await alice.send("/msg BOB hey  you");
  await bob.expect(`${STAMP}[DM from alice]: hey  you`);
  await alice.expect(`${STAMP}[DM to bob]: hey  you`);
  assert.deepEqual([await alice.fence(), await bob.fence(), await carol.fence()], [[], [], []]);
});

Deno.test("direct messages and lobby lines of one author arrive in the order in which they were sent", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("one", "/msg bob two", "three", "/tag bob four", "/msg bob five");
  await bob.expect(
    `${STAMP}[alice]: one`,
    `${STAMP}[DM from alice]: two`,
    `${STAMP}[alice]: three`,
    `${STAMP}[alice]: @bob four`,
    "* alice tagged you",
    `${STAMP}[DM from alice]: five`,
  );
});

Deno.test("/msg to a name never seen is refused", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  await alice.send("/msg dave hey", "/start dave", "/msg");
  await alice.expect(
    "! Nobody named dave was ever here. /users all lists everybody.",
    "! Nobody named dave was ever here. /users all lists everybody.",
    "! Usage: /msg <user> <text> - for example: /msg bob are you there?",
  );
});

Deno.test("/reply goes to whoever wrote last, also when that one has left", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
  await carol.send("/msg bob from carol");
  await bob.expect(`${STAMP}[DM from carol]: from carol`);
  await alice.send("/msg bob from alice");
  await bob.expect(`${STAMP}[DM from alice]: from alice`);
  await bob.send("/reply hello");
  await alice.expect(`${STAMP}[DM to bob]: from alice`, `${STAMP}[DM from bob]: hello`);
  await bob.expect(`${STAMP}[DM to alice]: hello`);
  await alice.send("/quit");
  await bob.expect(`${STAMP}[system]: alice has left our chat...`);
  await bob.send("/reply too late");
  await bob.expect(`${STAMP}[DM to alice, offline]: too late`);
});

Deno.test("/reply before anybody has written is refused", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  await alice.send("/reply hello");
  await alice.expect("! Nobody has written to you yet. /msg <user> <text> begins.");
});

Deno.test("/start sends plain text to one user until /stop, and commands go on as ever", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
  await alice.send("/start BOB", "one", "//two", "/me three", "/stop", "four");
  await alice.expect(
    "You are talking to bob alone now. /stop goes back to the lobby.",
    `${STAMP}[DM to bob]: one`,
    `${STAMP}[DM to bob]: /two`,
    "You are talking to general again.",
  );
  await bob.expect(
    `${STAMP}[DM from alice]: one`,
    `${STAMP}[DM from alice]: /two`,
    `${STAMP} * alice three`,
    `${STAMP}[alice]: four`,
  );
  await carol.expect(`${STAMP} * alice three`, `${STAMP}[alice]: four`);
});

Deno.test("/stop without a conversation is refused", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  await alice.send("/stop");
  await alice.expect("! You are in no conversation. /start <user> begins one.");
});

Deno.test("a conversation goes on while its reader is away", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/start bob");
  await alice.expect(/^You are talking to bob alone now\. /);
  await bob.send("/quit");
  await alice.expect(`${STAMP}[system]: bob has left our chat...`);
  await alice.send("still there?");
  await alice.expect(`${STAMP}[DM to bob, offline]: still there?`, /^bob has no password: /);
  const { shown } = await app.enter("bob");
  assert.equal(shown.at(-1), `${STAMP}[DM from alice]: still there?`);
});

Deno.test("an ignored user's direct messages are not shown, and its author does not learn of that", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await bob.send("/ignore alice");
  await bob.fence();
  await alice.send("/msg bob hey");
  await alice.expect(`${STAMP}[DM to bob]: hey`);
  assert.deepEqual(await bob.fence(), []);
  await bob.send("/reply hello");
  await bob.expect(/^! Nobody has written to you yet\. /);
});

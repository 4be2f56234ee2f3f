// Not to see somebody.

import assert from "node:assert/strict";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

Deno.test("an ignored user's lines and tags are hidden, others' are not", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
  await bob.send("/ignore ALICE");
  await bob.expect("You ignore alice now. /unignore alice ends it.");
  await alice.send("hello", "/me waves", "/tag bob look");
  await carol.expect(`${STAMP}[alice]: hello`, `${STAMP} * alice waves`, `${STAMP}[alice]: @bob look`);
  await carol.send("hi");
  await bob.expect(`${STAMP}[carol]: hi`);
});

Deno.test("that an ignored user comes and goes is still shown", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await bob.send("/ignore alice");
  await bob.fence();
  await alice.send("/quit");
  await bob.expect(`${STAMP}[system]: alice has left our chat...`);
});

Deno.test("an ignored user is not found in the history or by a search", async () => {
  await using app = await TestApp.start({ settings: { history: 0 } });
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("tea time");
  await bob.expect(`${STAMP}[alice]: tea time`);
  await bob.send("/ignore alice", "my tea", "/history", "/search tea");
  await bob.expect("You ignore alice now. /unignore alice ends it.");
  await bob.expect(
    `${STAMP}[system]: alice joined the chat`,
    `${STAMP}[system]: bob joined the chat`,
    `${STAMP}[bob]: my tea`,
    `#4 ${STAMP}[bob]: my tea`,
  );
  assert.deepEqual(await bob.fence(), []);
});

Deno.test("/unignore shows everything again, what was hidden included", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await bob.send("/ignore alice");
  await bob.fence();
  await alice.send("hidden");
  await alice.fence();
  await bob.send("/unignore alice");
  await bob.expect("You see alice again.");
  await alice.send("seen");
  await bob.expect(`${STAMP}[alice]: seen`);
  await bob.send("/history 2");
  await bob.expect(`${STAMP}[alice]: hidden`, `${STAMP}[alice]: seen`, /^Earlier ones: /);
});

Deno.test("nobody ignores oneself or somebody never seen", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  await alice.send("/ignore alice", "/ignore dave", "/unignore dave");
  await alice.expect("! You cannot ignore yourself.", /^! Nobody named dave /, /^! Nobody named dave /);
});

Deno.test("whom a guest ignored is shown to the name's next user", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await bob.send("/ignore alice", "/quit");
  await alice.expect(`${STAMP}[system]: bob has left our chat...`);
  const { client: next } = await app.enter("bob");
  await alice.send("hello");
  await next.expect(`${STAMP}[alice]: hello`);
});

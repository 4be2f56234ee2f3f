// A second login with the password takes over the first session.

import assert from "node:assert/strict";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const PASSWORD = "correct-horse";
const TAKEN_OVER = "! You logged in elsewhere, so this session is over.\n";

/** alice is here under her registered name; the others came after olga, the operator. */
async function withAlice<const Names extends readonly string[]>(app: TestApp, ...others: Names) {
  const clients = await app.scripts("olga", "alice", ...others);
  await clients[1].ask(`/register ${PASSWORD}`);
  return clients;
}

Deno.test("a second login with the password ends the first session, which is told", async () => {
  await using app = await TestApp.start();
  const [olga, first] = await withAlice(app);
  const second = await app.script("alice", { password: PASSWORD });
  assert.equal(await first.rest(), TAKEN_OVER);
  assert.deepEqual(await olga.fence(), [
    `${STAMP}[system]: alice has left our chat...`,
    `${STAMP}[system]: alice joined the chat`,
  ]);
  await olga.ask("hello");
  assert.deepEqual(await second.fence(), [`${STAMP}[olga]: hello`]);
  await second.ask("hi");
  assert.deepEqual(await olga.fence(), [`${STAMP}[alice]: hi`]);
});

Deno.test("after a takeover the user is here once, and leaves once", async () => {
  await using app = await TestApp.start();
  const [olga, first] = await withAlice(app);
  const second = await app.script("alice", { password: PASSWORD });
  await first.rest();
  first.close();
  await olga.fence();
  assert.deepEqual(await olga.ask("/users"), ["2 people in general:", "  (=^・^=) alice", "  (=^・^=) olga"]);
  await second.send("/quit");
  await second.rest();
  assert.deepEqual(await olga.fence(), [`${STAMP}[system]: alice has left our chat...`]);
});

Deno.test("a name is taken over from any lobby, and begins in general", async () => {
  await using app = await TestApp.start({ settings: { history: 0 } });
  const [olga, first, bob] = await withAlice(app, "bob");
  await first.ask("/create den hush my friends", "/join den");
  await bob.ask("/join den hush");
  await Promise.all([olga.fence(), first.fence()]);
  const second = await app.script("alice", { password: PASSWORD });
  assert.equal(await first.rest(), TAKEN_OVER);
  assert.deepEqual(await bob.fence(), [`${STAMP}[system]: alice has left our chat...`]);
  assert.deepEqual(await olga.fence(), [`${STAMP}[system]: alice joined the chat`]);
  assert.deepEqual(await second.ask("/users"), [
    "2 people in general:",
    "  (=^・^=) alice",
    "  (=^・^=) olga",
  ]);
});

Deno.test("direct messages reach the session that took over", async () => {
  await using app = await TestApp.start();
  const [olga] = await withAlice(app);
  const second = await app.script("alice", { password: PASSWORD });
  await olga.fence();
  assert.deepEqual(await olga.ask("/msg alice hey"), [`${STAMP}[DM to alice]: hey`]);
  assert.deepEqual(await second.fence(), [`${STAMP}[DM from olga]: hey`]);
});

Deno.test("a direct message that the first session was not seen to get is shown to the second", async () => {
  await using app = await TestApp.start({ settings: { history: 0 } });
  const [olga, first] = await withAlice(app);
  await olga.ask("/msg alice hey");
  const { shown } = await app.enter("alice", { password: PASSWORD });
  assert.deepEqual(shown.slice(1), [`${STAMP}[DM from olga]: hey`]);
  assert.equal(await first.rest(), `${STAMP}[DM from olga]: hey\n${TAKEN_OVER}`);
});

Deno.test("a wrong password takes over nothing", async () => {
  await using app = await TestApp.start();
  const [olga, first] = await withAlice(app);
  const client = await app.connect();
  await client.send("alice", "wrong-one");
  await client.expect(/^! alice is registered\./, /^! Wrong name or password\./);
  await first.ask("still here");
  assert.deepEqual(await olga.fence(), [`${STAMP}[alice]: still here`]);
});

Deno.test("a guest cannot be taken over", async () => {
  await using app = await TestApp.start();
  const [, guest] = await app.scripts("olga", "guest");
  const client = await app.connect();
  await client.send("guest");
  await client.expect("! guest is here already. Try another name.");
  assert.deepEqual(await guest.fence(), []);
});

Deno.test("two sessions can take each other over again and again", async () => {
  await using app = await TestApp.start({ settings: { history: 0 } });
  const [olga, first] = await withAlice(app);
  let last = first;
  for (let round = 0; round < 5; round++) {
    const next = await app.script("alice", { password: PASSWORD });
    assert.equal(await last.rest(), TAKEN_OVER);
    last = next;
  }
  await olga.fence();
  await olga.ask("hello");
  assert.deepEqual(await last.fence(), [`${STAMP}[olga]: hello`]);
});

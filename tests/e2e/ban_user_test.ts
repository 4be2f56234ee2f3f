// Keeping somebody out of the server by name.

import assert from "node:assert/strict";
import type { ChatClient } from "../support/chat_client.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const MINUTES = 60_000;
const DAYS = 24 * 60 * MINUTES;
/** Nobody is sent away for being silent while the clock is turned. */
const PATIENT = { idleTimeout: 0 };
const PASSWORD = "correct-horse";
/** What bob is told whom alice, an operator, has banned for 10 minutes. */
const BANNED = "! You are banned until 2024-10-12 15:23:02: spam";

/** What somebody is shown who tries to come in. */
async function tries(app: TestApp, ...lines: readonly string[]): Promise<readonly string[]> {
  const client = await app.connect();
  await client.send(...lines, "/quit");
  return (await client.rest()).trimEnd().split("\n");
}

/** The last line that a command of somebody's is answered with. */
async function answer(client: ChatClient, typed: string): Promise<string> {
  await client.send(typed);
  return (await client.fence()).at(-1) ?? "";
}

Deno.test("an operator's ban ends the connection, and tells reason and end", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
  await alice.send("/ban BOB 10m spam");
  const told = `${STAMP}[system]: bob was banned by alice for 10m: spam`;
  const left = `${STAMP}[system]: bob has left our chat...`;
  assert.equal(
    await bob.rest(),
    `${told}\n! You were banned by alice until 2024-10-12 15:23:02: spam\n`,
  );
  await carol.expect(told, left);
  await alice.expect(left, "bob is banned for 10m. bob was sent away.");
});

Deno.test("whoever is banned is told why and until when at each login, and may take another name", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/ban bob 10m spam");
  await bob.rest();
  assert.deepEqual(await tries(app, "bob", "Bob"), [BANNED, BANNED, "Goodbye!"]);
  const person = await app.person();
  await person.send("bob");
  assert.match(
    await person.expectText("[ENTER YOUR NAME]: "),
    /! You are banned until 2024-10-12 15:23:02: spam/,
  );
  await person.send("robert");
  assert.match(await person.line(), /Hello .*robert/);
});

Deno.test("a ban ends at its time, not before", async () => {
  await using app = await TestApp.start({ settings: PATIENT });
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/ban bob 10m spam");
  await bob.rest();
  app.clock.advance(10 * MINUTES - 1);
  assert.deepEqual(await tries(app, "bob"), [BANNED, "Goodbye!"]);
  app.clock.advance(1);
  await app.script("bob");
  assert.match(await answer(alice, "/unban bob"), /^! bob is banned neither everywhere nor from general\./);
});

Deno.test("a ban without a term is for good, until /unban", async () => {
  await using app = await TestApp.start({ settings: PATIENT });
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/ban bob");
  assert.match(await bob.rest(), /! You were banned by alice for good\.\n$/);
  app.clock.advance(1000 * DAYS);
  assert.deepEqual(await tries(app, "bob"), ["! You are banned for good.", "Goodbye!"]);
  assert.equal(await answer(alice, "/unban bob"), "bob may come again.");
  assert.match(app.log().at(-1) ?? "", /\[system\]: bob was unbanned by alice$/);
  await app.script("bob");
});

Deno.test("somebody who is offline can be banned", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await bob.send("/quit");
  await bob.rest();
  assert.equal(await answer(alice, "/ban bob 10m spam"), "bob is banned for 10m. bob is not here.");
  assert.deepEqual(await tries(app, "bob"), [BANNED, "Goodbye!"]);
});

Deno.test("the newest ban counts, also when it is shorter", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/ban bob", "/ban bob 10m spam");
  await bob.rest();
  await alice.fence();
  assert.deepEqual(await tries(app, "bob"), [BANNED, "Goodbye!"]);
  assert.equal(await answer(alice, "/unban bob"), "bob may come again.");
  await app.script("bob");
});

Deno.test("a password does not help against a ban, and one that was sent ahead is not taken for a name", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await bob.send(`/register ${PASSWORD}`);
  await bob.fence();
  await alice.send("/ban bob 10m spam");
  await bob.rest();
  assert.deepEqual((await tries(app, "bob", PASSWORD)).slice(1), [BANNED, "Goodbye!"]);
  assert.ok(!app.log().some((line) => line.includes(PASSWORD)));
});

Deno.test("somebody who is at the password prompt when the ban comes does not get in", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await bob.send(`/register ${PASSWORD}`, "/quit");
  await bob.rest();
  const again = await app.connect();
  await again.send("bob");
  await again.expect(/password/);
  await answer(alice, "/ban bob 10m spam");
  await again.send(PASSWORD);
  await again.expect(BANNED);
});

Deno.test("a user in a private lobby is banned by an operator who is elsewhere", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
  await bob.send("/create cave sesame a quiet place", "/join cave");
  await bob.fence();
  await carol.send("/join cave sesame");
  for (const each of [carol, alice, bob]) await each.fence();
  assert.equal(await answer(alice, "/ban carol 10m spam"), "carol is banned for 10m. carol was sent away.");
  assert.match(await carol.rest(), /! You were banned by alice until 2024-10-12 15:23:02: spam\n$/);
  await bob.expect(/carol was banned by alice for 10m: spam$/, /carol has left our chat/);
});

Deno.test("bans are there after a kill -9, and end at their time", async () => {
  await using app = await TestApp.start({ settings: PATIENT });
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/ban bob 10m spam");
  await bob.rest();
  await using next = await app.afterCrash();
  assert.deepEqual(await tries(next, "bob"), [BANNED, "Goodbye!"]);
  next.clock.advance(10 * MINUTES);
  await next.script("bob");
});

Deno.test("a hostile reason shows clean at the ban, at the login and in the list", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/ban bob 10m \u001b[2J\u001b]0;owned\u0007sp\u009b31mam\u202e");
  assert.match(await bob.rest(), /until 2024-10-12 15:23:02: spam\n$/);
  assert.deepEqual(await tries(app, "bob"), [BANNED, "Goodbye!"]);
  assert.equal(
    await answer(alice, "/bans"),
    "  bob banned everywhere until 2024-10-12 15:23:02 by alice: spam",
  );
});

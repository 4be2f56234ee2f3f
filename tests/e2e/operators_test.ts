// Who becomes an operator, and how that ends.

import assert from "node:assert/strict";
import type { Config } from "../../lib/config.ts";
import type { ChatClient } from "../support/chat_client.ts";
import { userName } from "../support/entries.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const PASSWORD = "correct-horse";
const ONLY_OPERATORS = "! Only operators may do that in general.";
const NOBODY = "Nobody is muted or banned.";

function named(...names: readonly string[]): Partial<Config> {
  return { operator: names.map(userName) };
}

/** What `/bans` says, which operators alone may ask in `general`. */
async function asksForBans(client: ChatClient): Promise<string> {
  await client.send("/bans");
  return (await client.fence()).at(-1) ?? "";
}

/** Somebody who has come with the password of a name. */
async function owner(app: TestApp, name: string): Promise<ChatClient> {
  const client = await app.connect();
  await client.send(name, PASSWORD);
  await client.fence();
  return client;
}

/** alice, who is an operator, and others who have a password. */
async function withMembers<const Names extends readonly string[]>(app: TestApp, ...names: Names) {
  const [alice, ...members] = await app.scripts("alice", ...names);
  for (const member of members) await member.send(`/register ${PASSWORD}`);
  for (const member of members) await member.fence();
  return [alice, ...members] as [ChatClient, ...{ -readonly [Index in keyof Names]: ChatClient }];
}

Deno.test("--operator makes a registered user an operator, in any case of the name", async () => {
  await using app = await TestApp.start();
  await withMembers(app, "bob", "carol");
  const data = await app.snapshot();
  try {
    await using next = await TestApp.start({ data, settings: named("BOB") });
    assert.equal(await asksForBans(await owner(next, "bob")), NOBODY);
    assert.equal(await asksForBans(await owner(next, "carol")), ONLY_OPERATORS);
  } finally {
    await Deno.remove(data, { recursive: true });
  }
});

Deno.test("--operator of a name without a password holds once the name is registered, and is told", async () => {
  await using app = await TestApp.start({ settings: named("bob") });
  const [, bob] = await app.scripts("alice", "bob");
  assert.equal(await asksForBans(bob), ONLY_OPERATORS);
  await bob.send(`/register ${PASSWORD}`);
  await bob.expect(/^bob is yours now.* You are an operator\.$/);
  assert.equal(await asksForBans(bob), NOBODY);
});

Deno.test("/op makes a member an operator at once, which those in its lobby are told", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await withMembers(app, "bob", "carol");
  await alice.send("/op BOB");
  await alice.expect("bob is an operator now.");
  const told = `${STAMP}[system]: bob was made an operator by alice`;
  await bob.expect(told);
  await carol.expect(told);
  assert.equal(await asksForBans(bob), NOBODY);
  await bob.send("/whois bob");
  assert.ok((await bob.fence()).includes("  role       operator"));
});

Deno.test("/op of somebody who is away holds at the next login", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await withMembers(app, "bob");
  await bob.send("/quit");
  await bob.rest();
  await alice.fence();
  await alice.send("/op bob");
  await alice.expect("bob is an operator now.");
  assert.equal(await asksForBans(await owner(app, "bob")), NOBODY);
});

Deno.test("an operator made by /op is one after a kill -9, and one unmade by /deop is none", async () => {
  await using app = await TestApp.start();
  const [alice] = await withMembers(app, "bob", "carol");
  await alice.send("/op bob", "/op carol", "/deop bob");
  await alice.fence();
  await using next = await app.afterCrash();
  assert.equal(await asksForBans(await owner(next, "bob")), ONLY_OPERATORS);
  assert.equal(await asksForBans(await owner(next, "carol")), NOBODY);
});

Deno.test("/op of a guest is refused, as anybody could come under that name", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/op bob");
  await alice.expect("! bob has no password yet: ask for a /register first.");
  assert.equal(await asksForBans(bob), ONLY_OPERATORS);
});

Deno.test("/op of an operator and /deop of a member are refused", async () => {
  await using app = await TestApp.start();
  const [alice] = await withMembers(app, "bob");
  await alice.send("/deop bob", "/op bob", "/op bob");
  await alice.expect("! bob is not an operator.", "bob is an operator now.", "! bob is an operator already.");
});

Deno.test("/deop takes the rights at once, and the user is told", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await withMembers(app, "bob");
  await alice.send("/op bob");
  await bob.expect(/made an operator/);
  await alice.send("/deop bob");
  await alice.expect("bob is an operator now.", "bob is not an operator any more.");
  await bob.expect(`${STAMP}[system]: bob was made a plain member by alice`);
  assert.equal(await asksForBans(bob), ONLY_OPERATORS);
});

Deno.test("/deop takes the rights of the first user's visit, who does not get them by /register", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await withMembers(app, "bob");
  await alice.send("/op bob");
  await bob.expect(/made an operator/);
  await bob.send("/deop alice");
  await bob.expect("alice is not an operator any more.");
  await alice.send(`/register ${PASSWORD}`);
  await alice.fence();
  assert.equal(await asksForBans(alice), ONLY_OPERATORS);
});

Deno.test("an operator may step down", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  await alice.send("/deop alice");
  await alice.expect("alice is not an operator any more.");
  assert.equal(await asksForBans(alice), ONLY_OPERATORS);
});

Deno.test("a session that takes over an operator's has the rights, and the old one is over", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await withMembers(app, "bob");
  await alice.send("/op bob");
  await bob.expect(/made an operator/);
  const again = await owner(app, "bob");
  assert.match(await bob.rest(), /^! You logged in elsewhere/);
  assert.equal(await asksForBans(again), NOBODY);
});

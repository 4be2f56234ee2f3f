// The first user of an empty database is its operator, for that visit, and for good by /register.

import assert from "node:assert/strict";
import { TestApp } from "../support/start_app.ts";

const ONLY_OPERATORS = "! Only operators may do that in general.";

Deno.test("the first user of an empty database is an operator, and is told how to stay one", async () => {
  await using app = await TestApp.start();
  const { client: alice, shown } = await app.enter("alice");
  assert.equal(shown.length, 1);
  assert.match(shown[0] ?? "", /operator.*\/register/);
  await alice.send("/bans");
  await alice.expect("Nobody is muted or banned.");
  await alice.send("/whois alice");
  assert.ok((await alice.fence()).includes("  role       operator"));
});

Deno.test("a person who is the first is told below the greeting", async () => {
  await using app = await TestApp.start();
  const alice = await app.person();
  await alice.send("alice");
  const [greeting, note, ...rest] = await alice.fence();
  assert.match(greeting ?? "", /^Hello /);
  assert.match(note ?? "", /operator.*\/register/);
  assert.deepEqual(rest, []);
});

Deno.test("the second user is no operator, and is not told of it", async () => {
  await using app = await TestApp.start();
  await app.script("alice");
  const { client: bob, shown } = await app.enter("bob");
  assert.ok(!shown.some((line) => line.includes("operator")), shown.join("\n"));
  await bob.send("/bans");
  await bob.expect(ONLY_OPERATORS);
});

Deno.test("of many who come at once, one is an operator", async () => {
  await using app = await TestApp.start();
  const names = Array.from({ length: 10 }, (_, number) => `user-${number}`);
  const clients = await Promise.all(names.map(() => app.connect()));
  await Promise.all(clients.map((client, index) => client.send(names[index] ?? "", "/bans")));
  const shown = await Promise.all(clients.map((client) => client.fence()));
  assert.equal(shown.filter((lines) => lines.includes("Nobody is muted or banned.")).length, 1);
  assert.equal(shown.filter((lines) => lines.includes(ONLY_OPERATORS)).length, 9);
});

Deno.test("a refused name makes nobody the first", async () => {
  await using app = await TestApp.start();
  const stranger = await app.connect();
  await stranger.send("system");
  await stranger.expect(/^! The name system is reserved/);
  const { shown } = await app.enter("alice");
  assert.match(shown.join("\n"), /operator/);
});

Deno.test("a first user who leaves without a password was operator for that visit only, and nobody follows", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  await alice.send("/quit");
  await alice.rest();
  for (const name of ["alice", "bob"]) {
    const { client, shown } = await app.enter(name);
    assert.ok(!shown.some((line) => line.includes("operator")), shown.join("\n"));
    await client.send("/bans");
    await client.expect(ONLY_OPERATORS);
  }
});

Deno.test("a first user without a password is no operator after a kill -9", async () => {
  await using app = await TestApp.start();
  await app.script("alice");
  await using next = await app.afterCrash();
  const alice = await next.script("alice");
  await alice.send("/bans");
  await alice.expect(ONLY_OPERATORS);
});

Deno.test("a first user who registers is an operator for good, also after a kill -9", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  await alice.send("/register correct-horse");
  await alice.expect(/^alice is yours now.* You are an operator\.$/);
  await using next = await app.afterCrash();
  const again = await next.connect();
  await again.send("alice", "correct-horse", "/bans");
  assert.ok((await again.fence()).includes("Nobody is muted or banned."));
});

Deno.test("others who register are members", async () => {
  await using app = await TestApp.start();
  const [, bob] = await app.scripts("alice", "bob");
  await bob.send("/register correct-horse", "/bans");
  await bob.expect(/^bob is yours now/, ONLY_OPERATORS);
});

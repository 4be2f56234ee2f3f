// Private lobbies: the password opens them, wrong ones are slowed, and nobody outside learns what goes on in them.

import assert from "node:assert/strict";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const WRONG = "! That is not the password of den.";
const SLOWED = "! Too many wrong passwords. Try again in 1 second.";

/** alice has made the private lobby den and is in it, the others are in general; all have read of it. */
async function inDen<const Names extends readonly string[]>(app: TestApp, ...others: Names) {
  const clients = await app.scripts("alice", ...others);
  await clients[0].ask("/create den hush my friends", "/join den");
  for (const client of clients) await client.fence();
  return clients;
}

Deno.test("a private lobby opens to whoever gives its password", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await inDen(app, "bob");
  assert.deepEqual(await bob.ask("/join den", "/join den Hush"), [
    "! den is private: /join den <password>",
    WRONG,
  ]);
  assert.deepEqual(await alice.fence(), []);
  await alice.ask("hello");
  assert.deepEqual(await bob.ask("/join den hush"), [
    "You are in den now, 2 people are here. my friends",
    `${STAMP}[system]: alice has joined the lobby`,
    `${STAMP}[alice]: hello`,
  ]);
  await alice.expect(`${STAMP}[system]: bob has joined the lobby`);
});

Deno.test("lines typed before and after the /join of a private lobby go where they belong", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await inDen(app, "bob", "carol");
  await bob.ask("one", "/join den hush", "two", "/leave", "three");
  assert.deepEqual((await carol.fence()).filter((line) => line.includes("[bob]")), [
    `${STAMP}[bob]: one`,
    `${STAMP}[bob]: three`,
  ]);
  assert.deepEqual((await alice.fence()).filter((line) => line.includes("[bob]")), [`${STAMP}[bob]: two`]);
});

Deno.test("the creator of a private lobby needs no password, a guest only for the visit", async () => {
  await using app = await TestApp.start({ settings: { history: 0 } });
  const [alice] = await inDen(app);
  const entered = "You are in den now, you are alone. my friends";
  assert.equal((await alice.ask("/leave", "/join den")).at(-1), entered);
  await alice.send("/quit");
  await alice.rest();
  const next = await app.script("alice");
  assert.deepEqual(await next.ask("/join den"), ["! den is private: /join den <password>"]);
});

Deno.test("after a crash a private lobby is still private, and its password and registered creator still open it", async () => {
  await using app = await TestApp.start({ settings: { history: 0 } });
  const [alice] = await inDen(app);
  await alice.ask("/register correct-horse");
  await using again = await app.afterCrash();
  const entered = "You are in den now, you are alone. my friends";
  const bob = await again.script("bob");
  assert.deepEqual(await bob.ask("/join den", "/join den huhs", "/join den hush"), [
    "! den is private: /join den <password>",
    WRONG,
    entered,
  ]);
  await bob.ask("/leave");
  const creator = await again.script("alice", { password: "correct-horse" });
  assert.deepEqual(await creator.ask("/join den"), [entered]);
});

Deno.test("nobody outside a private lobby sees its lines or finds them", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await inDen(app, "bob");
  await alice.ask("secret tea", "/me hides", "/tag bob secret", "/describe our own");
  assert.deepEqual(await bob.fence(), []);
  const shown = await bob.ask(
    "/history",
    "/history 500",
    "/history 9 before 99",
    "/search secret",
    "/search tea",
  );
  assert.ok(!shown.some((line) => /secret|tea|hides/.test(line)), shown.join("\n"));
  const { shown: replay } = await app.enter("carol");
  assert.ok(!replay.some((line) => /secret|tea|hides/.test(line)), replay.join("\n"));
});

Deno.test("nobody outside a private lobby is told who is in it", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await inDen(app, "bob");
  const asked = ["/users", "/users all", "/whois alice", "/stats alice", "/lobbies"] as const;
  const outside = await bob.ask(...asked);
  assert.ok(outside.includes("alice <ONLINE> in a private lobby"), outside.join("\n"));
  assert.ok(outside.includes("  lobby      a private one"), outside.join("\n"));
  assert.deepEqual(outside.filter((line) => line.includes("den")), ["  den (1 person) my friends"]);
  const inside = await alice.ask(...asked);
  assert.ok(inside.includes("alice <ONLINE> in den"), inside.join("\n"));
  assert.ok(inside.includes("  lobby      den"), inside.join("\n"));
});

Deno.test("one private lobby is outside of another", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await inDen(app, "bob");
  await bob.ask("/create cave mine too", "/join cave");
  await alice.ask("secret tea");
  const shown = await bob.ask("/history", "/search tea", "/whois alice", "/users all");
  assert.ok(!shown.some((line) => /secret|den/.test(line)), shown.join("\n"));
});

Deno.test("the log has the lines of a private lobby like any other", async () => {
  await using app = await TestApp.start();
  const [alice] = await inDen(app);
  await alice.ask("secret tea");
  assert.equal(app.log().at(-1), `${STAMP}[alice]: secret tea`);
});

Deno.test("after three wrong passwords of a lobby its right one has to wait as well, longer each time", async () => {
  await using app = await TestApp.start({ settings: { history: 0 } });
  const [, bob] = await inDen(app, "bob");
  const guesses = ["/join den a", "/join den b", "/join den c", "/join den d", "/join den hush"];
  assert.deepEqual(await bob.ask(...guesses), [WRONG, WRONG, WRONG, SLOWED, SLOWED]);
  app.clock.advance(1000);
  assert.deepEqual(await bob.ask("/join den e", "/join den hush"), [
    WRONG,
    "! Too many wrong passwords. Try again in 2 seconds.",
  ]);
  app.clock.advance(2000);
  assert.deepEqual(await bob.ask("/join den hush"), ["You are in den now, 2 people are here. my friends"]);
});

Deno.test("wrong passwords of a lobby count for their user at every address", async () => {
  await using app = await TestApp.start();
  const [, bob] = await inDen(app, "bob");
  await bob.ask("/join den a", "/join den b", "/join den c");
  await bob.send("/quit");
  await bob.rest();
  const moved = await app.script("bob", { from: "127.0.0.2" });
  assert.deepEqual(await moved.ask("/join den hush"), [SLOWED]);
});

Deno.test("wrong passwords of a lobby count for all users of their address, and for no others", async () => {
  await using app = await TestApp.start({ settings: { history: 0 } });
  const [, bob, carol] = await inDen(app, "bob", "carol");
  await bob.ask("/join den a", "/join den b", "/join den c");
  assert.deepEqual(await carol.ask("/join den hush"), [SLOWED]);
  const dave = await app.script("dave", { from: "127.0.0.2" });
  assert.deepEqual(await dave.ask("/join den hush"), ["You are in den now, 2 people are here. my friends"]);
});

Deno.test("wrong passwords of one lobby do not slow the way into another", async () => {
  await using app = await TestApp.start({ settings: { history: 0 } });
  const [alice, bob] = await inDen(app, "bob");
  await alice.ask("/create cave hush more friends");
  await bob.ask("/join den a", "/join den b", "/join den c");
  assert.deepEqual(await bob.ask("/join cave hush"), ["You are in cave now, you are alone. more friends"]);
});

// What was said before is shown to newcomers and to those who ask.

import assert from "node:assert/strict";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);
const byAlice = (text: string) => `${STAMP}[alice]: ${text}`;

Deno.test("a newcomer is shown the last events, oldest first, and not its own arrival", async () => {
  await using app = await TestApp.start({ settings: { history: 3 } });
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("one", "/me waves", "/tag bob look", "/quit");
  await alice.rest();
  const { shown } = await app.enter("carol");
  assert.deepEqual(shown, [
    `${STAMP} * alice waves`,
    `${STAMP}[alice]: @bob look`,
    `${STAMP}[system]: alice has left our chat...`,
  ]);
  await bob.expect(byAlice("one"), ...shown.slice(0, 2), "* alice tagged you", ...shown.slice(2));
  await bob.expect(`${STAMP}[system]: carol joined the chat`);
});

Deno.test("a replay has no direct messages and no answers to commands", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/msg bob secret", "/time", "/nonsense", "/whois bob");
  await alice.fence();
  await bob.expect(`${STAMP}[DM from alice]: secret`);
  const { shown } = await app.enter("carol");
  assert.deepEqual(shown, [
    `${STAMP}[system]: alice joined the chat`,
    `${STAMP}[system]: bob joined the chat`,
  ]);
});

Deno.test("a replay shows the times at which the lines were said", async () => {
  await using app = await TestApp.start({ settings: { idleTimeout: 0 } });
  const alice = await app.script("alice");
  await alice.send("hello");
  await alice.fence();
  app.clock.advance(86_400_000);
  const { shown } = await app.enter("bob");
  assert.deepEqual(shown, [`${STAMP}[system]: alice joined the chat`, byAlice("hello")]);
});

Deno.test("a replay has 50 events when nothing else is set", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  await alice.send(...numbered(60));
  await alice.fence();
  const { shown } = await app.enter("bob");
  assert.deepEqual(shown, numbered(60).slice(10).map(byAlice));
});

Deno.test("a history of 0 replays nothing, and /history still works", async () => {
  await using app = await TestApp.start({ settings: { history: 0 } });
  const alice = await app.script("alice");
  await alice.send("hello");
  await alice.fence();
  const { client: bob, shown } = await app.enter("bob");
  assert.deepEqual(shown, []);
  await bob.send("/history");
  await bob.expect(...app.log());
});

for (const [what, next] of [["clean restart", "restart"], ["crash", "afterCrash"]] as const) {
  Deno.test(`after a ${what} the history is the same, and everybody who was here has left once`, async () => {
    await using app = await TestApp.start();
    const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
    await carol.send("/quit");
    await carol.rest();
    await alice.send("hello");
    await bob.expect(
      `${STAMP}[system]: carol has left our chat...`,
      byAlice("hello"),
    );
    const before = app.log();
    app.clock.advance(5000);
    await using again = await app[next]();
    const { client, shown } = await again.enter("alice");
    assert.deepEqual(shown, [
      ...before,
      "[2024-10-12 15:13:07][system]: alice has left our chat...",
      "[2024-10-12 15:13:07][system]: bob has left our chat...",
    ]);
    await client.send("/users");
    await client.expect("1 person in general:", "  (=^・^=) alice");
  });
}

Deno.test("two crashes in a row make one departure", async () => {
  await using app = await TestApp.start();
  await app.script("alice");
  await using once = await app.afterCrash();
  await using twice = await once.afterCrash();
  assert.deepEqual(twice.log(), [
    `${STAMP}[system]: alice joined the chat`,
    `${STAMP}[system]: alice has left our chat...`,
  ]);
});

Deno.test("/history shows the last 20 events, /history n the last n, oldest first", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  await alice.send(...numbered(30), "/history");
  await alice.expect(...numbered(30).slice(10).map(byAlice), "Earlier ones: /history 20 before 12");
  await alice.send("/history 2");
  await alice.expect(byAlice("line 29"), byAlice("line 30"), "Earlier ones: /history 2 before 30");
});

Deno.test("/history is paged to the very beginning by its own hint", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  await alice.send(...numbered(22));
  const pages: (readonly string[])[] = [];
  let next: string | undefined = "/history 5";
  while (next) {
    await alice.send(next);
    const page = await alice.fence();
    next = /^Earlier ones: (.*)$/.exec(page.at(-1) ?? "")?.[1];
    pages.unshift(next ? page.slice(0, -1) : page);
  }
  assert.deepEqual(pages.flat(), app.log());
  assert.deepEqual(pages.map((page) => page.length), [3, 5, 5, 5, 5]);
});

Deno.test("/history before an id or a time shows what came before it", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  for (const text of ["one", "two", "three"]) {
    await alice.send(text);
    await alice.fence();
    app.clock.advance(60_000);
  }
  const [joined, one = "", two = ""] = app.log();
  assert.ok(two.startsWith("[2024-10-12 15:14:02]"));
  await alice.send("/history 9 before 3", "/history before #3", "/HISTORY 1 BEFORE 2024-10-12 15:14:02");
  await alice.expect(`${joined}`, one, `${joined}`, one, one, "Earlier ones: /history 1 before 2");
  await alice.send("/history 1 before 2024-10-12 15:15", "/history before 2024-10-12");
  await alice.expect(two, "Earlier ones: /history 1 before 3", "There is nothing to show in general.");
});

Deno.test("/history refuses what is no number, time or id", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  await alice.send(
    "/history many",
    "/history 0",
    "/history 5 before yesterday",
    "/history before 2024-02-30",
  );
  await alice.expect(
    /^! Usage: \/history \[n\] \[before <time or id>\] - for example: \/history 20 before /,
    /^! Usage: \/history /,
    /^! A time reads 2024-10-12 15:13:02, an id #123: /,
    /^! A time reads /,
  );
});

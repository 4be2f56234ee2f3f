// Keeping somebody out of a lobby, as its creator may.

import assert from "node:assert/strict";
import type { ChatClient } from "../support/chat_client.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const MINUTES = 60_000;
const HOUR = 60 * MINUTES;
/** Nobody is sent away for being silent while the clock is turned. */
const PATIENT = { idleTimeout: 0 };
/** What carol is told whom bob, who made the lobby, has banned for 10 minutes. */
const BANNED = "! You are banned from chess until 2024-10-12 15:23:02: bad moves";

/** alice, an operator in `general`; bob, who made the lobby chess; carol, who is in it with him. */
async function chess(app: TestApp, password = "no-pass") {
  const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
  await bob.send(`/create chess ${password} play chess`, "/join chess");
  await bob.fence();
  await carol.send(`/join chess ${password}`);
  for (const each of [carol, alice, bob]) await each.fence();
  return { alice, bob, carol };
}

/** The last line that a command of somebody's is answered with. */
async function answer(client: ChatClient, typed: string): Promise<string> {
  await client.send(typed);
  return (await client.fence()).at(-1) ?? "";
}

Deno.test("a creator's ban leads back to general with its replay, and tells reason and end", async () => {
  await using app = await TestApp.start();
  const { alice, bob, carol } = await chess(app);
  await alice.send("hello");
  await alice.fence();
  await bob.send("/ban carol 10m bad moves");
  await bob.expect(
    `${STAMP}[system]: carol has left the lobby`,
    "carol is banned from chess for 10m. carol was sent away.",
  );
  const shown = await carol.fence();
  assert.deepEqual(shown.slice(0, 3), [
    `${STAMP}[system]: carol was banned by bob for 10m: bad moves`,
    `${STAMP}[system]: You were banned from chess by bob until 2024-10-12 15:23:02: bad moves`,
    "You are in general now, 2 people are here. Everybody starts here.",
  ]);
  assert.equal(shown.at(-1), `${STAMP}[alice]: hello`);
});

for (const password of ["no-pass", "sesame"]) {
  const kind = password === "no-pass" ? "public" : "private";
  Deno.test(`a ban from a ${kind} lobby holds for that lobby alone, until its end`, async () => {
    await using app = await TestApp.start({ settings: PATIENT });
    const { alice, bob, carol } = await chess(app, password);
    assert.match(await answer(bob, "/ban carol 10m bad moves"), /^carol is banned from chess for 10m/);
    assert.equal(await answer(carol, `/join chess ${password}`), BANNED);
    await alice.fence();
    await carol.send("hello", "/quit");
    await alice.expect(`${STAMP}[carol]: hello`);
    await carol.rest();
    const again = await app.script("carol");
    assert.equal(await answer(again, `/join chess ${password}`), BANNED);
    app.clock.advance(10 * MINUTES);
    await bob.fence();
    await again.send(`/join chess ${password}`);
    await bob.expect(/carol has joined the lobby$/);
  });
}

Deno.test("a creator bans somebody who is elsewhere from the lobby, and lets it come again", async () => {
  await using app = await TestApp.start();
  const { bob, carol } = await chess(app);
  await carol.send("/leave");
  await carol.fence();
  assert.equal(
    await answer(bob, "/ban carol"),
    "carol is banned from chess for good. carol is not here.",
  );
  assert.deepEqual(await carol.fence(), []);
  assert.equal(await answer(carol, "/join chess"), "! You are banned from chess for good.");
  assert.equal(await answer(bob, "/unban carol"), "carol may come again.");
  await carol.send("/join chess");
  await bob.expect(/carol has joined the lobby$/);
});

Deno.test("a creator cannot lift an operator's ban or mute, an operator who is there can lift a creator's", async () => {
  await using app = await TestApp.start();
  const { alice, bob, carol } = await chess(app);
  await answer(alice, "/mute carol");
  assert.equal(
    await answer(bob, "/unmute carol"),
    "! carol is not muted in chess. /bans lists what is in force.",
  );
  await answer(bob, "/ban carol");
  await carol.fence();
  assert.match(
    await answer(alice, "/unban carol"),
    /^! carol is banned neither everywhere nor from general\./,
  );
  await alice.send("/join chess", "/unban carol");
  assert.equal((await alice.fence()).at(-1), "carol may come again.");
});

Deno.test("/bans lists everything for operators, and for creators what concerns their lobby", async () => {
  await using app = await TestApp.start();
  const { alice, bob, carol } = await chess(app);
  await alice.send("/mute carol 2h too loud", "/ban 192.0.2.7/24 7d spam");
  await alice.fence();
  await bob.send("/mute carol", "/ban carol 10m bad moves", "/bans");
  const own = [
    "  carol muted in chess for good by bob",
    "  carol banned from chess until 2024-10-12 15:23:02 by bob: bad moves",
  ];
  assert.deepEqual((await bob.fence()).slice(-3), ["2 mutes and bans in force:", ...own]);
  await carol.fence();
  await alice.send("/bans");
  const listed = (await alice.fence()).slice(-5);
  assert.deepEqual([...listed.slice(0, 2), ...listed.slice(3)], [
    "4 mutes and bans in force:",
    "  carol muted everywhere until 2024-10-12 17:13:02 by alice: too loud",
    ...own,
  ]);
  assert.match(
    listed[2] ?? "",
    /^ {2}192\.0\.2\.0\/24 banned everywhere until 2024-10-19 .* by alice: spam$/,
  );
});

Deno.test("bans from lobbies are there after a kill -9, and end at their time", async () => {
  await using app = await TestApp.start({ settings: PATIENT });
  const { bob, carol } = await chess(app);
  await answer(bob, "/ban carol 10m bad moves");
  await carol.fence();
  await using next = await app.afterCrash();
  const again = await next.script("carol");
  assert.equal(await answer(again, "/join chess"), BANNED);
  next.clock.advance(10 * MINUTES);
  assert.ok(!(await answer(again, "/join chess")).startsWith("!"));
});

Deno.test("a lobby that is made again has none of the bans of the old one", async () => {
  await using app = await TestApp.start({ settings: { ...PATIENT, lobbyTtl: 1 } });
  const { bob, carol } = await chess(app);
  await bob.send("/ban carol", "/mute carol", "/leave");
  await bob.fence();
  // The server looks once an hour.
  for (const hours of [25, 1]) {
    app.clock.advance(hours * HOUR);
    await app.clock.whenArmed(HOUR);
  }
  await bob.send("/create chess no-pass play chess again", "/join chess");
  await bob.fence();
  await carol.send("/join chess", "hello");
  await bob.expect(/carol has joined the lobby$/, /\[carol\]: hello$/);
});

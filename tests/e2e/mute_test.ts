// Silencing somebody: operators everywhere, creators in their lobby, for a time or for good.

import assert from "node:assert/strict";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const MINUTES = 60_000;
/** Nobody is sent away for being silent while the clock is turned. */
const PATIENT = { idleTimeout: 0 };
/** alice and bob are in `general`, and alice is an operator; this is what bob is told who is muted for 10 minutes. */
const MUTED = "! You are muted until 2024-10-12 15:23:02: too loud";

Deno.test("a mute is told to everybody in the lobby, with its term and reason", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
  await alice.send("/mute BOB 10m too loud");
  const told = `${STAMP}[system]: bob was muted by alice for 10m: too loud`;
  await bob.expect(told);
  await carol.expect(told);
  await alice.expect("bob is muted for 10m. /unmute bob ends it.");
});

for (const typed of ["hello", "/say hello", "/me waves", "/tag carol look", "/msg carol psst"]) {
  Deno.test(`${typed} of somebody who is muted reaches nobody, and tells until when and why`, async () => {
    await using app = await TestApp.start();
    const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
    await alice.send("/mute bob 10m too loud");
    await bob.expect(/was muted/);
    await carol.expect(/was muted/);
    const before = app.log();
    await bob.send(typed);
    assert.deepEqual(await bob.fence(), [MUTED]);
    assert.deepEqual(await carol.fence(), []);
    assert.deepEqual(app.log(), before);
  });
}

Deno.test("/start and /reply of somebody who is muted reach nobody either", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
  await carol.send("/msg bob hey");
  await bob.expect(`${STAMP}[DM from carol]: hey`);
  await alice.send("/mute bob 10m too loud");
  await bob.expect(/was muted/);
  await carol.fence();
  await bob.send("/reply psst", "/start carol", "psst");
  assert.deepEqual((await bob.fence()).filter((line) => line.startsWith("!")), [MUTED, MUTED]);
  assert.deepEqual(await carol.fence(), []);
});

Deno.test("somebody who is muted reads on, and its commands work", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/mute bob", "hello");
  await bob.expect(/was muted/, `${STAMP}[alice]: hello`);
  await bob.send("/whois alice", "/history 1");
  assert.equal((await bob.fence()).at(-2), `${STAMP}[alice]: hello`);
});

Deno.test("an operator's mute holds in every lobby, a creator's in the own one alone", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol, dave] = await app.scripts("alice", "bob", "carol", "dave");
  await bob.send("/create chess no-pass play chess", "/join chess");
  await bob.fence();
  await carol.send("/join chess");
  await carol.fence();
  await bob.send("/mute carol 10m too loud");
  await bob.expect(/has joined the lobby$/, "carol is muted in chess for 10m. /unmute carol ends it.");
  await carol.fence();

  await carol.send("hello", "/msg dave psst");
  await carol.expect("! You are muted in chess until 2024-10-12 15:23:02: too loud", /DM to dave/);
  await dave.fence();
  await carol.send("/leave", "hello");
  await dave.expect(`${STAMP}[system]: carol has joined the lobby`, `${STAMP}[carol]: hello`);
  await carol.fence();

  await alice.send("/mute carol 20m");
  await carol.expect(/was muted by alice/);
  await carol.send("hello", "/join chess", "hello");
  const refusals = (await carol.fence()).filter((line) => line.startsWith("!"));
  assert.deepEqual(refusals, Array(2).fill("! You are muted until 2024-10-12 15:33:02."));
});

Deno.test("a creator's mute holds for somebody who comes in later", async () => {
  await using app = await TestApp.start();
  const [, bob, carol] = await app.scripts("alice", "bob", "carol");
  await bob.send("/create chess no-pass play chess", "/join chess", "/mute carol");
  await bob.fence();
  await carol.send("/join chess", "hello");
  assert.equal((await carol.fence()).at(-1), "! You are muted in chess for good.");
});

Deno.test("a mute ends at its time, not before", async () => {
  await using app = await TestApp.start({ settings: PATIENT });
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/mute bob 10m too loud");
  await bob.expect(/was muted/);
  app.clock.advance(10 * MINUTES - 1);
  await bob.send("one");
  assert.deepEqual(await bob.fence(), [MUTED]);
  app.clock.advance(1);
  await bob.send("two");
  assert.deepEqual(await bob.fence(), []);
  await alice.expect(/is muted/, /\[bob\]: two$/);
  await alice.send("/unmute bob", "/bans");
  await alice.expect(/^! bob is muted neither everywhere nor in general\./, "Nobody is muted or banned.");
});

Deno.test("a mute without a term is for good, until /unmute", async () => {
  await using app = await TestApp.start({ settings: PATIENT });
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/mute bob");
  await alice.expect("bob is muted for good. /unmute bob ends it.");
  await bob.expect(`${STAMP}[system]: bob was muted by alice for good`);
  app.clock.advance(365 * 24 * 60 * MINUTES);
  await bob.send("one");
  assert.deepEqual(await bob.fence(), ["! You are muted for good."]);
  await alice.send("/unmute bob");
  await alice.expect("bob may speak again.");
  await bob.expect(/\[system\]: bob was unmuted by alice$/);
  await bob.send("two");
  await alice.expect(/\[bob\]: two$/);
});

Deno.test("the newest mute counts, also when it is shorter", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/mute bob", "/mute bob 10m too loud");
  await alice.fence();
  await bob.fence();
  await bob.send("hello");
  assert.deepEqual(await bob.fence(), [MUTED]);
  await alice.send("/bans");
  assert.deepEqual(await alice.fence(), [
    "1 mute or ban in force:",
    "  bob muted everywhere until 2024-10-12 15:23:02 by alice: too loud",
  ]);
});

Deno.test("a mute outlasts a new login under the name, in any case", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/mute bob 10m too loud");
  await alice.fence();
  await bob.send("/quit");
  await bob.rest();
  const again = await app.script("BOB");
  await again.send("hello");
  assert.deepEqual(await again.fence(), [MUTED]);
});

Deno.test("somebody who is offline can be muted", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await bob.send("/quit");
  await bob.rest();
  await alice.fence();
  await alice.send("/mute bob 10m too loud");
  assert.deepEqual(await alice.fence(), ["bob is muted for 10m. /unmute bob ends it."]);
  const again = await app.script("bob");
  await again.send("hello");
  assert.deepEqual(await again.fence(), [MUTED]);
});

Deno.test("mutes are there after a kill -9, and end at their time", async () => {
  await using app = await TestApp.start({ settings: PATIENT });
  const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
  await carol.send("/create chess no-pass play chess", "/join chess", "/mute bob 1h");
  await carol.fence();
  await alice.send("/mute bob 10m too loud");
  await alice.fence();
  await bob.fence();
  await using next = await app.afterCrash();
  const again = await next.script("bob");
  await again.send("hello");
  assert.deepEqual(await again.fence(), [MUTED]);
  next.clock.advance(10 * MINUTES);
  await again.send("hello", "/join chess", "hello");
  const refusals = (await again.fence()).filter((line) => line.startsWith("!"));
  assert.deepEqual(refusals, ["! You are muted in chess until 2024-10-12 16:13:02."]);
});

Deno.test("a hostile reason shows clean to the muted, to the others and in the list", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/mute bob 10m \u001b[2J\u001b]0;owned\u0007too \u009b31mloud\u202e", "/bans");
  await bob.expect(`${STAMP}[system]: bob was muted by alice for 10m: too loud`);
  await bob.send("hello");
  assert.deepEqual(await bob.fence(), [MUTED]);
  await alice.expect(/^bob is muted/, "1 mute or ban in force:", /by alice: too loud$/);
});

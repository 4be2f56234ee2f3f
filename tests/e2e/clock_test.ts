// A clock that is set back changes what times are shown, and nothing else.

import assert from "node:assert/strict";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PATIENT = { idleTimeout: 0 };
/** How lines begin once the clock was set back by an hour. */
const EARLIER = STAMP.replace("15:", "14:");

/** alice says `one`, the clock is set back by an hour, and she says `two` and `three`. */
async function talkOverSetBack(app: TestApp) {
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.ask("one");
  app.clock.setBack(HOUR);
  await alice.ask("two", "three");
  return { alice, bob };
}

const SAID = [`${STAMP}[alice]: one`, `${EARLIER}[alice]: two`, `${EARLIER}[alice]: three`];

Deno.test("the order of lines is that in which they were said, although the clock was set back", async () => {
  await using app = await TestApp.start({ settings: PATIENT });
  const { bob } = await talkOverSetBack(app);
  assert.deepEqual(await bob.fence(), SAID);
  const { shown } = await app.enter("carol");
  assert.deepEqual(shown.slice(-3), SAID);
  assert.deepEqual(app.log().slice(2, 5), SAID);
});

Deno.test("/history goes back by ids without a gap, although the clock was set back", async () => {
  await using app = await TestApp.start({ settings: PATIENT });
  const { bob } = await talkOverSetBack(app);
  await bob.fence();
  const seen: string[] = [];
  for (let next: string | undefined = "/history 2"; next !== undefined;) {
    const page: readonly string[] = await bob.ask(next);
    const [, more] = /^Earlier ones: (.*)$/.exec(page.at(-1) ?? "") ?? [];
    seen.unshift(...more === undefined ? page : page.slice(0, -1));
    next = more;
  }
  assert.deepEqual(seen, app.log());
  // By a time it may begin an hour off, and shows what stands before that place.
  assert.deepEqual(await bob.ask("/history 10 before 2024-10-12 15:13:03"), app.log());
  assert.deepEqual(await bob.ask("/history 10 before 2024-10-12 14:30"), [
    "There is nothing to show in general.",
  ]);
});

Deno.test("a mute ends at the time that its subject was told, although the clock was set back", async () => {
  await using app = await TestApp.start({ settings: PATIENT });
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.ask("/mute bob 10m");
  app.clock.setBack(HOUR);
  assert.deepEqual((await bob.ask("hello")).slice(-1), ["! You are muted until 2024-10-12 15:23:02."]);
  app.clock.advance(HOUR + 10 * MINUTE - 1);
  assert.deepEqual(await bob.ask("hello"), ["! You are muted until 2024-10-12 15:23:02."]);
  app.clock.advance(1);
  assert.deepEqual(await bob.ask("hello"), []);
});

Deno.test("whoever is silent is let go within twice the time, although the clock was set back", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  app.clock.advance(8 * MINUTE);
  app.clock.setBack(HOUR);
  // The silence is measured anew at the next look, a minute later.
  app.clock.advance(10 * MINUTE);
  await alice.expect(/You have been silent for a while/);
  app.clock.advance(MINUTE);
  assert.match(await alice.rest(), /You were silent for too long\. Goodbye!\n$/);
});

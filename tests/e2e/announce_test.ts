// An operator speaks to everybody, in every lobby.

import assert from "node:assert/strict";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const ANNOUNCED = `${STAMP}[system]: alice announces: the server restarts at noon`;

/** alice, an operator in `general`; bob in the public lobby chess, carol in the private lobby cave. */
async function everywhere(app: TestApp) {
  const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
  await bob.send("/create chess no-pass play chess", "/join chess");
  await carol.send("/create cave sesame a quiet place", "/join cave");
  for (const each of [bob, carol, alice]) await each.fence();
  return { alice, bob, carol };
}

Deno.test("an announcement reaches everybody in every lobby, once, and its author gets an answer", async () => {
  await using app = await TestApp.start();
  const { alice, bob, carol } = await everywhere(app);
  const dave = await app.script("dave");
  await alice.fence();
  await alice.send("/announce the server restarts at noon");
  assert.deepEqual(await alice.fence(), ["Everybody was told."]);
  for (const each of [bob, carol, dave]) assert.deepEqual(await each.fence(), [ANNOUNCED]);
});

Deno.test("an announcement is in the history of general and of every lobby that had people in it", async () => {
  await using app = await TestApp.start();
  const { alice, bob, carol } = await everywhere(app);
  await bob.send("/create empty no-pass nobody is here");
  await bob.fence();
  await alice.send("/join chess", "/announce the server restarts at noon");
  await alice.fence();
  for (const each of [bob, carol, await app.script("dave")]) {
    await each.fence();
    await each.send("/history");
    assert.ok((await each.fence()).includes(ANNOUNCED));
  }
  await bob.send("/join empty", "/history");
  assert.ok(!(await bob.fence()).includes(ANNOUNCED));
  // In the log it stands once for each of the three.
  assert.deepEqual(app.log().filter((line) => line.includes("announces")), Array(3).fill(ANNOUNCED));
});

Deno.test("an announcement reaches those who ignore its author, and those who are muted", async () => {
  await using app = await TestApp.start();
  const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
  await alice.send("/mute carol");
  await alice.fence();
  await bob.send("/ignore alice");
  for (const each of [bob, carol]) await each.fence();
  await alice.send("/announce the server restarts at noon");
  await bob.expect(ANNOUNCED);
  await carol.expect(ANNOUNCED);
});

Deno.test("an announcement shows clean", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/announce \u001b[2Jthe server \u009b31mrestarts\u001b]0;owned\u0007 at noon\u202e");
  await bob.expect(ANNOUNCED);
});

Deno.test("an announcement of nothing is refused", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/announce", "/announce   ");
  await alice.expect(/^! Usage: \/announce <text>/, /^! Usage: \/announce <text>/);
  assert.deepEqual(await bob.fence(), []);
});

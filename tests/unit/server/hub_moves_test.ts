// Coming, going and moving in the middle of a turn: who sees what of it, in which order.

import assert from "node:assert/strict";
import { FakeViewer, GAMES, HubFixture, moves, says, tags, three, writes } from "../../support/hub.ts";

Deno.test("Hub shows an arrival to those present and not to the newcomer", () => {
  const { fixture, alice, bob } = three();
  const dave = new FakeViewer("dave", fixture.plain);
  fixture.hub.register(dave);
  fixture.publish(moves(dave, "joined"));
  assert.deepEqual(alice.take(), ["offer dave joined\n"]);
  assert.equal(alice.chunks.at(-1), bob.chunks.at(-1));
  assert.deepEqual(dave.take(), ["enter"]);
});

Deno.test("Hub shows a newcomer in the middle of a turn only what comes after, behind its entry", () => {
  const { fixture, alice, bob } = three();
  const dave = new FakeViewer("dave", fixture.plain);
  fixture.hub.register(dave);
  fixture.publish(
    says(alice, "before"),
    moves(dave, "joined"),
    says(bob, "after"),
    writes(alice, dave, "hey"),
  );
  assert.deepEqual(dave.take(), ["enter", "offer bob said after\n", "send alice direct hey\n"]);
});

Deno.test("Hub shows those who arrive in one turn each other in their order", () => {
  const fixture = new HubFixture();
  const [alice, bob] = ["alice", "bob"].map((name) => new FakeViewer(name, fixture.plain)) as [
    FakeViewer,
    FakeViewer,
  ];
  fixture.hub.register(alice);
  fixture.hub.register(bob);
  fixture.publish(moves(alice, "joined"), moves(bob, "joined"), says(alice, "hi"), says(bob, "hello"));
  assert.deepEqual(alice.take(), ["enter", "offer bob joined\nbob said hello\n"]);
  assert.deepEqual(bob.take(), ["enter", "offer alice said hi\n"]);
});

Deno.test("Hub shows whoever leaves what came before and nothing after", () => {
  const { fixture, alice, bob, carol } = three();
  fixture.publish(
    says(alice, "before"),
    moves(bob, "left"),
    says(alice, "after"),
    writes(alice, bob, "too late"),
  );
  assert.deepEqual(bob.take(), ["offer alice said before\n"]);
  assert.deepEqual(carol.take(), ["offer alice said before\nbob left\nalice said after\n"]);
  fixture.hub.forget(bob.session);
  fixture.publish(says(alice, "later"), writes(alice, bob, "later"), ...tags(alice, bob, "later"));
  assert.deepEqual(bob.take(), []);
});

Deno.test("Hub gives a user's next session what is for that user", () => {
  const { fixture, alice, bob } = three();
  const again = new FakeViewer("bob", fixture.plain, { session: "again", user: bob.user });
  fixture.hub.register(again);
  fixture.publish(moves(bob, "left"), moves(again, "joined"), writes(alice, again, "welcome back"));
  assert.deepEqual(bob.take(), []);
  assert.deepEqual(again.take(), ["enter", "send alice direct welcome back\n"]);
});

Deno.test("Hub moves a viewer between lobbies in order", () => {
  const { fixture, alice, bob, carol } = three();
  fixture.publish(moves(carol, "exited"), moves(carol, "entered", GAMES));
  assert.deepEqual(carol.take(), ["enter"]);
  for (const viewer of [alice, bob]) assert.deepEqual(viewer.take(), ["offer carol exited\n"]);
  fixture.publish(
    says(alice, "in general"),
    moves(bob, "exited"),
    moves(bob, "entered", GAMES),
    says(carol, "in games", GAMES),
  );
  assert.deepEqual(alice.take(), ["offer bob exited\n"]);
  assert.deepEqual(bob.take(), ["offer alice said in general\n", "enter", "offer carol said in games\n"]);
  assert.deepEqual(carol.take(), ["offer bob entered\n"]);
});

Deno.test("Hub keeps lobbies apart, also from those who only listen", () => {
  const { fixture, alice, bob, carol } = three();
  const dave = fixture.present("dave");
  fixture.publish(moves(carol, "exited"), moves(carol, "entered", GAMES));
  fixture.publish(moves(dave, "exited"), moves(dave, "entered", GAMES));
  for (const viewer of [alice, bob, carol, dave]) viewer.take();
  fixture.publish(says(alice, "in general"), says(carol, "in games", GAMES));
  assert.deepEqual(bob.take(), ["offer alice said in general\n"]);
  assert.deepEqual(dave.take(), ["offer carol said in games\n"]);
});

Deno.test("Hub shows nothing to a viewer that has not arrived", () => {
  const { fixture, alice } = three();
  const dave = new FakeViewer("dave", fixture.plain);
  fixture.hub.register(dave);
  fixture.publish(says(alice, "hello"), writes(alice, dave, "psst"));
  assert.deepEqual(dave.take(), []);
});

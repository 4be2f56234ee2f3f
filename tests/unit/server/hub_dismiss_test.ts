// What others do to somebody: sessions that are ended, people who are moved, and what is told to one session alone.

import assert from "node:assert/strict";
import type { Published } from "../../../lib/domain/event.ts";
import {
  EchoRenderer,
  FakeViewer,
  GAMES,
  moves,
  proclaims,
  says,
  tells,
  three,
  writes,
} from "../../support/hub.ts";

Deno.test("Hub sends what is for one session to that session alone", () => {
  const { fixture, alice, bob, carol } = three();
  fixture.publish(tells(bob, "notice", "psst"));
  assert.deepEqual([alice.take(), bob.take(), carol.take()], [[], ["send notice psst\n"], []]);
});

Deno.test("Hub reaches a session that has not arrived", () => {
  const { fixture } = three();
  const dave = new FakeViewer("dave", fixture.plain);
  fixture.hub.register(dave);
  fixture.publish(tells(dave, "notice", "psst"));
  assert.deepEqual(dave.take(), ["send notice psst\n"]);
});

Deno.test("Hub sends nothing to a session that it does not know", () => {
  const { fixture, alice } = three();
  const dave = new FakeViewer("dave", fixture.plain);
  fixture.publish(tells(dave, "dismissed", "bye"));
  assert.deepEqual([dave.take(), alice.take()], [[], []]);
});

Deno.test("Hub dismisses a session after it was told why", () => {
  const { fixture, bob } = three();
  fixture.publish(moves(bob, "left"), tells(bob, "dismissed", "You were kicked"));
  assert.deepEqual(bob.take(), ["send dismissed You were kicked\n", "dismiss"]);
});

Deno.test("Hub shows who is dismissed what came before, and nothing after", () => {
  const { fixture, alice, bob, carol } = three();
  fixture.publish(
    says(alice, "before"),
    proclaims(carol, "moderated", "bob was kicked by carol"),
    moves(bob, "left"),
    tells(bob, "dismissed", "You were kicked"),
    says(alice, "after"),
  );
  assert.deepEqual(bob.take(), [
    "offer alice said before\ncarol moderated bob was kicked by carol\n",
    "send dismissed You were kicked\n",
    "dismiss",
  ]);
});

Deno.test("Hub shows a dismissal to the others as a departure", () => {
  const { fixture, alice, bob } = three();
  fixture.publish(moves(bob, "left"), tells(bob, "dismissed", "You were kicked"));
  assert.deepEqual(alice.take(), ["offer bob left\n"]);
});

Deno.test("Hub gives what is for a user to the session that took over", () => {
  const { fixture, alice, bob } = three();
  const again = new FakeViewer("bob", fixture.plain, { session: "again", user: bob.user });
  fixture.hub.register(again);
  fixture.publish(
    moves(bob, "left"),
    tells(bob, "dismissed", "You logged in elsewhere"),
    moves(again, "joined"),
    writes(alice, again, "welcome back"),
    says(alice, "hello"),
  );
  assert.deepEqual(bob.take(), ["send dismissed You logged in elsewhere\n", "dismiss"]);
  assert.deepEqual(again.take(), ["enter", "send alice direct welcome back\n", "offer alice said hello\n"]);
});

Deno.test("Hub keeps the session that took over when the old one is forgotten", () => {
  const { fixture, alice, bob } = three();
  const again = new FakeViewer("bob", fixture.plain, { session: "again", user: bob.user });
  fixture.hub.register(again);
  fixture.publish(moves(bob, "left"), tells(bob, "dismissed", "elsewhere"), moves(again, "joined"));
  fixture.hub.forget(bob.session);
  again.take();
  fixture.publish(writes(alice, again, "still there?"));
  assert.deepEqual(again.take(), ["send alice direct still there?\n"]);
});

Deno.test("Hub keeps a user's newer session when the older one leaves after it came", () => {
  const { fixture, alice, bob } = three();
  const again = new FakeViewer("bob", fixture.plain, { session: "again", user: bob.user });
  fixture.hub.register(again);
  fixture.publish(moves(again, "joined"), moves(bob, "left"));
  again.take();
  fixture.publish(writes(alice, again, "still there?"));
  assert.deepEqual(again.take(), ["send alice direct still there?\n"]);
});

Deno.test("Hub shows who is moved the reason, then the new lobby, and no more of the old one", () => {
  const { fixture, alice, bob, carol } = three();
  fixture.publish(moves(carol, "exited"), moves(carol, "entered", GAMES));
  fixture.publish(moves(bob, "exited"), moves(bob, "entered", GAMES));
  for (const viewer of [alice, bob, carol]) viewer.take();
  const reason: Published = {
    ...tells(bob, "notice", "kicked"),
    audience: { to: "user", user: bob.user.id },
  };
  fixture.publish(
    proclaims(carol, "moderated", "bob was kicked", GAMES),
    reason,
    moves(bob, "exited", GAMES),
    moves(bob, "entered"),
    says(carol, "in games", GAMES),
    says(alice, "in general"),
  );
  assert.deepEqual(bob.take(), [
    "offer carol moderated bob was kicked\n",
    "send notice kicked\n",
    "enter",
    "offer alice said in general\n",
  ]);
});

Deno.test("Hub tells a viewer how it came where it is", () => {
  const { fixture, alice } = three();
  alice.arrivals.length = 0;
  fixture.publish(moves(alice, "exited"), moves(alice, "entered", GAMES));
  assert.deepEqual(alice.arrivals.map(({ type, lobby }) => [type, lobby.id]), [["entered", GAMES]]);
});

Deno.test("Hub shows what a moderator does in a lobby where it is not to that lobby", () => {
  const { fixture, alice, bob, carol } = three();
  fixture.publish(moves(bob, "exited"), moves(bob, "entered", GAMES));
  for (const viewer of [alice, bob, carol]) viewer.take();
  fixture.publish(proclaims(alice, "moderated", "bob was muted", GAMES));
  assert.deepEqual([alice.take(), bob.take(), carol.take()], [
    [],
    ["offer alice moderated bob was muted\n"],
    [],
  ]);
});

Deno.test("Hub shows an announcement once to each, in the lobby where it is", () => {
  const { fixture, alice, bob, carol } = three();
  fixture.publish(moves(bob, "exited"), moves(bob, "entered", GAMES));
  for (const viewer of [alice, bob, carol]) viewer.take();
  fixture.publish(proclaims(alice, "announced", "lunch"), proclaims(alice, "announced", "lunch", GAMES));
  assert.deepEqual([alice.take(), bob.take(), carol.take()], [
    [],
    ["offer alice announced lunch\n"],
    ["offer alice announced lunch\n"],
  ]);
});

Deno.test("Hub shows what ignored users do as moderators", () => {
  const { fixture, alice, bob } = three();
  bob.ignored.add(alice.user.id);
  fixture.publish(proclaims(alice, "announced", "lunch"));
  fixture.publish(proclaims(alice, "moderated", "carol was muted"));
  assert.deepEqual(bob.take(), ["offer alice announced lunch\n", "offer alice moderated carol was muted\n"]);
});

Deno.test("Hub lets no line be painted over after something was told to its author alone", () => {
  const { fixture, alice } = three(new EchoRenderer());
  alice.view = "author-in-place";
  fixture.publish(tells(alice, "notice", "psst"), says(alice, "hello"));
  assert.deepEqual(alice.take(), ["send notice psst\n", "offer (author) alice said hello\n"]);
});

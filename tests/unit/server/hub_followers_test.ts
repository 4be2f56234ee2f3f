// Who sees an answer grow, who sees it whole, and which viewers share the same bytes of it.

import assert from "node:assert/strict";
import type { UserId } from "../../../lib/domain/ids.ts";
import {
  answers,
  FakeViewer,
  FollowingRenderer,
  GAMES,
  grows,
  HubFixture,
  moves,
  ROX,
  says,
} from "../../support/hub.ts";

/** Alice and bob, whose theme follows, and carol, whose theme does not. */
function lobby() {
  const fixture = new HubFixture();
  const cozy = new FollowingRenderer();
  const alice = fixture.present("alice", cozy);
  const bob = fixture.present("bob", cozy);
  const carol = fixture.present("carol");
  for (const viewer of [alice, bob, carol]) viewer.take();
  return { fixture, cozy, alice, bob, carol };
}

/** The viewer goes to another lobby, or comes back from it. */
function goes(viewer: FakeViewer, where: "away" | "back") {
  return where === "away"
    ? [moves(viewer, "exited"), moves(viewer, "entered", GAMES)]
    : [moves(viewer, "exited", GAMES), moves(viewer, "entered")];
}

const WHOLE = "offer Rox answered one|two|three\n";
const END = "offer ... three\n";

Deno.test("Hub shows an answer growing to those whose theme follows, and whole to everybody else", () => {
  const { fixture, alice, bob, carol } = lobby();
  fixture.publish(grows(true, ["one"]));
  fixture.publish(grows(false, ["two"]));
  assert.deepEqual(carol.take(), []);
  fixture.publish(answers(["one", "two", "three"], 2));
  for (const viewer of [alice, bob]) {
    assert.deepEqual(viewer.take(), ["offer Rox answer-grew one\n", "offer Rox answer-grew two\n", END]);
  }
  assert.deepEqual(carol.take(), [WHOLE]);
});

Deno.test("Hub renders each part of an answer once for all who follow it, and its end once for each view", () => {
  const { fixture, cozy, alice, bob } = lobby();
  for (const name of ["erin", "frank"]) fixture.present(name, cozy);
  cozy.rendered = 0;
  fixture.publish(grows(true, ["one"]));
  assert.equal(cozy.rendered, 1);
  assert.equal(alice.chunks.at(-1), bob.chunks.at(-1));
  const late = fixture.present("late", cozy);
  cozy.rendered = 0;
  fixture.publish(answers(["one", "two"], 1));
  assert.equal(cozy.rendered, 2);
  assert.equal(alice.chunks.at(-1), bob.chunks.at(-1));
  assert.notEqual(alice.chunks.at(-1), late.chunks.at(-1));
});

Deno.test("Hub renders no growth for those who do not follow", () => {
  const { fixture } = lobby();
  fixture.plain.rendered = 0;
  fixture.publish(grows(true, ["one"]));
  assert.equal(fixture.plain.rendered, 0);
});

Deno.test("Hub shows an answer whole to whoever joins in the middle of it", () => {
  const { fixture, cozy } = lobby();
  fixture.publish(grows(true, ["one"]));
  const late = fixture.present("late", cozy);
  fixture.publish(grows(false, ["two"]));
  fixture.publish(answers(["one", "two", "three"], 2));
  assert.deepEqual(late.take(), [WHOLE]);
});

Deno.test("Hub shows no more of an answer to whoever has left, and all of it to whoever has come back", () => {
  const { fixture, alice, bob } = lobby();
  fixture.publish(grows(true, ["one"]));
  fixture.publish(...goes(alice, "away"), ...goes(bob, "away"));
  fixture.publish(grows(false, ["two"]));
  fixture.publish(...goes(bob, "back"));
  bob.take();
  fixture.publish(answers(["one", "two", "three"], 2));
  assert.deepEqual(alice.take().filter((each) => each.includes("Rox")), ["offer Rox answer-grew one\n"]);
  assert.deepEqual(bob.take(), [WHOLE]);
});

Deno.test("Hub shows an answer whole to whoever was away although nothing of it came meanwhile", () => {
  const { fixture, alice } = lobby();
  fixture.publish(grows(true, ["one", "two"]));
  fixture.publish(...goes(alice, "away"));
  fixture.publish(...goes(alice, "back"));
  alice.take();
  fixture.publish(answers(["one", "two", "three"], 2));
  assert.deepEqual(alice.take(), [WHOLE]);
});

Deno.test("Hub takes the next session of a user for somebody who has seen nothing", () => {
  const { fixture, cozy, alice } = lobby();
  fixture.publish(grows(true, ["one", "two"]));
  const again = new FakeViewer("alice", cozy, { session: "again", user: alice.user });
  fixture.hub.register(again);
  fixture.publish(moves(alice, "left"), moves(again, "joined"));
  again.take();
  fixture.publish(answers(["one", "two", "three"], 2));
  assert.deepEqual(again.take(), [WHOLE]);
});

Deno.test("Hub shows an answer whole to whoever has changed the theme in the middle of it", () => {
  const { fixture, cozy, alice, bob } = lobby();
  fixture.publish(grows(true, ["one"]));
  alice.renderer = fixture.plain;
  bob.renderer = fixture.plain;
  fixture.publish(grows(false, ["two"]));
  // Bob's screen lacks what came meanwhile.
  bob.renderer = cozy;
  fixture.publish(answers(["one", "two", "three"], 2));
  for (const viewer of [alice, bob]) assert.deepEqual(viewer.take(), ["offer Rox answer-grew one\n", WHOLE]);
});

Deno.test("Hub does not begin to show growth in the middle to whoever takes a theme that follows", () => {
  const { fixture, cozy, carol } = lobby();
  fixture.publish(grows(true, ["one"]));
  carol.renderer = cozy;
  fixture.publish(grows(false, ["two"]));
  fixture.publish(answers(["one", "two", "three"], 2));
  assert.deepEqual(carol.take(), [WHOLE]);
});

Deno.test("Hub shows nothing of an answer to whoever ignores the assistant", () => {
  const { fixture, alice } = lobby();
  alice.ignored.add(ROX.id);
  fixture.publish(grows(true, ["one"]));
  fixture.publish(grows(false, ["two"]));
  fixture.publish(answers(["one", "two", "three"], 2));
  assert.deepEqual(alice.take(), []);
});

Deno.test("Hub shows an answer whole to whoever has ignored the assistant in the middle of it", () => {
  const { fixture, alice } = lobby();
  fixture.publish(grows(true, ["one"]));
  alice.ignored.add(ROX.id);
  fixture.publish(grows(false, ["two"]));
  alice.ignored.delete(ROX.id);
  fixture.publish(answers(["one", "two", "three"], 2));
  assert.deepEqual(alice.take(), ["offer Rox answer-grew one\n", WHOLE]);
});

Deno.test("Hub shows the same to a follower who ignores somebody else", () => {
  const { fixture, alice } = lobby();
  alice.ignored.add(12345 as UserId);
  fixture.publish(grows(true, ["one", "two"]));
  fixture.publish(answers(["one", "two", "three"], 2));
  assert.deepEqual(alice.take(), ["offer Rox answer-grew one|two\n", END]);
});

Deno.test("Hub shows an answer whole to its followers too when it does not go on from what they saw", () => {
  const { fixture, alice } = lobby();
  fixture.publish(grows(true, ["won"]));
  fixture.publish(answers(["one", "two", "three"], 0));
  assert.deepEqual(alice.take(), ["offer Rox answer-grew won\n", WHOLE]);
});

Deno.test("Hub sends a follower nothing when nothing of the answer remains", () => {
  const { fixture, cozy, alice } = lobby();
  cozy.event = (_, view) => view === "follower" ? "" : "shown\n";
  fixture.publish(grows(true, ["one"]));
  fixture.publish(answers(["one"], 1));
  assert.deepEqual(alice.take(), ["offer shown\n"]);
});

Deno.test("Hub shows those who speak while it grows the same of an answer", () => {
  const { fixture, alice, carol } = lobby();
  fixture.publish(says(alice, "well"), grows(true, ["one"]));
  fixture.publish(grows(false, ["two"]), says(alice, "well"));
  fixture.publish(says(carol, "hm"), answers(["one", "two", "three"], 2));
  assert.deepEqual(alice.take(), [
    "offer Rox answer-grew one\n",
    "offer Rox answer-grew two\n",
    "offer carol said hm\n... three\n",
  ]);
  assert.equal(carol.take().at(-1), WHOLE);
});

Deno.test("Hub shows whoever comes in the turn of an answer what comes after, and no end without a beginning", () => {
  const { fixture, cozy, alice } = lobby();
  const dave = new FakeViewer("dave", cozy);
  fixture.hub.register(dave);
  fixture.publish(grows(true, ["one"]), moves(dave, "joined"), answers(["one", "two", "three"], 1));
  assert.deepEqual(dave.take(), ["enter", WHOLE]);
  assert.deepEqual(alice.take(), ["offer Rox answer-grew one\ndave joined\n... two|three\n"]);
});

Deno.test("Hub tells the end of one answer from the beginning of the next in the same turn", () => {
  const { fixture, cozy, alice, carol } = lobby();
  fixture.publish(grows(true, ["one"]));
  const late = fixture.present("late", cozy);
  for (const viewer of [alice, carol]) viewer.take();
  fixture.publish(answers(["one", "two"], 1), grows(true, ["next"]));
  assert.deepEqual(alice.take(), ["offer ... two\nRox answer-grew next\n"]);
  assert.deepEqual(late.take(), ["offer Rox answered one|two\nRox answer-grew next\n"]);
  assert.deepEqual(carol.take(), ["offer Rox answered one|two\n"]);
  fixture.publish(answers(["next", "last"], 1));
  assert.deepEqual(late.take(), ["offer ... last\n"]);
});

Deno.test("Hub keeps answers that grow in two lobbies apart", () => {
  const { fixture, alice, bob } = lobby();
  fixture.publish(...goes(bob, "away"));
  for (const viewer of [alice, bob]) viewer.take();
  fixture.publish(grows(true, ["one"]), grows(true, ["eins"], GAMES));
  fixture.publish(grows(false, ["zwei"], GAMES), grows(false, ["two"]));
  fixture.publish(answers(["eins", "zwei", "drei"], 2, GAMES));
  fixture.publish(answers(["one", "two", "three"], 2));
  assert.deepEqual(alice.take(), ["offer Rox answer-grew one\n", "offer Rox answer-grew two\n", END]);
  assert.deepEqual(bob.take(), [
    "offer Rox answer-grew eins\n",
    "offer Rox answer-grew zwei\n",
    "offer ... drei\n",
  ]);
});

Deno.test("Hub sends what grows as lines that may be skipped", () => {
  const { fixture, alice } = lobby();
  fixture.publish(grows(true, ["one"]), grows(false, ["two"]), says(alice, "well"));
  assert.deepEqual(alice.take(), ["offer Rox answer-grew one\nRox answer-grew two\n"]);
  assert.deepEqual(alice.messages, []);
});

Deno.test("Hub tells of a failure to whoever asked, in its turn", () => {
  const { fixture, alice, bob } = lobby();
  const problem = { code: "assistant-failed", text: "Rox cannot answer." } as const;
  const audience = { to: "user", user: alice.user.id } as const;
  fixture.publish(
    says(bob, "before"),
    answers(["one"], 0),
    { event: { type: "answer-failed", problem, at: 0 }, audience, by: null },
  );
  assert.deepEqual(alice.take(), [
    "offer bob said before\nRox answered one\n",
    "send answer-failed Rox cannot answer.\n",
  ]);
  assert.deepEqual(bob.take(), ["offer Rox answered one\n"]);
});

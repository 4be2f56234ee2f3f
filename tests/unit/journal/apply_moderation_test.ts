// The rules of kicking, muting and banning users: what each act does, where, and who is told.

import assert from "node:assert/strict";
import { formatTime } from "../../../lib/domain/clock.ts";
import { GENERAL } from "../../../lib/domain/ids.ts";
import { acted, AT, closed, directSent, lobbyEntered, opened, said, tagged } from "../../support/entries.ts";
import { banned, kicked, muted, unbanned, unmuted } from "../../support/moderation_entries.ts";
import { inGames, Rules, shown } from "../../support/rules.ts";

Deno.test("user-kicked by an operator ends the session, with the reason", () => {
  using test = new Rules("oscar", "bob");
  const applied = test.decide(kicked("oscar", "BOB", "too loud"));
  const bob = { id: test.id("bob"), name: "bob", picture: null };
  assert.deepEqual(applied.outcome, { granted: true, value: { user: bob, from: null } });
  assert.deepEqual(shown(applied), [
    "1: bob was kicked by oscar: too loud",
    "1: left",
    "session: You were kicked by oscar: too loud",
  ]);
  assert.equal(test.whereIs("bob"), undefined);
});

Deno.test("user-kicked by an operator reaches somebody in another lobby", () => {
  using test = inGames();
  test.granted(kicked("oscar", "bob"));
  assert.equal(test.whereIs("bob"), undefined);
  assert.deepEqual(test.told(), ["games: bob was kicked by oscar"]);
});

Deno.test("user-kicked by a creator sends somebody back to general, who is told", () => {
  using test = inGames();
  const applied = test.decide(kicked("alice", "bob", "too loud"));
  const games = test.whereIs("alice");
  assert.deepEqual(shown(applied), [
    `${games}: bob was kicked by alice: too loud`,
    "user: You were kicked from games by alice: too loud",
    `${games}: exited`,
    "1: entered",
  ]);
  assert.equal(test.whereIs("bob"), GENERAL);
});

Deno.test("user-kicked lets somebody come again at once", () => {
  using test = new Rules("oscar", "bob");
  test.granted(kicked("oscar", "bob"));
  test.granted(opened("bob", "bob"));
});

Deno.test("user-kicked refuses somebody who is not here", () => {
  using test = new Rules("oscar", "bob");
  test.granted(closed("bob"));
  assert.equal(test.refused(kicked("oscar", "bob"), "user-not-found"), "bob is not here.");
});

Deno.test("user-kicked by a creator refuses somebody in another lobby", () => {
  using test = inGames();
  test.granted(lobbyEntered("bob", GENERAL));
  assert.equal(test.refused(kicked("alice", "bob"), "user-not-found"), "bob is not in games.");
});

Deno.test("user-sanctioned with a mute silences lines, actions, tags and direct messages", () => {
  using test = new Rules("oscar", "bob");
  test.granted(muted("oscar", "bob", { reason: "spam" }));
  for (
    const entry of [
      said("bob", "x"),
      acted("bob", "x"),
      tagged("bob", "oscar", "x"),
      directSent("bob", "oscar", "x"),
    ]
  ) {
    assert.equal(test.refused(entry, "muted"), "You are muted for good: spam");
  }
});

Deno.test("user-sanctioned with a mute by a creator silences in that lobby alone", () => {
  using test = inGames();
  test.granted(muted("alice", "bob"));
  assert.equal(test.refused(said("bob", "x"), "muted"), "You are muted in games for good.");
  test.granted(directSent("bob", "alice", "please"));
  test.granted(lobbyEntered("bob", GENERAL));
  test.granted(said("bob", "hello"));
});

Deno.test("user-sanctioned with a mute ends at its time", () => {
  using test = new Rules("oscar", "bob");
  const until = AT + 60_000;
  test.granted(muted("oscar", "bob", { until }));
  const text = test.refused(said("bob", "x", until - 1), "muted");
  assert.equal(text, `You are muted until ${formatTime(until)}.`);
  test.granted(said("bob", "x", until));
});

Deno.test("user-sanctioned with a mute tells others for how long and why, and shows it to nobody else", () => {
  using test = new Rules("oscar", "bob");
  const applied = test.decide(muted("oscar", "bob", { until: AT + 600_000, reason: "spam" }));
  assert.deepEqual(shown(applied), ["1: bob was muted by oscar for 10m: spam"]);
});

Deno.test("user-sanctioned again replaces the first, also with a shorter one", () => {
  using test = new Rules("oscar", "bob");
  test.granted(muted("oscar", "bob"));
  test.granted(muted("oscar", "bob", { until: AT + 10 }));
  assert.equal(test.store.sanctions.all(null, AT).length, 1);
  test.granted(said("bob", "x", AT + 10));
});

Deno.test("user-sanctioned with a mute outlives a session, and holds for whoever has the name", () => {
  using test = new Rules("oscar", "bob");
  test.granted(muted("oscar", "bob"));
  test.granted(closed("bob"));
  test.granted(opened("bob", "bob"));
  test.refused(said("bob", "x"), "muted");
});

Deno.test("user-sanctioned reaches somebody who is not here", () => {
  using test = new Rules("oscar", "bob");
  test.granted(closed("bob"));
  const { hit } = test.granted(banned("oscar", "bob"));
  assert.equal(hit, false);
  assert.deepEqual(test.told(), ["general: bob was banned by oscar for good"]);
});

Deno.test("user-sanctioned with a ban ends the session and keeps its user out until the end", () => {
  using test = new Rules("oscar", "bob");
  const until = AT + 7_200_000;
  const applied = test.decide(banned("oscar", "bob", { until, reason: "spam" }));
  assert.deepEqual(shown(applied), [
    "1: bob was banned by oscar for 2h: spam",
    "1: left",
    `session: You were banned by oscar until ${formatTime(until)}: spam`,
  ]);
  const text = test.refused(opened("bob", "BOB", until - 1), "banned");
  assert.equal(text, `You are banned until ${formatTime(until)}: spam`);
  test.granted(opened("bob", "bob", until));
});

Deno.test("user-sanctioned with a ban is told to the owner of the name alone, after the password", () => {
  using test = new Rules("oscar", "bob");
  test.register("bob");
  test.granted(banned("oscar", "bob"));
  test.refused(opened("bob", "bob"), "password-required");
  test.refused(opened("bob", "bob", AT, { verified: "x" }), "banned");
});

Deno.test("user-sanctioned with a ban by a creator keeps somebody out of that lobby alone", () => {
  using test = inGames();
  const { user, lobby, hit } = test.granted(banned("alice", "bob"));
  assert.deepEqual([user.name, lobby?.name, hit], ["bob", "games", true]);
  assert.equal(test.whereIs("bob"), GENERAL);
  test.granted(closed("bob"));
  test.granted(opened("bob", "bob"));
  test.refused(lobbyEntered("bob", lobby?.id ?? GENERAL), "banned");
});

Deno.test("user-sanctioned with a ban by a creator leaves somebody where it is who is elsewhere", () => {
  using test = inGames();
  test.granted(lobbyEntered("bob", GENERAL));
  const applied = test.decide(banned("alice", "bob"));
  assert.equal(applied.outcome.granted && applied.outcome.value.hit, false);
  assert.deepEqual(shown(applied), [`${test.whereIs("alice")}: bob was banned by alice for good`]);
});

Deno.test("user-sanctioned with a ban by a creator does not hold in a lobby made again under that name", () => {
  using test = inGames();
  test.granted(banned("alice", "bob"));
  test.granted(lobbyEntered("alice", GENERAL));
  test.store.lobbies.close(2 as typeof GENERAL, AT);
  test.granted(lobbyEntered("bob", test.lobby("games", "alice")));
});

Deno.test("every act on a user is in the audit, with its scope, and in the log", () => {
  using test = inGames();
  for (
    const entry of [
      muted("alice", "bob", { until: AT + 60_000, reason: "spam" }),
      unmuted("alice", "bob"),
      kicked("oscar", "bob", "bye"),
      banned("oscar", "bob"),
      unbanned("oscar", "bob"),
    ]
  ) test.granted(entry);
  assert.deepEqual(test.audit(), [
    { act: "mute", by: "alice", user: "bob", lobby: "games", until: AT + 60_000, text: "spam" },
    { act: "unmute", by: "alice", user: "bob", lobby: "games", text: "" },
    { act: "kick", by: "oscar", user: "bob", text: "bye" },
    { act: "ban", by: "oscar", user: "bob", text: "" },
    { act: "unban", by: "oscar", user: "bob", text: "" },
  ]);
  assert.equal(test.told().length, 5);
});

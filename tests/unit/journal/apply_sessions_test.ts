// The rules of coming and going: what each entry yields, what it writes, and who gets to see it.

import assert from "node:assert/strict";
import { GENERAL } from "../../../lib/domain/ids.ts";
import { ADDRESS, AT, closed, ended, opened, themeChosen, userIgnored } from "../../support/entries.ts";
import { Rules } from "../../support/rules.ts";

Deno.test("session-opened puts a newcomer into general and tells the lobby", () => {
  using test = new Rules();
  const { outcome, events } = test.decide(opened("s", "Alice"));
  const user = { id: 1, name: "Alice", picture: null };
  const lobby = { id: GENERAL, name: "general" };
  const value = { user, lobby, arrival: 1, theme: null, ignored: [], founder: true };
  assert.deepEqual(outcome, { granted: true, value });
  assert.deepEqual(events, [{
    event: { type: "joined", id: 1, at: AT, from: user, lobby },
    audience: { to: "lobby", lobby: GENERAL },
    by: "s",
  }]);
  assert.deepEqual(test.rows("SELECT id, user_id, lobby_id, address, opened_at FROM sessions"), [
    { id: "s", user_id: 1, lobby_id: GENERAL, address: ADDRESS, opened_at: AT },
  ]);
});

Deno.test("session-opened refuses a name that is here already, in any case", () => {
  using test = new Rules("alice");
  assert.equal(
    test.refused(opened("t", "ALICE"), "username-taken"),
    "alice is here already. Try another name.",
  );
});

Deno.test("session-opened refuses a name that looks like another, also when that one is not here", () => {
  using test = new Rules("modern");
  test.granted(closed("modern"));
  const text = test.refused(opened("t", "M0dem"), "username-taken");
  assert.equal(text, "That name looks like modern, which is taken. Try another.");
});

Deno.test("session-opened gives a guest's name to the next who comes, as first written", () => {
  using test = new Rules("Alice");
  test.granted(closed("Alice"));
  const { user } = test.granted(opened("t", "aLICE", AT + 5));
  assert.deepEqual(user, { id: test.id("alice"), name: "Alice", picture: null });
  assert.deepEqual(test.rows("SELECT count(*) AS users FROM users"), [{ users: 1 }]);
  assert.equal(test.store.users.known("alice", GENERAL)?.lastSeenAt, AT + 5);
});

Deno.test("session-opened lets nobody inherit what another guest of that name chose", () => {
  using test = new Rules("alice", "bob");
  for (const entry of [userIgnored("alice", "bob"), themeChosen("alice", "cozy"), closed("alice")]) {
    test.granted(entry);
  }
  const { theme, ignored } = test.granted(opened("t", "alice"));
  assert.deepEqual([theme, ignored], [null, []]);
  assert.deepEqual(test.rows("SELECT * FROM ignores"), []);
  assert.equal(test.store.users.byName("alice")?.theme, null);
});

Deno.test("session-opened gives a registered user back what it chose", () => {
  using test = new Rules("alice", "bob");
  test.register("alice");
  for (const entry of [userIgnored("alice", "bob"), themeChosen("alice", "cozy"), closed("alice")]) {
    test.granted(entry);
  }
  const { theme, ignored } = test.granted(opened("t", "alice", AT, { verified: "x" }));
  assert.deepEqual([theme, ignored], ["cozy", [test.id("bob")]]);
});

Deno.test("session-opened refuses a session that is open already", () => {
  using test = new Rules("alice");
  test.refused(opened("alice", "bob"), "already-logged-in");
});

Deno.test("session-closed tells the lobby, frees the user and notes when it was last seen", () => {
  using test = new Rules("alice");
  const { outcome, events } = test.decide(closed("alice", AT + 7));
  assert.deepEqual(outcome, { granted: true, value: null });
  assert.deepEqual(events.map(({ event, audience, by }) => [event.type, audience, by]), [
    ["left", { to: "lobby", lobby: GENERAL }, "alice"],
  ]);
  assert.equal(test.store.users.known("alice", GENERAL)?.lastSeenAt, AT + 7);
  assert.equal(test.store.users.known("alice", GENERAL)?.lobby, null);
});

Deno.test("session-closed twice is one departure", () => {
  using test = new Rules("alice");
  test.granted(closed("alice"));
  const before = test.dump();
  assert.deepEqual(test.decide(closed("alice", AT + 9)), {
    outcome: { granted: true, value: null },
    events: [],
  });
  assert.deepEqual(test.dump(), before);
});

Deno.test("sessions-ended ends all, with one departure each that nobody is shown", () => {
  using test = new Rules("alice", "bob", "carol");
  test.granted(closed("bob"));
  assert.deepEqual(test.decide(ended(AT + 3)), {
    outcome: { granted: true, value: { ended: 2 } },
    events: [],
  });
  assert.deepEqual(test.kinds(), ["joined", "joined", "joined", "left", "left", "left"]);
  assert.deepEqual(test.rows("SELECT * FROM sessions"), []);
  assert.equal(test.store.users.known("carol", GENERAL)?.lastSeenAt, AT + 3);
  assert.deepEqual(test.granted(ended()), { ended: 0 });
});

// The rules of owning a name: who is a guest, who comes in with a password, and what stays whose.

import assert from "node:assert/strict";
import { GENERAL } from "../../../lib/domain/ids.ts";
import {
  ADDRESS,
  AT,
  closed,
  ended,
  lobbyEntered,
  nameRegistered,
  opened,
  operatorNamed,
  passwordChanged,
  pictureChosen,
  said,
  themeChosen,
  userIgnored,
} from "../../support/entries.ts";
import { Rules } from "../../support/rules.ts";

Deno.test("session-opened makes the very first user an operator for that session alone", () => {
  using test = new Rules();
  assert.equal(test.granted(opened("s", "alice")).founder, true);
  assert.equal(test.store.users.known("alice", GENERAL)?.role, "operator");
  test.granted(closed("s"));
  assert.equal(test.granted(opened("t", "alice")).founder, false);
  assert.equal(test.store.users.known("alice", GENERAL)?.role, "guest");
});

Deno.test("session-opened makes nobody an operator who is not the first", () => {
  using test = new Rules("alice");
  assert.equal(test.granted(opened("s", "bob")).founder, false);
  assert.equal(test.store.users.known("bob", GENERAL)?.role, "guest");
});

for (const verified of [null, "y"]) {
  Deno.test(`session-opened refuses a registered name with ${verified ? "another" : "no"} password`, () => {
    using test = new Rules("alice");
    test.register("alice");
    test.granted(closed("alice"));
    const text = test.refused(opened("t", "ALICE", AT, { verified }), "password-required");
    assert.match(text, /^alice is registered\. Give its password/);
  });
}

Deno.test("session-opened says nothing of whether the owner of a name is here before it has the password", () => {
  using test = new Rules("alice");
  test.register("alice");
  test.refused(opened("t", "alice"), "password-required");
});

Deno.test("session-opened with the password takes over from an earlier session, which is told", () => {
  using test = new Rules("alice", "bob");
  test.register("alice");
  test.decide(lobbyEntered("alice", test.lobby("games", "bob")));
  const { events } = test.decide(opened("t", "alice", AT + 5, { verified: "x" }));
  assert.deepEqual(events.map(({ event, by }) => [event.type, by]), [
    ["left", "alice"],
    ["dismissed", "alice"],
    ["joined", "t"],
  ]);
  const [left, dismissed, joined] = events;
  assert.deepEqual(dismissed?.audience, { to: "session", session: "alice" });
  assert.deepEqual(left?.event.type === "left" && left.event.lobby.name, "games");
  assert.deepEqual(joined?.event.type === "joined" && joined.event.lobby.name, "general");
});

Deno.test("session-opened with the password leaves one session, and what its user chose", () => {
  using test = new Rules("alice", "bob");
  test.register("alice");
  for (const entry of [themeChosen("alice", "cozy"), userIgnored("alice", "bob")]) test.granted(entry);
  const { theme, ignored } = test.granted(opened("t", "alice", AT, { verified: "x" }));
  assert.deepEqual([theme, ignored], ["cozy", [test.id("bob")]]);
  assert.equal(test.store.sessions.ofUser(test.id("alice"))?.id, "t");
});

Deno.test("session-opened takes nobody's session over under a guest's name", () => {
  using test = new Rules("alice");
  test.refused(opened("t", "alice"), "username-taken");
});

/** What is stored of alice's choices, and who owns the lobby. */
function belongings(test: Rules) {
  return test.rows(
    `SELECT theme, picture, (SELECT count(*) FROM ignores) AS ignores,
       (SELECT count(*) FROM lobbies WHERE owner_id = users.id) AS lobbies FROM users WHERE name = 'alice'`,
  )[0];
}

function withBelongings(): Rules {
  const test = new Rules("bob", "alice");
  for (
    const entry of [
      themeChosen("alice", "cozy"),
      pictureChosen("alice", "(o-o)"),
      userIgnored("alice", "bob"),
    ]
  ) {
    test.granted(entry);
  }
  test.lobby("games", "alice");
  return test;
}

for (const [how, over] of [["session-closed", closed("alice")], ["sessions-ended", ended()]] as const) {
  Deno.test(`${how} takes from a guest what it chose and owned`, () => {
    using test = withBelongings();
    test.granted(over);
    assert.deepEqual(belongings(test), { theme: null, picture: null, ignores: 0, lobbies: 0 });
  });

  Deno.test(`${how} leaves a registered user what it chose and owned`, () => {
    using test = withBelongings();
    test.granted(nameRegistered("alice", "hash"));
    test.granted(over);
    assert.deepEqual(belongings(test), { theme: "cozy", picture: "(o-o)", ignores: 1, lobbies: 1 });
  });
}

Deno.test("session-closed leaves a guest's lobby open, without a creator's rights for anybody", () => {
  using test = withBelongings();
  test.granted(closed("alice"));
  const games = test.store.lobbies.byName("games") ?? assert.fail("games is closed");
  assert.deepEqual([games.owner, test.store.lobbies.summary(games.id).creator], [null, "alice"]);
});

Deno.test("session-closed leaves a user's count of messages", () => {
  using test = new Rules("alice");
  test.granted(said("alice", "hello"));
  test.granted(closed("alice"));
  assert.equal(test.store.users.known("alice", GENERAL)?.messagesSent, 1);
});

Deno.test("name-registered makes the name its user's", () => {
  using test = new Rules("oscar", "alice");
  assert.deepEqual(test.decide(nameRegistered("alice", "hash", { at: AT + 3 })), {
    outcome: { granted: true, value: { operator: false } },
    events: [],
  });
  assert.deepEqual(test.rows("SELECT password_hash, role, registered_at FROM users WHERE name = 'alice'"), [
    { password_hash: "hash", role: "member", registered_at: AT + 3 },
  ]);
});

Deno.test("name-registered keeps an operator for one session one for good", () => {
  using test = new Rules("alice");
  assert.deepEqual(test.granted(nameRegistered("alice", "hash")), { operator: true });
  test.granted(closed("alice"));
  test.granted(opened("t", "alice", AT, { verified: "hash" }));
  assert.equal(test.store.users.known("alice", GENERAL)?.role, "operator");
});

Deno.test("name-registered makes an operator of whom the command line names", () => {
  using test = new Rules("oscar", "alice");
  assert.deepEqual(test.granted(nameRegistered("alice", "hash", { operator: true })), { operator: true });
  assert.equal(test.store.users.byName("alice")?.operator, true);
});

Deno.test("name-registered is in the audit when it makes an operator, with whoever made it one", () => {
  using test = new Rules("oscar", "alice");
  test.granted(nameRegistered("oscar", "hash"));
  test.granted(nameRegistered("alice", "hash", { operator: true }));
  assert.deepEqual(test.audit(), [
    { act: "op", by: "oscar", user: "oscar", text: "" },
    { act: "op", user: "alice", text: "" },
  ]);
});

Deno.test("name-registered is in no audit when it makes a member", () => {
  using test = new Rules("oscar", "alice");
  test.granted(nameRegistered("alice", "hash"));
  assert.deepEqual(test.audit(), []);
});

Deno.test("name-registered refuses a name that is somebody's already", () => {
  using test = new Rules("alice");
  test.register("alice");
  test.refused(nameRegistered("alice", "other"), "already-registered");
});

Deno.test("password-changed replaces the password that was given", () => {
  using test = new Rules("alice");
  test.register("alice", "old");
  assert.deepEqual(test.decide(passwordChanged("alice", "old", "new")), {
    outcome: { granted: true, value: null },
    events: [],
  });
  assert.equal(test.store.users.byName("alice")?.passwordHash, "new");
});

Deno.test("password-changed refuses when the password is another by now", () => {
  using test = new Rules("alice");
  test.register("alice", "newer");
  test.refused(passwordChanged("alice", "old", "new"), "bad-password");
});

Deno.test("password-changed refuses a guest", () => {
  using test = new Rules("alice");
  test.refused(passwordChanged("alice", "old", "new"), "bad-password");
});

for (const [who, name] of [["a guest", "bob"], ["nobody", "nobody"]] as const) {
  Deno.test(`operator-named makes no operator of ${who}`, () => {
    using test = new Rules("oscar", "bob");
    const before = test.dump();
    assert.deepEqual(test.granted(operatorNamed(name)), { known: false });
    assert.deepEqual(test.dump(), before);
  });
}

Deno.test("operator-named makes a registered user an operator at once, once in the audit", () => {
  using test = new Rules("oscar", "bob");
  test.register("bob");
  for (let times = 0; times < 2; times++) {
    assert.deepEqual(test.granted(operatorNamed("BOB")), { known: true });
  }
  assert.equal(test.store.sessions.ofUser(test.id("bob"))?.operator, true);
  assert.deepEqual(test.audit(), [{ act: "op", user: "bob", text: "" }]);
});

Deno.test("session-opened keeps the address from which somebody came", () => {
  using test = new Rules("alice");
  assert.equal(test.store.sessions.ofUser(test.id("alice"))?.address, ADDRESS);
});

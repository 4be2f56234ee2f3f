// Everybody who was ever here.

import assert from "node:assert/strict";
import { GENERAL, type UserId } from "../../../lib/domain/ids.ts";
import { AT, sessionId, userName } from "../../support/entries.ts";
import { TestStore } from "../../support/store.ts";

Deno.test("UserStore finds a user by name in any case, as first written", () => {
  using test = new TestStore();
  const added = test.store.users.add(userName("Alice"), AT);
  assert.deepEqual(test.store.users.byName("aLICE"), added);
  assert.equal(added.name, "Alice");
  assert.equal(test.store.users.byName("a1ice"), undefined);
});

Deno.test("UserStore finds whoever's name could be taken for another", () => {
  using test = new TestStore();
  const added = test.store.users.add(userName("modern"), AT);
  assert.deepEqual(test.store.users.byLook("M0DEM"), added);
  assert.equal(test.store.users.byLook("mode"), undefined);
});

Deno.test("UserStore never holds two names of one look", () => {
  using test = new TestStore();
  test.store.users.add(userName("bill"), AT);
  assert.throws(() => test.store.users.add(userName("BI1L"), AT), /UNIQUE/);
});

Deno.test("UserStore.known tells since when, when last, where and how much", () => {
  using test = new TestStore();
  const { users, sessions } = test.store;
  const { id } = users.add(userName("alice"), AT);
  users.countMessage(id);
  users.countMessage(id);
  users.seen(id, AT + 10);
  const known = {
    id,
    name: userName("alice"),
    picture: null,
    createdAt: AT,
    lastSeenAt: AT + 10,
    lobby: null,
    messagesSent: 2,
    hasPassword: false,
  };
  assert.deepEqual(users.known("ALICE"), known);
  sessions.open(sessionId("s"), id, GENERAL, AT);
  assert.deepEqual(users.known("alice"), { ...known, lobby: { id: GENERAL, name: "general" } });
  assert.equal(users.known("nobody"), undefined);
});

Deno.test("UserStore.everyone lists those online first, then who was seen last, and no more than asked", () => {
  using test = new TestStore();
  const { users, sessions } = test.store;
  const ids = ["early", "late", "here"].map((name, index) => users.add(userName(name), AT + index).id);
  users.seen(ids[0] as UserId, AT - 100);
  sessions.open(sessionId("s"), ids[2] as UserId, GENERAL, AT);
  users.seen(ids[2] as UserId, AT - 200);
  assert.deepEqual(users.everyone(10).map(({ name }) => name), ["here", "late", "early"]);
  assert.deepEqual(users.everyone(2).map(({ name }) => name), ["here", "late"]);
  assert.equal(users.total(), 3);
});

Deno.test("UserStore keeps whom a user ignores, once each", () => {
  using test = new TestStore();
  const { users } = test.store;
  const [alice, bob, carol] = ["alice", "bob", "carol"].map((name) => users.add(userName(name), AT).id) as [
    UserId,
    UserId,
    UserId,
  ];
  for (const ignored of [bob, carol, bob]) users.ignore(alice, ignored);
  assert.deepEqual(users.ignored(alice), [bob, carol]);
  assert.deepEqual(users.ignored(bob), []);
  users.unignore(alice, bob);
  assert.deepEqual(users.ignored(alice), [carol]);
  users.ignoreNobody(alice);
  assert.deepEqual(users.ignored(alice), []);
});

Deno.test("UserStore takes a theme that it does not know for none", () => {
  using test = new TestStore();
  const { users } = test.store;
  const { id } = users.add(userName("alice"), AT);
  users.setTheme(id, "cozy");
  assert.equal(users.byName("alice")?.theme, "cozy");
  test.database.script("UPDATE users SET theme = 'solarized'");
  assert.equal(users.byName("alice")?.theme, null);
});

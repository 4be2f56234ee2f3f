// Everybody who was ever here.

import assert from "node:assert/strict";
import { GENERAL, type LobbyId, type UserId } from "../../../lib/domain/ids.ts";
import { AT, lobbyName, sessionId, userName } from "../../support/entries.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import { TestStore } from "../../support/store.ts";

class Fixture extends TestStore {
  add(name: string, at = AT): UserId {
    return this.store.users.add(userName(name), at).id;
  }

  /** Brings a user in; the session is called `s`. */
  open(user: UserId, { lobby = GENERAL as LobbyId, operator = false } = {}): void {
    this.store.sessions.open({ id: sessionId("s"), user, lobby, address: "", operator, at: AT });
  }

  privateLobby(creator: UserId): LobbyId {
    const name = lobbyName("den");
    return this.store.lobbies.add({ name, description: sanitise(""), passwordHash: "x", creator, at: AT });
  }
}

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

Deno.test("UserStore.none is true until the first user comes, and never again", () => {
  using test = new Fixture();
  assert.equal(test.store.users.none(), true);
  test.add("alice");
  assert.equal(test.store.users.none(), false);
});

Deno.test("UserStore.known tells since when, when last, where and how much", () => {
  using test = new Fixture();
  const { users } = test.store;
  const id = test.add("alice");
  users.countMessages(id, 1);
  users.countMessages(id, 1);
  users.seen(id, AT + 10);
  const known = {
    id,
    name: userName("alice"),
    picture: null,
    createdAt: AT,
    lastSeenAt: AT + 10,
    online: false,
    lobby: null,
    messagesSent: 2,
    role: "guest",
  };
  assert.deepEqual(users.known("ALICE", GENERAL), known);
  test.open(id);
  assert.deepEqual(users.known("alice", GENERAL), {
    ...known,
    online: true,
    lobby: { id: GENERAL, name: "general" },
  });
  assert.equal(users.known("nobody", GENERAL), undefined);
});

Deno.test("UserStore.known tells only those in a private lobby who is there with them", () => {
  using test = new Fixture();
  const alice = test.add("alice");
  const den = test.privateLobby(alice);
  test.open(alice, { lobby: den });
  assert.deepEqual(test.store.users.known("alice", den)?.lobby, { id: den, name: "den" });
  const outside = test.store.users.known("alice", GENERAL);
  assert.deepEqual([outside?.online, outside?.lobby], [true, null]);
});

Deno.test("UserStore.everyone tells only those in a private lobby who is there with them", () => {
  using test = new Fixture();
  const alice = test.add("alice");
  const den = test.privateLobby(alice);
  test.open(alice, { lobby: den });
  const seen = [den, GENERAL].map((viewer) => test.store.users.everyone(1, viewer)[0]?.lobby?.name);
  assert.deepEqual(seen, ["den", undefined]);
});

Deno.test("UserStore.known calls somebody with a password a member", () => {
  using test = new Fixture();
  test.store.users.setPassword(test.add("alice"), "hash", AT);
  assert.equal(test.store.users.known("alice", GENERAL)?.role, "member");
});

Deno.test("UserStore.known calls somebody an operator by role", () => {
  using test = new Fixture();
  test.store.users.setOperator(test.add("alice"), true);
  assert.equal(test.store.users.known("alice", GENERAL)?.role, "operator");
  assert.equal(test.store.users.byName("alice")?.operator, true);
});

Deno.test("UserStore.known calls somebody an operator for one session", () => {
  using test = new Fixture();
  test.open(test.add("alice"), { operator: true });
  assert.equal(test.store.users.known("alice", GENERAL)?.role, "operator");
  test.store.sessions.close(sessionId("s"));
  assert.equal(test.store.users.known("alice", GENERAL)?.role, "guest");
});

Deno.test("UserStore.everyone lists those online first, then who was seen last, and no more than asked", () => {
  using test = new Fixture();
  const { users } = test.store;
  const [early, , here] = ["early", "late", "here"].map((name, index) => test.add(name, AT + index)) as [
    UserId,
    UserId,
    UserId,
  ];
  users.seen(early, AT - 100);
  test.open(here);
  users.seen(here, AT - 200);
  assert.deepEqual(users.everyone(10, GENERAL).map(({ name }) => name), ["here", "late", "early"]);
  assert.deepEqual(users.everyone(2, GENERAL).map(({ name }) => name), ["here", "late"]);
  assert.equal(users.total(), 3);
});

Deno.test("UserStore.setPassword keeps the time of the first one as that of the registration", () => {
  using test = new Fixture();
  const alice = test.add("alice");
  test.store.users.setPassword(alice, "first", AT + 1);
  test.store.users.setPassword(alice, "second", AT + 2);
  assert.deepEqual(test.rows("SELECT password_hash, registered_at FROM users"), [
    { password_hash: "second", registered_at: AT + 1 },
  ]);
});

Deno.test("UserStore.forgetChoices drops theme and picture of one user, and nothing else", () => {
  using test = new Fixture();
  const { users } = test.store;
  const [alice, bob] = [test.add("alice"), test.add("bob")];
  for (const id of [alice, bob]) {
    users.setTheme(id, "cozy");
    users.setPicture(id, "(o-o)");
  }
  users.countMessages(alice, 1);
  users.forgetChoices(alice);
  assert.deepEqual(test.rows("SELECT theme, picture, messages_sent FROM users ORDER BY id"), [
    { theme: null, picture: null, messages_sent: 1 },
    { theme: "cozy", picture: "(o-o)", messages_sent: 0 },
  ]);
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

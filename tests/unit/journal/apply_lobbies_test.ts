// The rules of lobbies: who may make, enter and describe one, and which are closed.

import assert from "node:assert/strict";
import { GENERAL, type LobbyId } from "../../../lib/domain/ids.ts";
import {
  AT,
  closed,
  lobbiesExpired,
  lobbyCreated,
  lobbyDescribed,
  lobbyEntered,
  opened,
  said,
} from "../../support/entries.ts";
import { banned } from "../../support/moderation_entries.ts";
import { Rules } from "../../support/rules.ts";

Deno.test("lobby-created makes a lobby with its creator as owner, and takes nobody there", () => {
  using test = new Rules("alice");
  const { outcome, events } = test.decide(lobbyCreated("alice", "Games", { description: "chess" }));
  assert.deepEqual(outcome, { granted: true, value: { lobby: { id: 2, name: "Games" } } });
  assert.deepEqual(events, []);
  assert.deepEqual(
    test.rows("SELECT name, description, password_hash, creator_id, owner_id FROM lobbies WHERE id = 2"),
    [
      { name: "Games", description: "chess", password_hash: null, creator_id: 1, owner_id: 1 },
    ],
  );
  assert.equal(test.whereIs("alice"), GENERAL);
});

Deno.test("lobby-created makes a private lobby of one with a password", () => {
  using test = new Rules("alice");
  test.granted(lobbyCreated("alice", "den", { hash: "secret" }));
  assert.equal(test.store.lobbies.byName("den")?.passwordHash, "secret");
});

for (const name of ["general", "GAMES"]) {
  Deno.test(`lobby-created refuses ${name} while there is a lobby of that name`, () => {
    using test = new Rules("alice");
    test.granted(lobbyCreated("alice", "games"));
    assert.match(test.refused(lobbyCreated("alice", name), "lobby-exists"), /^There is a lobby /);
  });
}

Deno.test("lobby-created refuses more lobbies of one owner than are allowed", () => {
  using test = new Rules("alice", "bob");
  for (const name of ["one", "two"]) test.granted(lobbyCreated("alice", name, { own: 2 }));
  test.refused(lobbyCreated("alice", "three", { own: 2 }), "too-many-lobbies");
  test.granted(lobbyCreated("bob", "three", { own: 2 }));
});

Deno.test("lobby-created refuses more lobbies in all than are allowed", () => {
  using test = new Rules("alice", "bob");
  test.granted(lobbyCreated("alice", "one", { total: 2 }));
  test.refused(lobbyCreated("bob", "two", { total: 2 }), "too-many-lobbies");
});

Deno.test("lobby-entered shows the exit to the old lobby and the entry to the new one", () => {
  using test = new Rules("alice");
  const { lobby: { id } } = test.granted(lobbyCreated("alice", "games"));
  const { outcome, events } = test.decide(lobbyEntered("alice", id));
  assert.deepEqual(outcome, { granted: true, value: null });
  assert.deepEqual(events.map(({ event, audience, by }) => [event.type, audience, by]), [
    ["exited", { to: "lobby", lobby: GENERAL }, "alice"],
    ["entered", { to: "lobby", lobby: id }, "alice"],
  ]);
  assert.deepEqual(test.kinds(), ["joined", "exited", "entered"]);
  assert.equal(test.whereIs("alice"), id);
});

Deno.test("lobby-entered decides where what is said next belongs", () => {
  using test = new Rules("alice");
  const { lobby: { id } } = test.granted(lobbyCreated("alice", "games"));
  test.granted(said("alice", "before"));
  test.granted(lobbyEntered("alice", id));
  test.granted(said("alice", "after"));
  assert.deepEqual(test.rows("SELECT body, lobby_id FROM messages WHERE kind = 'said'"), [
    { body: "before", lobby_id: GENERAL },
    { body: "after", lobby_id: id },
  ]);
});

Deno.test("lobby-entered refuses the lobby in which somebody is already", () => {
  using test = new Rules("alice");
  assert.equal(test.refused(lobbyEntered("alice", GENERAL), "nothing-to-do"), "You are in general already.");
});

Deno.test("lobby-entered refuses a lobby that never was or is closed", () => {
  using test = new Rules("alice");
  const { lobby: { id } } = test.granted(lobbyCreated("alice", "games"));
  test.store.lobbies.close(id, AT);
  for (const none of [id, 99 as LobbyId]) test.refused(lobbyEntered("alice", none), "lobby-not-found");
});

for (const verified of [null, "another"]) {
  Deno.test(`lobby-entered refuses a private lobby with ${verified ?? "no"} password`, () => {
    using test = new Rules("alice", "bob");
    const den = test.lobby("den", "alice", "secret");
    assert.equal(
      test.refused(lobbyEntered("bob", den, verified), "bad-lobby-password"),
      "den is private: /join den <password>",
    );
  });
}

Deno.test("lobby-entered lets somebody with the password into a private lobby", () => {
  using test = new Rules("alice", "bob");
  const den = test.lobby("den", "alice", "secret");
  test.granted(lobbyEntered("bob", den, "secret"));
  assert.equal(test.whereIs("bob"), den);
});

Deno.test("lobby-entered lets the owner of a private lobby in without its password", () => {
  using test = new Rules("oscar", "alice");
  const den = test.lobby("den", "alice", "secret");
  test.granted(lobbyEntered("alice", GENERAL));
  test.granted(lobbyEntered("alice", den));
  assert.equal(test.whereIs("alice"), den);
});

Deno.test("lobby-entered asks even an operator for the password of a private lobby", () => {
  using test = new Rules("oscar", "alice");
  test.refused(lobbyEntered("oscar", test.lobby("den", "alice", "secret")), "bad-lobby-password");
});

Deno.test("lobby-entered asks a guest who comes again under the creator's name for the password", () => {
  using test = new Rules("oscar", "alice");
  const den = test.lobby("den", "alice", "secret");
  test.granted(closed("alice"));
  test.granted(opened("alice", "alice"));
  test.refused(lobbyEntered("alice", den), "bad-lobby-password");
});

Deno.test("lobby-entered refuses who is banned from that lobby, until the ban ends", () => {
  using test = new Rules("oscar", "alice", "bob");
  const games = test.lobby("games", "alice");
  test.granted(banned("alice", "bob", { until: AT + 10, reason: "spam" }));
  assert.match(
    test.refused(lobbyEntered("bob", games), "banned"),
    /^You are banned from games until .*: spam$/,
  );
  test.granted(lobbyEntered("bob", games, null, AT + 10));
});

for (const [who, role] of [["alice", "its creator"], ["oscar", "an operator"]] as const) {
  Deno.test(`lobby-described by ${role} changes what the lobby is for`, () => {
    using test = new Rules("oscar", "alice");
    const id = test.lobby("games", "alice");
    if (who === "oscar") test.granted(lobbyEntered("oscar", id));
    assert.deepEqual(test.granted(lobbyDescribed(who, "chess")), { lobby: { id, name: "games" } });
    assert.equal(test.store.lobbies.summary(id).description, "chess");
  });
}

Deno.test("lobby-described by anybody else is refused", () => {
  using test = new Rules("oscar", "alice", "bob");
  test.granted(lobbyEntered("bob", test.lobby("games", "alice")));
  test.refused(lobbyDescribed("bob", "mine"), "not-allowed");
});

Deno.test("lobby-described changes the lobby in which somebody is, whatever else it owns", () => {
  using test = new Rules("oscar", "alice");
  test.granted(lobbyCreated("alice", "games"));
  test.refused(lobbyDescribed("alice", "mine"), "not-allowed");
});

Deno.test("lobbies-expired closes lobbies that nobody used since, and tells which", () => {
  using test = new Rules("alice");
  test.granted(lobbyCreated("alice", "old", { at: AT }));
  test.granted(lobbyCreated("alice", "new", { at: AT + 100 }));
  const { closed } = test.granted(lobbiesExpired(AT + 50, AT + 200));
  assert.deepEqual(closed, [{ id: 2, name: "old" }]);
  assert.deepEqual(test.rows("SELECT name, closed_at, owner_id FROM lobbies WHERE id > 1"), [
    { name: "old", closed_at: AT + 200, owner_id: null },
    { name: "new", closed_at: null, owner_id: 1 },
  ]);
});

Deno.test("lobbies-expired closes neither general nor a lobby with somebody in it", () => {
  using test = new Rules("alice");
  test.lobby("games", "alice");
  assert.deepEqual(test.granted(lobbiesExpired(AT + 1_000_000)), { closed: [] });
});

Deno.test("lobbies-expired keeps all that was said, and a lobby made again shows none of it", () => {
  using test = new Rules("alice");
  const old = test.lobby("games", "alice");
  test.granted(said("alice", "old words"));
  test.granted(lobbyEntered("alice", GENERAL));
  test.granted(lobbiesExpired(AT + 1));
  const fresh = test.lobby("games", "alice");
  const bodies = (lobby: LobbyId) =>
    test.rows(`SELECT body FROM messages WHERE kind = 'said' AND lobby_id = ${lobby}`).map(({ body }) =>
      body
    );
  assert.deepEqual([bodies(old), bodies(fresh)], [["old words"], []]);
});

Deno.test("lobbies-expired gives a creator's place back", () => {
  using test = new Rules("alice");
  test.granted(lobbyCreated("alice", "one", { own: 1 }));
  test.granted(lobbiesExpired(AT + 1));
  test.granted(lobbyCreated("alice", "two", { own: 1 }));
});

// Who is here now.

import assert from "node:assert/strict";
import { GENERAL, type LobbyId, type UserId } from "../../../lib/domain/ids.ts";
import { ADDRESS, AT, sessionId } from "../../support/entries.ts";
import { MessageRows } from "../../support/messages.ts";
import { TestStore } from "../../support/store.ts";

class Fixture extends TestStore {
  readonly rowsOf = new MessageRows(this);
  readonly alice = this.rowsOf.user("alice");
  readonly bob = this.rowsOf.user("bob");

  open(id: string, user: UserId, { lobby = GENERAL as LobbyId, operator = false, at = AT } = {}): void {
    this.store.sessions.open({ id: sessionId(id), user, lobby, address: ADDRESS, operator, at });
  }

  /** Whether the user of a session may do what operators may. */
  isOperator(id: string): boolean | undefined {
    return this.store.sessions.get(sessionId(id))?.operator;
  }
}

Deno.test("SessionStore finds an open session by its id and by its user", () => {
  using test = new Fixture();
  const { sessions } = test.store;
  test.open("s", test.alice.id);
  const row = {
    id: sessionId("s"),
    user: test.alice,
    lobby: test.rowsOf.general,
    address: ADDRESS,
    operator: false,
    guest: true,
  };
  assert.deepEqual(sessions.get(sessionId("s")), row);
  assert.deepEqual(sessions.ofUser(test.alice.id), row);
  assert.equal(sessions.ofUser(test.bob.id), undefined);
});

Deno.test("SessionStore forgets a closed session", () => {
  using test = new Fixture();
  const { sessions } = test.store;
  test.open("s", test.alice.id);
  sessions.close(sessionId("s"));
  assert.equal(sessions.get(sessionId("s")), undefined);
  assert.equal(sessions.ofUser(test.alice.id), undefined);
});

Deno.test("SessionStore holds one session of a user at a time", () => {
  using test = new Fixture();
  test.open("one", test.alice.id);
  assert.throws(() => test.open("two", test.alice.id), /UNIQUE/);
});

Deno.test("SessionStore lists all by age, and those of a lobby by name", () => {
  using test = new Fixture();
  const { sessions } = test.store;
  const games = test.rowsOf.lobby("games");
  const carol = test.rowsOf.user("Carol");
  test.open("of-carol", carol.id);
  test.open("of-bob", test.bob.id, { lobby: games.id, at: AT + 1 });
  test.open("of-alice", test.alice.id, { at: AT + 2 });
  assert.deepEqual(sessions.all().map(({ user }) => user.name), ["Carol", "bob", "alice"]);
  assert.deepEqual(sessions.inLobby(GENERAL).map(({ user }) => user.name), ["alice", "Carol"]);
  assert.deepEqual(sessions.inLobby(games.id).map(({ lobby }) => lobby), [games]);
});

Deno.test("SessionStore.move takes one session to another lobby", () => {
  using test = new Fixture();
  const games = test.rowsOf.lobby("games");
  test.open("s", test.alice.id);
  test.open("t", test.bob.id);
  test.store.sessions.move(sessionId("s"), games.id);
  assert.deepEqual(test.store.sessions.all().map(({ lobby }) => lobby.name), ["games", "general"]);
});

Deno.test("SessionStore takes an operator's rights from the session alone", () => {
  using test = new Fixture();
  test.open("s", test.alice.id, { operator: true });
  assert.equal(test.isOperator("s"), true);
  test.store.sessions.setOperator(sessionId("s"), false);
  assert.equal(test.isOperator("s"), false);
});

Deno.test("SessionStore takes an operator's rights from the user's role at once", () => {
  using test = new Fixture();
  test.open("s", test.alice.id);
  test.store.users.setOperator(test.alice.id, true);
  assert.equal(test.isOperator("s"), true);
});

Deno.test("SessionStore knows a user with a password for no guest", () => {
  using test = new Fixture();
  test.open("s", test.alice.id);
  test.store.users.setPassword(test.alice.id, "hash", AT);
  assert.equal(test.store.sessions.get(sessionId("s"))?.guest, false);
});

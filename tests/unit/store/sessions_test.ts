// Who is here now.

import assert from "node:assert/strict";
import { GENERAL } from "../../../lib/domain/ids.ts";
import { AT, sessionId } from "../../support/entries.ts";
import { MessageRows } from "../../support/messages.ts";
import { TestStore } from "../../support/store.ts";

class Fixture extends TestStore {
  readonly rowsOf = new MessageRows(this);
  readonly alice = this.rowsOf.user("alice");
  readonly bob = this.rowsOf.user("bob");
}

Deno.test("SessionStore finds an open session by its id and by its user", () => {
  using test = new Fixture();
  const { sessions } = test.store;
  sessions.open(sessionId("s"), test.alice.id, GENERAL, AT);
  const row = { id: sessionId("s"), user: test.alice, lobby: test.rowsOf.general };
  assert.deepEqual(sessions.get(sessionId("s")), row);
  assert.deepEqual(sessions.ofUser(test.alice.id), row);
  assert.equal(sessions.ofUser(test.bob.id), undefined);
});

Deno.test("SessionStore forgets a closed session", () => {
  using test = new Fixture();
  const { sessions } = test.store;
  sessions.open(sessionId("s"), test.alice.id, GENERAL, AT);
  sessions.close(sessionId("s"));
  assert.equal(sessions.get(sessionId("s")), undefined);
  assert.equal(sessions.ofUser(test.alice.id), undefined);
});

Deno.test("SessionStore holds one session of a user at a time", () => {
  using test = new Fixture();
  const { sessions } = test.store;
  sessions.open(sessionId("one"), test.alice.id, GENERAL, AT);
  assert.throws(() => sessions.open(sessionId("two"), test.alice.id, GENERAL, AT), /UNIQUE/);
});

Deno.test("SessionStore lists all by age, and those of a lobby by name", () => {
  using test = new Fixture();
  const { sessions } = test.store;
  const games = test.rowsOf.lobby("games");
  const carol = test.rowsOf.user("Carol");
  sessions.open(sessionId("of-carol"), carol.id, GENERAL, AT);
  sessions.open(sessionId("of-bob"), test.bob.id, games.id, AT + 1);
  sessions.open(sessionId("of-alice"), test.alice.id, GENERAL, AT + 2);
  assert.deepEqual(sessions.all().map(({ user }) => user.name), ["Carol", "bob", "alice"]);
  assert.deepEqual(sessions.inLobby(GENERAL).map(({ user }) => user.name), ["alice", "Carol"]);
  assert.deepEqual(sessions.inLobby(games.id).map(({ lobby }) => lobby), [games]);
});

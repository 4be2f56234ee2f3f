// Lobbies by their rows.

import assert from "node:assert/strict";
import { GENERAL, type LobbyId } from "../../../lib/domain/ids.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import { AT, lobbyName, sessionId } from "../../support/entries.ts";
import { MessageRows } from "../../support/messages.ts";
import { TestStore } from "../../support/store.ts";

class Fixture extends TestStore {
  readonly rowsOf = new MessageRows(this);
  readonly alice = this.rowsOf.user("alice");
  readonly bob = this.rowsOf.user("bob");

  /** A new lobby of alice's. */
  add(name: string, { at = AT, hash = null as string | null, creator = this.alice.id } = {}): LobbyId {
    const description = sanitise(`about ${name}`);
    return this.store.lobbies.add({ name: lobbyName(name), description, passwordHash: hash, creator, at });
  }

  enter(name: string, lobby: LobbyId): void {
    const { id: user } = this.rowsOf.user(name);
    this.store.sessions.open({ id: sessionId(name), user, lobby, address: "", operator: false, at: AT });
  }

  unused(since: number): readonly string[] {
    return this.store.lobbies.unusedSince(since).map(({ name }) => name);
  }
}

Deno.test("LobbyStore has the lobby in which everybody starts, public and nobody's", () => {
  using test = new TestStore();
  assert.deepEqual(test.store.lobbies.get(GENERAL), {
    id: GENERAL,
    name: "general",
    passwordHash: null,
    owner: null,
  });
});

Deno.test("LobbyStore.get throws on an id that no open lobby has", () => {
  using test = new Fixture();
  const id = test.add("games");
  test.store.lobbies.close(id, AT);
  for (const none of [id, 99 as LobbyId]) {
    assert.throws(() => test.store.lobbies.get(none), new RegExp(`no open lobby has the id ${none}`));
    assert.throws(() => test.store.lobbies.summary(none), new RegExp(`no open lobby has the id ${none}`));
  }
});

Deno.test("LobbyStore.byName finds an open lobby in any case, as first written", () => {
  using test = new Fixture();
  const id = test.add("Games", { hash: "secret" });
  const row = { id, name: "Games", passwordHash: "secret", owner: test.alice.id };
  assert.deepEqual(test.store.lobbies.byName("gAMES"), row);
  assert.equal(test.store.lobbies.byName("game"), undefined);
});

Deno.test("LobbyStore holds one open lobby of a name", () => {
  using test = new Fixture();
  test.add("games");
  assert.throws(() => test.add("GAMES"), /UNIQUE/);
});

Deno.test("LobbyStore makes a new lobby under the name of a closed one", () => {
  using test = new Fixture();
  const old = test.add("games");
  test.store.lobbies.close(old, AT);
  assert.equal(test.store.lobbies.byName("games"), undefined);
  const fresh = test.add("games");
  assert.notEqual(fresh, old);
  assert.equal(test.store.lobbies.byName("games")?.id, fresh);
});

Deno.test("LobbyStore.find finds no closed lobby, whose row stays", () => {
  using test = new Fixture();
  const id = test.add("games");
  test.store.lobbies.close(id, AT + 5);
  assert.equal(test.store.lobbies.find(id), undefined);
  assert.deepEqual(test.rows("SELECT name, closed_at, owner_id FROM lobbies WHERE id > 1"), [
    { name: "games", closed_at: AT + 5, owner_id: null },
  ]);
});

Deno.test("LobbyStore.counts counts open lobbies, and of a user's own those that it owns now", () => {
  using test = new Fixture();
  test.add("one");
  test.add("two");
  test.store.lobbies.close(test.add("three"), AT);
  test.add("four", { creator: test.bob.id });
  assert.deepEqual(test.store.lobbies.counts(test.alice.id), { total: 4, own: 2 });
});

Deno.test("LobbyStore.disown takes all lobbies of one user, and keeps who made them", () => {
  using test = new Fixture();
  const { lobbies } = test.store;
  const [one, two] = [test.add("one"), test.add("two", { creator: test.bob.id })];
  lobbies.disown(test.alice.id);
  assert.deepEqual([lobbies.get(one).owner, lobbies.get(two).owner], [null, test.bob.id]);
  assert.equal(lobbies.summary(one).creator, "alice");
});

Deno.test("LobbyStore.summary tells what the list of lobbies shows", () => {
  using test = new Fixture();
  const id = test.add("games", { hash: "secret" });
  test.enter("carol", id);
  assert.deepEqual(test.store.lobbies.summary(id), {
    id,
    name: "games",
    private: true,
    creator: "alice",
    description: "about games",
    present: 1,
    customAssistant: false,
  });
});

Deno.test("LobbyStore.summary tells of an assistant with a character of its own", () => {
  using test = new Fixture();
  const id = test.add("games");
  test.database.script(`UPDATE lobbies SET assistant_prompt = 'a pirate' WHERE id = ${id}`);
  assert.equal(test.store.lobbies.summary(id).customAssistant, true);
});

Deno.test("LobbyStore.describe changes what one lobby is for", () => {
  using test = new Fixture();
  const [one, two] = [test.add("one"), test.add("two")];
  test.store.lobbies.describe(one, sanitise("chess"));
  const descriptions = [one, two].map((id) => test.store.lobbies.summary(id).description);
  assert.deepEqual(descriptions, ["chess", "about two"]);
});

Deno.test("LobbyStore.all lists general first, then those with the most people, then by name", () => {
  using test = new Fixture();
  test.add("zebra");
  test.add("Apple");
  test.enter("carol", test.add("quiet"));
  const busy = test.add("busy");
  for (const name of ["dave", "erin"]) test.enter(name, busy);
  test.store.lobbies.close(test.add("closed"), AT);
  assert.deepEqual(test.store.lobbies.all().map(({ name }) => name), [
    ...["general", "busy", "quiet", "Apple", "zebra"],
  ]);
});

Deno.test("LobbyStore.unusedSince goes by a lobby's newest event", () => {
  using test = new Fixture();
  const id = test.add("games");
  test.rowsOf.said(test.alice, "old", { at: AT + 1, lobby: { id, name: lobbyName("games") } });
  test.rowsOf.said(test.alice, "new", { at: AT + 10, lobby: { id, name: lobbyName("games") } });
  assert.deepEqual([test.unused(AT + 10), test.unused(AT + 11)], [[], ["games"]]);
});

Deno.test("LobbyStore.unusedSince takes the making of a lobby for its first use", () => {
  using test = new Fixture();
  test.add("games", { at: AT });
  assert.deepEqual([test.unused(AT), test.unused(AT + 1)], [[], ["games"]]);
});

Deno.test("LobbyStore.unusedSince leaves out lobbies with somebody in them, closed ones and general", () => {
  using test = new Fixture();
  test.enter("carol", test.add("occupied"));
  test.store.lobbies.close(test.add("closed"), AT);
  assert.deepEqual(test.unused(AT + 1_000_000), []);
});

Deno.test("LobbyStore shows no control of a row that something else wrote", () => {
  using test = new Fixture();
  const id = test.add("games");
  test.database.prepare("UPDATE lobbies SET name = ?, description = ?").run("ga\u001b[2Jmes", "a\u0007b");
  const { name, description } = test.store.lobbies.summary(id);
  assert.deepEqual([name, description], ["games", "ab"]);
});

// Mutes and bans by their rows, and the record of moderation that only grows.

import assert from "node:assert/strict";
import { GENERAL, type LobbyId, type UserId } from "../../../lib/domain/ids.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import type { Subject } from "../../../lib/store/sanctions.ts";
import { AT } from "../../support/entries.ts";
import { MessageRows } from "../../support/messages.ts";
import { TestStore } from "../../support/store.ts";

class Fixture extends TestStore {
  readonly rowsOf = new MessageRows(this);
  readonly oscar = this.rowsOf.user("oscar").id;
  readonly bob = this.rowsOf.user("bob").id;
  readonly games = this.rowsOf.lobby("games").id;

  add(
    action: "mute" | "ban",
    of: UserId | string,
    { lobby = null as LobbyId | null, until = null as number | null, reason = "" } = {},
  ): void {
    const subject: Subject = typeof of === "string" ? { address: of } : { user: of };
    const actor = this.oscar;
    this.store.sanctions.add({ action, subject, lobby, until, reason: sanitise(reason), actor, at: AT });
  }

  /** Until when bob is muted, everywhere or in a lobby; undefined: not at all. */
  muted(lobby: LobbyId | null, at = AT): number | null | undefined {
    return this.store.sanctions.ofUser("mute", this.bob, lobby, at)?.until;
  }
}

Deno.test("SanctionStore.ofUser tells whom, where, until when, why and by whom", () => {
  using test = new Fixture();
  test.add("mute", test.bob, { lobby: test.games, until: AT + 9, reason: "spam" });
  assert.deepEqual(test.store.sanctions.ofUser("mute", test.bob, test.games, AT), {
    id: 1,
    action: "mute",
    subject: "bob",
    lobby: "games",
    until: AT + 9,
    reason: "spam",
    actor: "oscar",
  });
});

Deno.test("SanctionStore.ofUser takes a mute for no ban, and nobody for somebody else", () => {
  using test = new Fixture();
  test.add("mute", test.bob);
  assert.equal(test.store.sanctions.ofUser("ban", test.bob, null, AT), undefined);
  assert.equal(test.store.sanctions.ofUser("mute", test.oscar, null, AT), undefined);
});

Deno.test("SanctionStore.ofUser holds in every lobby what is for everywhere", () => {
  using test = new Fixture();
  test.add("mute", test.bob);
  assert.deepEqual([test.muted(null), test.muted(GENERAL), test.muted(test.games)], [null, null, null]);
});

Deno.test("SanctionStore.ofUser holds in its lobby alone what is for one lobby", () => {
  using test = new Fixture();
  test.add("mute", test.bob, { lobby: test.games });
  assert.deepEqual([test.muted(null), test.muted(GENERAL), test.muted(test.games)], [
    undefined,
    undefined,
    null,
  ]);
});

Deno.test("SanctionStore.ofUser lets a sanction end at its time, not before", () => {
  using test = new Fixture();
  test.add("mute", test.bob, { until: AT + 10 });
  assert.deepEqual([test.muted(null, AT + 9), test.muted(null, AT + 10)], [AT + 10, undefined]);
});

for (
  const [untils, longest] of [[[AT + 5, AT + 50], AT + 50], [[AT + 50, AT + 5], AT + 50], [[
    AT + 50,
    null,
  ], null]] as const
) {
  Deno.test(`SanctionStore.ofUser yields the longest of ${untils.join(" and ")}`, () => {
    using test = new Fixture();
    untils.forEach((until, index) =>
      test.add("mute", test.bob, { until, lobby: [null, test.games][index] ?? null })
    );
    assert.equal(test.muted(test.games), longest);
  });
}

Deno.test("SanctionStore.ofAddresses yields the longest ban first", () => {
  using test = new Fixture();
  test.add("ban", "192.0.2.0/24", { until: AT + 5 });
  test.add("ban", "192.0.2.0/25");
  test.add("ban", "192.0.2.0/26", { until: AT + 50 });
  assert.deepEqual(test.store.sanctions.ofAddresses(AT).map(({ until }) => until), [null, AT + 50, AT + 5]);
});

Deno.test("SanctionStore.ofAddresses yields the bans of addresses in force", () => {
  using test = new Fixture();
  test.add("ban", "192.0.2.0/24");
  test.add("ban", "2001:db8::/32", { until: AT + 1 });
  test.add("ban", "203.0.113.9", { until: AT });
  test.add("ban", test.bob);
  const banned = test.store.sanctions.ofAddresses(AT).map(({ subject }) => subject);
  assert.deepEqual(banned, ["192.0.2.0/24", "2001:db8::/32"]);
});

Deno.test("SanctionStore.lift takes back one action in one scope and tells that it did", () => {
  using test = new Fixture();
  const { sanctions } = test.store;
  test.add("mute", test.bob);
  test.add("mute", test.bob, { lobby: test.games });
  test.add("ban", test.bob);
  assert.equal(sanctions.lift("mute", test.bob, null, AT), true);
  assert.deepEqual([test.muted(null), test.muted(test.games)], [undefined, null]);
  assert.equal(sanctions.all(null, AT).length, 2);
});

Deno.test("SanctionStore.lift tells that there was nothing to take back", () => {
  using test = new Fixture();
  test.add("mute", test.bob, { lobby: test.games });
  assert.equal(test.store.sanctions.lift("mute", test.bob, null, AT), false);
});

Deno.test("SanctionStore takes nothing back that has ended by itself", () => {
  using test = new Fixture();
  const { sanctions } = test.store;
  test.add("mute", test.bob, { until: AT });
  test.add("ban", "192.0.2.7", { until: AT });
  assert.equal(sanctions.lift("mute", test.bob, null, AT), false);
  assert.equal(sanctions.liftAddress("192.0.2.7", AT), false);
});

Deno.test("SanctionStore.liftAddress takes back just the range that was banned", () => {
  using test = new Fixture();
  const { sanctions } = test.store;
  test.add("ban", "192.0.2.0/24");
  assert.equal(sanctions.liftAddress("192.0.2.7", AT), false);
  assert.equal(sanctions.liftAddress("192.0.2.0/24", AT), true);
  assert.deepEqual(sanctions.ofAddresses(AT), []);
});

Deno.test("SanctionStore.all yields what is in force, everywhere or in one lobby alone", () => {
  using test = new Fixture();
  test.add("mute", test.bob);
  test.add("ban", test.bob, { lobby: test.games });
  test.add("ban", "192.0.2.7");
  test.add("mute", test.bob, { lobby: GENERAL, until: AT });
  const listed = (lobby: LobbyId | null) =>
    test.store.sanctions.all(lobby, AT).map(({ action, subject }) => `${action} ${subject}`);
  assert.deepEqual(listed(null), ["mute bob", "ban bob", "ban 192.0.2.7"]);
  assert.deepEqual(listed(test.games), ["ban bob"]);
});

Deno.test("SanctionStore shows no control of a row that something else wrote", () => {
  using test = new Fixture();
  test.add("ban", test.bob);
  test.database.prepare("UPDATE bans SET reason = ?").run("\u001b[31mred\u202e");
  assert.equal(test.store.sanctions.all(null, AT)[0]?.reason, "red");
});

/** One row of the audit. */
function audited(test: Fixture): void {
  test.store.sanctions.audit({
    at: AT,
    act: "kick",
    actor: test.oscar,
    user: test.bob,
    text: sanitise("spam"),
  });
}

Deno.test("SanctionStore.audit keeps who did what to whom, and leaves empty what does not apply", () => {
  using test = new Fixture();
  audited(test);
  assert.deepEqual(test.rows("SELECT * FROM audit"), [{
    id: 1,
    at: AT,
    act: "kick",
    actor_id: test.oscar,
    user_id: test.bob,
    address: null,
    lobby_id: null,
    until: null,
    text: "spam",
  }]);
});

for (
  const sql of [
    "UPDATE audit SET text = 'nothing'",
    "UPDATE OR IGNORE audit SET actor_id = NULL",
    "DELETE FROM audit",
    "INSERT OR REPLACE INTO audit (id, at, act, text) VALUES (1, 0, 'kick', 'nothing')",
  ]
) {
  Deno.test(`the audit refuses ${sql}`, () => {
    using test = new Fixture();
    audited(test);
    const before = test.rows("SELECT * FROM audit");
    assert.throws(() => test.database.script(sql), /the audit only grows/);
    assert.deepEqual(test.rows("SELECT * FROM audit"), before);
  });
}

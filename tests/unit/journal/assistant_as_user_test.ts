// What people do to each other, done to the assistant: it does no harm, and says what works instead.

import assert from "node:assert/strict";
import { GENERAL } from "../../../lib/domain/ids.ts";
import { assistantNamed } from "../../support/assistant_entries.ts";
import { directSent, nameRegistered, operatorNamed, tagged, userIgnored } from "../../support/entries.ts";
import { banned, kicked, muted, operatorChanged, unmuted } from "../../support/moderation_entries.ts";
import { inGames } from "../../support/rules.ts";

function scene() {
  const test = inGames();
  test.granted(assistantNamed("Rox"));
  return test;
}

const ASK = "Rox is the assistant: ask it with /ai <question>.";
const STAYS = "Rox is the assistant and cannot be sent away. /mute Rox silences it.";
for (
  const [what, entry, text] of [
    ["a direct message to", directSent("bob", "rox", "psst"), ASK],
    ["a tag of", tagged("bob", "Rox", "look"), ASK],
    ["a kick of", kicked("alice", "Rox"), STAYS],
    ["a kick by an operator of", kicked("oscar", "Rox"), STAYS],
    ["a ban of", banned("alice", "Rox"), STAYS],
    ["a ban by an operator of", banned("oscar", "Rox"), STAYS],
    ["an op of", operatorChanged("oscar", "Rox"), "Rox is the assistant, and no operator."],
    ["a deop of", operatorChanged("oscar", "Rox", false), "Rox is the assistant, and no operator."],
  ] as const
) {
  Deno.test(`${what} the assistant is refused with what works`, () => {
    using test = scene();
    assert.equal(test.refused(entry, "not-allowed"), text);
  });
}

Deno.test("a creator may mute the assistant in the own lobby, an operator everywhere", () => {
  using test = scene();
  test.granted(muted("alice", "Rox"));
  test.granted(unmuted("alice", "Rox"));
  assert.equal(test.granted(muted("oscar", "Rox")).lobby, null);
});

Deno.test("the assistant may be ignored", () => {
  using test = scene();
  assert.equal(test.granted(userIgnored("bob", "Rox")).user.name, "Rox");
});

Deno.test("the command line makes no operator of the assistant", () => {
  using test = scene();
  assert.deepEqual(test.granted(operatorNamed("Rox")), { known: false });
  assert.equal(test.store.users.byName("Rox")?.operator, false);
});

Deno.test("the assistant is left out of the list of everybody, and of its count", () => {
  using test = scene();
  test.granted(nameRegistered("bob", "hash"));
  const { users } = test.store;
  assert.deepEqual(users.everyone(9, GENERAL).map(({ name }) => name).sort(), ["alice", "bob", "oscar"]);
  assert.equal(users.total(), 3);
});

// Who does not want to see whom.

import assert from "node:assert/strict";
import { MessageRows } from "../../support/messages.ts";
import { TestStore } from "../../support/store.ts";

class Fixture extends TestStore {
  readonly rowsOf = new MessageRows(this);
  readonly alice = this.rowsOf.user("alice").id;
  readonly bob = this.rowsOf.user("bob").id;
  readonly carol = this.rowsOf.user("carol").id;
}

Deno.test("IgnoreStore keeps whom a user ignores, once each", () => {
  using test = new Fixture();
  const { store: { ignores }, alice, bob, carol } = test;
  for (const ignored of [bob, carol, bob]) ignores.add(alice, ignored);
  assert.deepEqual(ignores.of(alice), [bob, carol]);
});

Deno.test("IgnoreStore is one-sided", () => {
  using test = new Fixture();
  test.store.ignores.add(test.alice, test.bob);
  assert.deepEqual(test.store.ignores.of(test.bob), []);
});

Deno.test("IgnoreStore.remove takes back one, also when it was not there", () => {
  using test = new Fixture();
  const { store: { ignores }, alice, bob, carol } = test;
  for (const ignored of [bob, carol]) ignores.add(alice, ignored);
  for (let times = 0; times < 2; times++) ignores.remove(alice, bob);
  assert.deepEqual(ignores.of(alice), [carol]);
});

Deno.test("IgnoreStore.clear forgets the list of one user alone", () => {
  using test = new Fixture();
  const { store: { ignores }, alice, bob, carol } = test;
  for (const user of [alice, bob]) ignores.add(user, carol);
  ignores.clear(alice);
  assert.deepEqual([ignores.of(alice), ignores.of(bob)], [[], [carol]]);
});

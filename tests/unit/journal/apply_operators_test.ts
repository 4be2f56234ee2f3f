// The rules of operators: who is made one, who is one no more, and who speaks to everybody.

import assert from "node:assert/strict";
import { GENERAL } from "../../../lib/domain/ids.ts";
import { AT, closed, lobbyCreated, nameRegistered, opened } from "../../support/entries.ts";
import { announced, kicked, operatorChanged } from "../../support/moderation_entries.ts";
import { Rules } from "../../support/rules.ts";

Deno.test("operator-changed makes a registered user an operator at once and for good", () => {
  using test = new Rules("oscar", "bob");
  test.register("bob");
  const { outcome } = test.decide(operatorChanged("oscar", "BOB"));
  assert.deepEqual(outcome, {
    granted: true,
    value: { user: { id: test.id("bob"), name: "bob", picture: null } },
  });
  test.granted(operatorChanged("bob", "oscar", false));
  test.granted(closed("bob"));
  test.granted(opened("bob", "bob", AT, { verified: "x" }));
  test.granted(announced("bob", "still here"));
});

Deno.test("operator-changed makes an operator of somebody who is not here", () => {
  using test = new Rules("oscar", "bob");
  test.register("bob");
  test.granted(closed("bob"));
  test.granted(operatorChanged("oscar", "bob"));
  assert.equal(test.store.users.byName("bob")?.operator, true);
});

Deno.test("operator-changed refuses to make an operator of a guest", () => {
  using test = new Rules("oscar", "bob");
  assert.match(test.refused(operatorChanged("oscar", "bob"), "not-registered"), /^bob has no password yet/);
});

Deno.test("operator-changed refuses what is so already", () => {
  using test = new Rules("oscar", "bob");
  for (const name of ["oscar", "bob"]) test.register(name);
  test.refused(operatorChanged("oscar", "bob", false), "nothing-to-do");
  test.refused(operatorChanged("oscar", "oscar"), "nothing-to-do");
});

Deno.test("operator-changed takes the rights of a role at once", () => {
  using test = new Rules("oscar", "bob");
  test.register("bob");
  test.granted(operatorChanged("oscar", "bob"));
  test.granted(operatorChanged("oscar", "bob", false));
  test.refused(announced("bob", "hello"), "not-allowed");
});

Deno.test("operator-changed takes the rights of a session at once, and those of the one who acts", () => {
  using test = new Rules("oscar", "bob");
  test.granted(operatorChanged("oscar", "oscar", false));
  test.refused(announced("oscar", "hello"), "not-allowed");
});

Deno.test("operator-changed lets a former operator register as a member", () => {
  using test = new Rules("oscar", "bob");
  test.granted(operatorChanged("oscar", "oscar", false));
  assert.deepEqual(test.granted(nameRegistered("oscar", "hash")), { operator: false });
});

Deno.test("operator-changed lays an operator open to others", () => {
  using test = new Rules("oscar", "bob");
  test.register("bob");
  test.granted(operatorChanged("oscar", "bob"));
  test.refused(kicked("oscar", "bob"), "not-allowed");
  test.granted(operatorChanged("oscar", "bob", false));
  test.granted(kicked("oscar", "bob"));
});

Deno.test("operator-changed refuses names that were never here", () => {
  using test = new Rules("oscar");
  test.refused(operatorChanged("oscar", "nobody"), "user-not-found");
});

Deno.test("operator-changed is in the audit, and told in the lobby where the user is", () => {
  using test = new Rules("oscar", "bob");
  test.register("bob");
  test.lobby("games", "bob");
  test.granted(operatorChanged("oscar", "bob"));
  test.granted(operatorChanged("oscar", "bob", false));
  assert.deepEqual(test.audit(), [
    { act: "op", by: "oscar", user: "bob", text: "" },
    { act: "deop", by: "oscar", user: "bob", text: "" },
  ]);
  assert.deepEqual(test.told().map((line) => String(line).split(":")[0]), ["games", "games"]);
});

Deno.test("announced is shown once in general and in every lobby with somebody in it, and kept there", () => {
  using test = new Rules("oscar", "alice", "bob", "carol");
  const games = test.lobby("games", "alice");
  const den = test.lobby("den", "bob", "secret");
  test.granted(lobbyCreated("carol", "empty"));
  const { outcome, events } = test.decide(announced("oscar", "lunch"));
  assert.deepEqual(outcome, { granted: true, value: null });
  const lobbies = events.map(({ event, audience }) => {
    assert.equal(event.type === "announced" && event.text, "lunch");
    return audience.to === "lobby" && audience.lobby;
  });
  assert.deepEqual(lobbies.toSorted(), [GENERAL, games, den]);
  assert.deepEqual(test.rows("SELECT lobby_id FROM messages WHERE kind = 'announced' ORDER BY lobby_id"), [
    ...[GENERAL, games, den].map((lobby_id) => ({ lobby_id })),
  ]);
});

Deno.test("announced is kept in general when nobody is there", () => {
  using test = new Rules("oscar");
  const games = test.lobby("games", "oscar");
  const { events } = test.decide(announced("oscar", "lunch"));
  assert.deepEqual(events.map(({ audience }) => audience.to === "lobby" && audience.lobby), [GENERAL, games]);
});

Deno.test("announced is one row of the audit", () => {
  using test = new Rules("oscar", "alice");
  test.lobby("games", "alice");
  test.granted(announced("oscar", "lunch"));
  assert.deepEqual(test.audit(), [{ act: "announce", by: "oscar", text: "lunch" }]);
});

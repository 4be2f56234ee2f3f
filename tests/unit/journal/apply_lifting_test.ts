// The rules of taking mutes and bans back: whose, where, and who is told.

import assert from "node:assert/strict";
import { GENERAL } from "../../../lib/domain/ids.ts";
import { AT, lobbyEntered, opened, said } from "../../support/entries.ts";
import { banned, muted, unbanned, unmuted } from "../../support/moderation_entries.ts";
import { inGames, Rules, shown } from "../../support/rules.ts";

Deno.test("sanction-lifted lets somebody speak again, and tells the lobby where that is", () => {
  using test = inGames();
  test.granted(muted("oscar", "bob"));
  assert.deepEqual(shown(test.decide(unmuted("oscar", "BOB"))), [
    `${test.whereIs("bob")}: bob was unmuted by oscar`,
  ]);
  test.granted(said("bob", "hello"));
});

Deno.test("sanction-lifted lets somebody come again", () => {
  using test = new Rules("oscar", "bob");
  test.granted(banned("oscar", "bob"));
  test.granted(unbanned("oscar", "bob"));
  test.granted(opened("bob", "bob"));
});

Deno.test("sanction-lifted takes the one for everywhere first, then that of the lobby", () => {
  using test = inGames();
  test.granted(muted("alice", "bob"));
  test.granted(muted("oscar", "bob"));
  test.granted(lobbyEntered("oscar", test.whereIs("bob") ?? GENERAL));
  test.granted(unmuted("oscar", "bob"));
  test.refused(said("bob", "x"), "muted");
  test.granted(unmuted("oscar", "bob"));
  test.granted(said("bob", "x"));
});

Deno.test("sanction-lifted by a creator takes back what is for that lobby alone", () => {
  using test = inGames();
  test.granted(muted("oscar", "bob"));
  test.granted(muted("alice", "bob"));
  test.granted(unmuted("alice", "bob"));
  assert.equal(test.refused(said("bob", "x"), "muted"), "You are muted for good.");
  test.refused(unmuted("alice", "bob"), "nothing-to-do");
});

for (
  const [what, entry] of [["an unmute", unmuted("oscar", "bob")], [
    "an unban",
    unbanned("oscar", "bob"),
  ]] as const
) {
  Deno.test(`sanction-lifted refuses ${what} where there is nothing to lift`, () => {
    using test = new Rules("oscar", "bob");
    test.granted(entry.action === "mute" ? banned("oscar", "bob") : muted("oscar", "bob"));
    test.refused(entry, "nothing-to-do");
  });
}

Deno.test("sanction-lifted refuses what has ended by itself", () => {
  using test = new Rules("oscar", "bob");
  test.granted(muted("oscar", "bob", { until: AT + 10 }));
  test.refused(unmuted("oscar", "bob", AT + 10), "nothing-to-do");
});

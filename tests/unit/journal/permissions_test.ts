// Who may do what to whom, where: every role with every act in every kind of lobby.

import assert from "node:assert/strict";
import { GENERAL } from "../../../lib/domain/ids.ts";
import type { ProblemCode } from "../../../lib/domain/problem.ts";
import type { Entry } from "../../../lib/journal/entry.ts";
import { AT, closed, lobbyDescribed, lobbyEntered, opened } from "../../support/entries.ts";
import {
  addressBanned,
  addressUnbanned,
  announced,
  banned,
  kicked,
  muted,
  operatorChanged,
  unbanned,
  unmuted,
} from "../../support/moderation_entries.ts";
import { Rules } from "../../support/rules.ts";

const ROLES = ["guest", "member", "creator", "operator"] as const;
const PLACES = ["general", "public", "private"] as const;
type Role = typeof ROLES[number];
type Place = typeof PLACES[number];

/** What somebody called `actor` does to `bob`, who is in the same lobby. */
const ACTS: Readonly<Record<string, Entry>> = {
  describe: lobbyDescribed("actor", "chess"),
  kick: kicked("actor", "bob"),
  mute: muted("actor", "bob"),
  ban: banned("actor", "bob"),
  unmute: unmuted("actor", "bob"),
  unban: unbanned("actor", "bob"),
  "ban an address": addressBanned("actor", "203.0.113.9"),
  "unban an address": addressUnbanned("actor", "203.0.113.7"),
  op: operatorChanged("actor", "bob"),
  deop: operatorChanged("actor", "olga", false),
  announce: announced("actor", "lunch"),
};
const OPERATORS_ONLY = ["ban an address", "unban an address", "op", "deop", "announce"];

/**
 * Oscar is an operator, olga one by role. The actor is in a lobby of the kind with bob, who has a password, and is
 * muted and banned where the actor may lift that. A creator is one of the lobby `games`, which it has left in general.
 */
function scene(role: Role, place: Place): Rules {
  const test = new Rules("oscar", "olga", "dora", "actor", "bob");
  test.register("bob");
  test.store.users.setOperator(test.id("olga"), true);
  if (role !== "guest") test.register("actor");
  if (role === "operator") test.store.users.setOperator(test.id("actor"), true);
  const hash = place === "private" ? "secret" : null;
  const lobby = test.lobby("games", role === "creator" ? "actor" : "dora", hash);
  if (place === "general") {
    if (role === "creator") test.granted(lobbyEntered("actor", GENERAL));
  } else {
    for (const name of ["actor", "bob"]) {
      if (test.whereIs(name) !== lobby) test.granted(lobbyEntered(name, lobby, hash));
    }
  }
  const scope = role === "operator" ? null : test.whereIs("actor") ?? null;
  for (const action of ["mute", "ban"] as const) {
    const subject = { user: test.id("bob") };
    const actor = test.id("oscar");
    const reason = lobbyDescribed("oscar", "").description;
    test.store.sanctions.add({ action, subject, lobby: scope, until: null, reason, actor, at: AT });
  }
  test.granted(addressBanned("oscar", "203.0.113.7"));
  return test;
}

function mayDo(role: Role, place: Place, act: string): boolean {
  if (role === "operator") return true;
  return role === "creator" && place !== "general" && !OPERATORS_ONLY.includes(act);
}

for (const role of ROLES) {
  for (const place of PLACES) {
    for (const [act, entry] of Object.entries(ACTS)) {
      const may = mayDo(role, place, act);
      const where = place === "general" ? "general" : `a ${place} lobby`;
      const whose = role === "creator" && place !== "general" ? " of its own" : "";
      Deno.test(`a ${role} in ${where}${whose} may ${may ? "" : "not "}${act}`, () => {
        using test = scene(role, place);
        if (may) test.granted(entry);
        else test.refused(entry, "not-allowed");
      });
    }
  }
}

const AT_SOMEBODY: Readonly<Record<string, (session: string, target: string) => Entry>> = {
  kick: kicked,
  mute: muted,
  ban: banned,
};
for (const [act, entry] of Object.entries(AT_SOMEBODY)) {
  const refusals: readonly (readonly [who: string, target: string, code: ProblemCode, what: string])[] = [
    ["operator", "actor", "not-allowed", "itself"],
    ["operator", "olga", "not-allowed", "an operator by role"],
    ["operator", "oscar", "not-allowed", "an operator for one session"],
    ["operator", "nobody", "user-not-found", "somebody who was never here"],
    ["creator", "actor", "not-allowed", "itself"],
    ["creator", "olga", "not-allowed", "an operator by role"],
    ["creator", "oscar", "not-allowed", "an operator for one session"],
    ["creator", "nobody", "user-not-found", "somebody who was never here"],
  ];
  for (const [role, target, code, what] of refusals) {
    Deno.test(`${role === "operator" ? "an operator" : "a creator"} may not ${act} ${what}`, () => {
      using test = scene(role as Role, "public");
      const lobby = test.whereIs("actor") ?? GENERAL;
      for (const name of ["oscar", "olga"]) test.granted(lobbyEntered(name, lobby));
      test.refused(entry("actor", target), code);
    });
  }

  Deno.test(`an operator may ${act} the creator of a lobby in it`, () => {
    using test = scene("operator", "public");
    test.granted(entry("actor", "dora"));
  });

  Deno.test(`a guest who comes again under a creator's name may not ${act} in that lobby`, () => {
    using test = scene("guest", "public");
    const lobby = test.whereIs("dora") ?? GENERAL;
    for (const again of [closed("dora"), opened("dora", "dora"), lobbyEntered("dora", lobby)]) {
      test.granted(again);
    }
    test.refused(entry("dora", "bob"), "not-allowed");
  });
}

Deno.test("who may not act learns nothing of whether somebody exists", () => {
  using test = scene("member", "public");
  assert.equal(
    test.refused(kicked("actor", "nobody"), "not-allowed"),
    test.refused(kicked("actor", "bob"), "not-allowed"),
  );
});

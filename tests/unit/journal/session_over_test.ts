// Whatever a session asks for once it is over is refused and changes nothing.

import assert from "node:assert/strict";
import { GENERAL, type UserId } from "../../../lib/domain/ids.ts";
import type { Entry } from "../../../lib/journal/entry.ts";
import { asked, promptSet } from "../../support/assistant_entries.ts";
import {
  closed,
  directSeen,
  directSent,
  lobbyCreated,
  lobbyDescribed,
  lobbyEntered,
  nameRegistered,
  passwordChanged,
  pictureChosen,
  said,
  sessionId,
  tagged,
  themeChosen,
  userIgnored,
} from "../../support/entries.ts";
import {
  addressBanned,
  announced,
  kicked,
  muted,
  operatorChanged,
  unmuted,
} from "../../support/moderation_entries.ts";
import { Rules } from "../../support/rules.ts";

/** Entries that no session appends, and those that open and close one. */
type Others =
  | `session${string}`
  | "operator-named"
  | "lobbies-expired"
  | "assistant-named"
  | "answer-grew"
  | "answer-ended";

const BY_SESSION: { readonly [Type in Exclude<Entry["type"], Others>]: Entry & { readonly type: Type } } = {
  "line-said": said("over", "hello"),
  "user-tagged": tagged("over", "alice", "hello"),
  "direct-sent": directSent("over", "alice", "hello"),
  "direct-seen": directSeen("over", [1]),
  "theme-chosen": themeChosen("over", "plain"),
  "picture-chosen": pictureChosen("over", "(o-o)"),
  "user-ignored": userIgnored("over", "alice"),
  "name-registered": nameRegistered("over", "hash"),
  "password-changed": passwordChanged("over", "x", "y"),
  "lobby-created": lobbyCreated("over", "games"),
  "lobby-entered": lobbyEntered("over", GENERAL),
  "lobby-described": lobbyDescribed("over", "chess"),
  "user-kicked": kicked("over", "alice"),
  "user-sanctioned": muted("over", "alice"),
  "address-banned": addressBanned("over", "192.0.2.7"),
  "sanction-lifted": unmuted("over", "alice"),
  "operator-changed": operatorChanged("over", "alice"),
  announced: announced("over", "hello"),
  "question-asked": asked("over", 1 as UserId, "hello"),
  "prompt-set": promptSet("over", 1 as UserId, "a pirate"),
};
for (const entry of Object.values(BY_SESSION)) {
  Deno.test(`${entry.type} is refused once its session is over, and changes nothing`, () => {
    // Whose session is over was an operator.
    using test = new Rules("over", "alice");
    test.granted(closed("over"));
    assert.equal(test.refused(entry, "not-logged-in"), "Your session is over. Log in again.");
    assert.equal(test.store.sessions.get(sessionId("over")), undefined);
  });
}

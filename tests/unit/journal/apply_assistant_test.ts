// The rules of the assistant: its name, questions to it, and its character in a lobby.

import assert from "node:assert/strict";
import { GENERAL } from "../../../lib/domain/ids.ts";
import { asked, assistantNamed, promptSet } from "../../support/assistant_entries.ts";
import { AT, lobbyEntered, opened } from "../../support/entries.ts";
import { muted } from "../../support/moderation_entries.ts";
import { inGames, Rules, shown } from "../../support/rules.ts";

/** Users, and Rox, the assistant. */
function withRox(...names: readonly string[]): Rules {
  const test = new Rules(...names);
  test.granted(assistantNamed("Rox"));
  return test;
}

Deno.test("assistant-named makes a row that is nobody's, once", () => {
  using test = new Rules("alice");
  const { assistant } = test.granted(assistantNamed("Rox"));
  assert.deepEqual(test.granted(assistantNamed("ROX")), { assistant });
  assert.equal(test.store.users.known("rox", GENERAL)?.role, "assistant");
});

Deno.test("assistant-named with another name is another row, and the old one stays the assistant's", () => {
  using test = withRox("alice");
  const { assistant } = test.granted(assistantNamed("Max"));
  assert.notEqual(assistant.id, test.id("Rox"));
  test.refused(opened("x", "Rox"), "username-taken");
});

for (const name of ["alice", "ALICE", "a1ice"]) {
  Deno.test(`assistant-named refuses ${name} where there is an alice`, () => {
    using test = new Rules("alice");
    assert.equal(
      test.refused(assistantNamed(name), "username-taken"),
      `The assistant cannot be called ${name}: that is, or looks like, the name of alice.`,
    );
  });
}

Deno.test("assistant-named refuses a name that looks like one that the assistant had", () => {
  using test = withRox();
  test.refused(assistantNamed("R0x"), "username-taken");
});

Deno.test("nobody can come under the assistant's name, or one that looks like it", () => {
  using test = withRox("alice");
  assert.match(test.refused(opened("x", "rox"), "username-taken"), /^Rox is the assistant\./);
  test.refused(opened("x", "R0X"), "username-taken");
});

Deno.test("the first person is the operator of a server that has an assistant already", () => {
  using test = withRox();
  assert.equal(test.granted(opened("alice", "alice")).founder, true);
});

Deno.test("question-asked is a line of the lobby from its asker to the assistant", () => {
  using test = withRox("alice");
  const applied = test.decide(asked("alice", test.id("Rox"), "why?"));
  assert.deepEqual(shown(applied), ["1: why?"]);
  const [question] = applied.events;
  assert.deepEqual([question?.event.type, question?.by], ["tagged", "alice"]);
  assert.deepEqual(test.rows("SELECT substr(line, 22) AS line FROM chat_log WHERE kind = 'tagged'"), [
    { line: "[alice]: @Rox why?" },
  ]);
  assert.equal(test.store.users.known("alice", GENERAL)?.messagesSent, 1);
});

Deno.test("question-asked is refused to whoever is muted", () => {
  using test = withRox("oscar", "bob");
  test.granted(muted("oscar", "bob"));
  assert.match(test.refused(asked("bob", test.id("Rox"), "why?"), "muted"), /^You are muted /);
});

Deno.test("question-asked is refused where the assistant is muted, and there alone", () => {
  using test = inGames();
  test.granted(assistantNamed("Rox"));
  test.granted(muted("alice", "Rox", { reason: "too loud" }));
  assert.equal(
    test.refused(asked("bob", test.id("Rox"), "why?"), "muted"),
    "Rox is muted here for good: too loud",
  );
  test.granted(asked("oscar", test.id("Rox"), "why?"));
});

Deno.test("prompt-set gives the assistant a character in one lobby, tells it there, and takes it back", () => {
  using test = inGames();
  test.granted(assistantNamed("Rox"));
  const rox = test.id("Rox");
  const games = test.whereIs("alice") ?? assert.fail("alice is gone");
  test.granted(promptSet("alice", rox, "a pirate"));
  assert.equal(test.store.lobbies.prompt(games), "a pirate");
  assert.equal(test.store.lobbies.summary(games).customAssistant, true);
  test.granted(promptSet("alice", rox, null));
  assert.equal(test.store.lobbies.prompt(games), null);
  test.refused(promptSet("alice", rox, null), "nothing-to-do");
  assert.deepEqual(test.told(), [
    "games: alice gave Rox a new character here",
    "games: alice gave Rox its own character back",
  ]);
});

Deno.test("prompt-set is for the creator and for operators, and for nobody in general", () => {
  using test = inGames();
  test.granted(assistantNamed("Rox"));
  const rox = test.id("Rox");
  test.refused(promptSet("bob", rox, "a pirate"), "not-allowed");
  assert.match(
    test.refused(promptSet("oscar", rox, "a pirate"), "not-allowed"),
    /^Rox stays as it is in general/,
  );
  test.granted(lobbyEntered("oscar", test.whereIs("alice") ?? GENERAL));
  test.granted(promptSet("oscar", rox, "a pirate"));
});

Deno.test("prompt-set does not hold in a lobby that is made again under that name", () => {
  using test = inGames();
  test.granted(assistantNamed("Rox"));
  test.granted(promptSet("alice", test.id("Rox"), "a pirate"));
  const old = test.whereIs("alice") ?? assert.fail("alice is gone");
  test.store.lobbies.close(old, AT);
  assert.equal(test.store.lobbies.prompt(test.lobby("games", "alice")), null);
});

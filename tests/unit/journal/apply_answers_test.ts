// The rules of answers: how they grow, and how they end.

import assert from "node:assert/strict";
import { GENERAL } from "../../../lib/domain/ids.ts";
import type { Answer } from "../../../lib/domain/event.ts";
import type { Applied } from "../../../lib/journal/apply.ts";
import { answerEnded, answerGrew, asked, assistantNamed, FAILED } from "../../support/assistant_entries.ts";
import { AT, closed } from "../../support/entries.ts";
import { Rules, shown } from "../../support/rules.ts";

/** Users, and Rox, the assistant. */
function withRox(...names: readonly string[]): Rules {
  const test = new Rules(...names);
  test.granted(assistantNamed("Rox"));
  return test;
}

/** The same with a question of alice's that is not answered yet. */
function withQuestion() {
  const test = withRox("alice", "bob");
  const { turn } = test.granted(asked("alice", test.id("Rox"), "why?"));
  return { test, turn };
}

function answerOf({ events }: Applied): Answer {
  const [first] = events;
  return first?.event.type === "answered" ? first.event : assert.fail("nothing was answered");
}

Deno.test("answer-grew keeps the whole and shows the new lines alone", () => {
  const { test, turn } = withQuestion();
  using _ = test;
  test.granted(answerGrew(turn, ["one", "two"]));
  const { events } = test.decide(answerGrew(turn, ["one", "two", "", "four"]));
  const rox = { id: test.id("Rox"), name: "Rox", picture: null };
  assert.deepEqual(events, [{
    event: {
      type: "answer-grew",
      from: rox,
      lobby: { id: GENERAL, name: "general" },
      lines: ["", "four"],
      first: false,
      at: AT,
    },
    audience: { to: "lobby", lobby: GENERAL },
    by: null,
  }]);
  assert.deepEqual(test.store.turns.find(turn)?.soFar, ["one", "two", "", "four"]);
  assert.equal(test.kinds().includes("answered"), false);
});

Deno.test("answer-grew says which lines are the first", () => {
  const { test, turn } = withQuestion();
  using _ = test;
  const firsts = [["one"], ["one", "two"]].map((lines) => {
    const [grown] = test.decide(answerGrew(turn, lines)).events;
    return grown?.event.type === "answer-grew" && grown.event.first;
  });
  assert.deepEqual(firsts, [true, false]);
});

for (
  const [what, lines] of [
    ["that changes what was shown", ["one", "three", "four"]],
    ["that takes back what was shown", ["one"]],
    ["without anything new", ["one", "two"]],
  ] as const
) {
  Deno.test(`answer-grew ${what} is refused`, () => {
    const { test, turn } = withQuestion();
    using _ = test;
    test.granted(answerGrew(turn, ["one", "two"]));
    test.refused(answerGrew(turn, lines), "nothing-to-do");
  });
}

Deno.test("answer-ended stores the answer as one message of several lines, and ends the growth", () => {
  const { test, turn } = withQuestion();
  using _ = test;
  const answer = answerOf(test.decide(answerEnded(turn, ["one", "", "three"])));
  assert.deepEqual([answer.lines, answer.grown, answer.from.name], [["one", "", "three"], 0, "Rox"]);
  assert.deepEqual(test.rows("SELECT substr(line, 22) AS line FROM chat_log ORDER BY id DESC LIMIT 1"), [
    { line: "[Rox]: one\n    \n    three" },
  ]);
  assert.deepEqual(test.rows("SELECT so_far, answer_id, ended_at FROM assistant_turns"), [
    { so_far: "", answer_id: answer.id, ended_at: AT },
  ]);
  test.refused(answerGrew(turn, ["more"]), "nothing-to-do");
});

Deno.test("answer-ended tells how many of its lines were shown, none when they are not how it begins", () => {
  for (const [lines, grown] of [[["one", "two", "three"], 2], [["one", "2"], 0], [["one"], 0]] as const) {
    const { test, turn } = withQuestion();
    using _ = test;
    test.granted(answerGrew(turn, ["one", "two"]));
    assert.equal(answerOf(test.decide(answerEnded(turn, lines))).grown, grown);
  }
});

Deno.test("answer-ended without lines is no message", () => {
  const { test, turn } = withQuestion();
  using _ = test;
  const applied = test.decide(answerEnded(turn, []));
  assert.deepEqual(shown(applied), []);
  assert.deepEqual(test.rows("SELECT answer_id, ended_at FROM assistant_turns"), [
    { answer_id: null, ended_at: AT },
  ]);
});

Deno.test("answer-ended with a problem tells its asker alone, after the lines that came", () => {
  const { test, turn } = withQuestion();
  using _ = test;
  const { events } = test.decide(answerEnded(turn, ["one"], { problem: FAILED }));
  assert.deepEqual(events.map(({ event }) => event.type), ["answered", "answer-failed"]);
  assert.deepEqual(events[1]?.audience, { to: "user", user: test.id("alice") });
});

Deno.test("answer-ended a second time changes nothing", () => {
  const { test, turn } = withQuestion();
  using _ = test;
  test.granted(answerEnded(turn, ["one"]));
  const before = test.dump();
  assert.deepEqual(test.decide(answerEnded(turn, ["two"], { problem: FAILED })).events, []);
  assert.deepEqual(test.dump(), before);
});

Deno.test("an answer is stored in its lobby under the name that was asked, whoever is gone and whatever is closed", () => {
  using test = withRox("alice");
  const games = test.lobby("games", "alice");
  const { turn } = test.granted(asked("alice", test.id("Rox"), "why?"));
  test.granted(closed("alice"));
  test.store.lobbies.close(games, AT);
  test.granted(assistantNamed("Max"));
  const answer = answerOf(test.decide(answerEnded(turn, ["one"], { problem: FAILED })));
  assert.deepEqual([answer.lobby.name, answer.from.name], ["games", "Rox"]);
});

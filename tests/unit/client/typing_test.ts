// What helps at typing: completion and the lines typed before.
import assert from "node:assert/strict";
import { Completion } from "../../../lib/client/completion.ts";
import { InputHistory } from "../../../lib/client/input_history.ts";

function completion(): Completion {
  const completion = new Completion();
  completion.addCommands(["start", "stop", "stats", "join"]);
  completion.addUsers(["Bob", "barbara", "alice"]);
  completion.setLobbies(["general", "games"]);
  return completion;
}

Deno.test("Completion goes round through what fits", () => {
  const tab = completion();
  const lines = ["/st"];
  for (let press = 0; press < 4; press++) lines.push(tab.complete(lines.at(-1) ?? ""));
  assert.deepEqual(lines, ["/st", "/start ", "/stats ", "/stop ", "/start "]);
  assert.deepEqual(tab.choices("/start "), ["/start", "/stats", "/stop"]);
});

Deno.test("Completion shows no choices once the line is another", () => {
  const tab = completion();
  tab.complete("/st");
  assert.deepEqual(tab.choices("/start b"), []);
});

Deno.test("Completion knows users in any case, also behind an at sign", () => {
  assert.equal(completion().complete("hello b"), "hello Bob ");
  assert.equal(completion().complete("hello @ALI"), "hello @alice ");
  assert.equal(completion().complete("/msg ba"), "/msg barbara ");
});

Deno.test("Completion takes lobbies after /join", () => {
  assert.equal(completion().complete("/join ge"), "/join general ");
});

Deno.test("Completion leaves a line alone that nothing fits", () => {
  assert.equal(completion().complete("/xyz"), "/xyz");
  assert.equal(completion().complete("hello zed"), "hello zed");
});

Deno.test("Completion forgets lobbies that are gone", () => {
  const tab = completion();
  tab.setLobbies(["cave"]);
  assert.equal(tab.complete("/join g"), "/join g");
});

Deno.test("InputHistory walks back and forth, and back to the line being typed", () => {
  const history = new InputHistory();
  history.add("one");
  history.add("two");
  assert.equal(history.older("draft"), "two");
  assert.equal(history.older("two"), "one");
  assert.equal(history.older("one"), undefined);
  assert.equal(history.newer(), "two");
  assert.equal(history.newer(), "draft");
  assert.equal(history.newer(), undefined);
});

Deno.test("InputHistory keeps no blank line and none twice in a row", () => {
  const history = new InputHistory();
  for (const line of ["one", "", "one", "  "]) history.add(line);
  assert.equal(history.older(""), "one");
  assert.equal(history.older("one"), undefined);
});

for (
  const line of ["/register secret", "/PASSWORD old new", "/join cave secret", "/create cave secret a cave"]
) {
  Deno.test(`InputHistory does not keep ${line}`, () => {
    const history = new InputHistory();
    history.add(line);
    assert.equal(history.older(""), undefined);
  });
}

Deno.test("InputHistory keeps /join without a password", () => {
  const history = new InputHistory();
  history.add("/join cave");
  assert.equal(history.older(""), "/join cave");
});

// How arguments are taken from what was typed.

import assert from "node:assert/strict";
import fc from "fast-check";
import { duration, oneOf, optional, type Param, text, userName, word } from "../../../lib/commands/params.ts";
import { Refusal } from "../../../lib/domain/problem.ts";
import { sanitise } from "../../../lib/domain/text.ts";

function take<Value>(param: Param<Value>, input: string): readonly [Value, string] | undefined {
  const taken = param.take(sanitise(input));
  return taken && [taken.value, taken.rest];
}

Deno.test("word takes the first word and leaves the rest as it is", () => {
  assert.deepEqual(take(word(), "bob  hello  there "), ["bob", " hello  there "]);
  assert.deepEqual(take(word(), "  bob"), ["bob", ""]);
  assert.deepEqual(take(word(), "👩‍👩‍👧 x"), ["👩‍👩‍👧", "x"]);
});

Deno.test("word takes nothing from blank input", () => {
  for (const input of ["", " ", "   "]) assert.equal(take(word(), input), undefined);
});

Deno.test("text takes all, with the spaces before and within it", () => {
  assert.deepEqual(take(text(), "  a  drawing  "), ["  a  drawing", ""]);
  for (const input of ["", "   "]) assert.equal(take(text(), input), undefined);
});

Deno.test("userName takes a name", () => {
  assert.deepEqual(take(userName(), "Bob hi"), ["Bob", "hi"]);
  assert.equal(take(userName(), " "), undefined);
});

for (const name of ["b", "@bob", "bob!", "x".repeat(21), "日本"]) {
  Deno.test(`userName refuses ${name}, which nobody can be named`, () => {
    assert.throws(
      () => take(userName(), `${name} hi`),
      (error) =>
        error instanceof Refusal && error.problem.code === "user-not-found" &&
        error.problem.text === `Nobody is named ${name}. /users all lists everybody.`,
    );
  });
}

Deno.test("oneOf takes one of its words in any case", () => {
  const param = oneOf(["red", "green"]);
  assert.deepEqual(take(param, "GREEN now"), ["green", "now"]);
  for (const input of ["", "blue", "redder", "gre"]) assert.equal(take(param, input), undefined);
});

Deno.test("duration takes a length of time as milliseconds", () => {
  assert.deepEqual(take(duration(), "10m please"), [600_000, "please"]);
  assert.deepEqual(take(duration(), "  7D"), [604_800_000, ""]);
});

Deno.test("duration takes nothing that does not begin with a digit", () => {
  for (const input of ["", "  ", "spam", "m10", "-1h"]) assert.equal(take(duration(), input), undefined);
});

for (const slip of ["10min", "10", "0m", "1.5h", "99999w"]) {
  Deno.test(`duration refuses ${slip}, which begins like one`, () => {
    assert.throws(
      () => take(duration(), `${slip} spam`),
      (error) => error instanceof Refusal && error.problem.text.startsWith(`${slip} is no duration: `),
    );
  });
}

Deno.test("optional takes its parameter, or nothing from blank input", () => {
  assert.deepEqual(take(optional(word()), "bob hi"), ["bob", "hi"]);
  assert.deepEqual(take(optional(word()), "  "), [undefined, "  "]);
});

Deno.test("optional leaves what does not fit for the next parameter", () => {
  assert.deepEqual(take(optional(oneOf(["all"])), "none at all"), [undefined, "none at all"]);
  assert.deepEqual(take(optional(duration()), "spam again"), [undefined, "spam again"]);
});

Deno.test("usage shows what is needed in <>, what may be left out in [], and choices with |", () => {
  const params = [
    word(),
    text(),
    userName(),
    oneOf(["a", "b"]),
    optional(word()),
    optional(oneOf(["a", "b"])),
    duration(),
    optional(duration()),
  ];
  assert.deepEqual(params.map((param) => param.usage("name")), [
    ...["<name>", "<name>", "<name>", "<a|b>", "[name]", "[a|b]", "<name>", "[name]"],
  ]);
});

Deno.test("word and text lose nothing but spaces of any input", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }).map(sanitise), (input) => {
    const taken = take(word(), input);
    assert.equal(input.replace(/\s/g, ""), (taken ?? []).join("").replace(/\s/g, ""));
    assert.equal((take(text(), input) ?? [""])[0], input.trimEnd());
  }));
});

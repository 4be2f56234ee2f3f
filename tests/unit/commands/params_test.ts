// How arguments are taken from what was typed.

import assert from "node:assert/strict";
import fc from "fast-check";
import { oneOf, optional, type Param, text, userName, word } from "../../../lib/commands/params.ts";
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

Deno.test("optional takes its parameter, or nothing from blank input", () => {
  assert.deepEqual(take(optional(word()), "bob hi"), ["bob", "hi"]);
  assert.deepEqual(take(optional(word()), "  "), [undefined, "  "]);
  assert.equal(take(optional(oneOf(["all"])), "none"), undefined);
});

Deno.test("usage shows what is needed in <>, what may be left out in [], and choices with |", () => {
  const params = [
    word(),
    text(),
    userName(),
    oneOf(["a", "b"]),
    optional(word()),
    optional(oneOf(["a", "b"])),
  ];
  assert.deepEqual(params.map((param) => param.usage("name")), [
    ...["<name>", "<name>", "<name>", "<a|b>", "[name]", "[a|b]"],
  ]);
});

Deno.test("word and text lose nothing but spaces of any input", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }).map(sanitise), (input) => {
    const taken = take(word(), input);
    assert.equal(input.replace(/\s/g, ""), (taken ?? []).join("").replace(/\s/g, ""));
    assert.equal((take(text(), input) ?? [""])[0], input.trimEnd());
  }));
});

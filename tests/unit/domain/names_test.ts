// Which names are allowed, which two are the same, and which could be taken for each other.

import assert from "node:assert/strict";
import fc from "fast-check";
import { nameKey, nameLook, parseLobbyName, parseUserName } from "../../../lib/domain/names.ts";
import { isProblem } from "../../../lib/domain/problem.ts";

function problemOf(result: ReturnType<typeof parseUserName | typeof parseLobbyName>): string {
  if (!isProblem(result)) assert.fail(`${result} was allowed`);
  return `${result.code}: ${result.text}`;
}

for (const name of ["al", "Alice", "a".repeat(20), "0-9_Z", "--", "__", "42", "-bob", "constructor"]) {
  Deno.test(`parseUserName allows ${name} as it is written`, () => {
    assert.equal(parseUserName(name), name);
  });
}

const WRONG_NAMES: Readonly<Record<string, RegExp>> = {
  "": /^invalid-username: A name is needed: 2 to 20/,
  "   ": /^invalid-username: A name is needed/,
  "a": /^invalid-username: That name is too short: 2 to 20/,
  [" b "]: /too short/,
  ["a".repeat(21)]: /^invalid-username: That name is too long: 2 to 20/,
  "al ice": /^invalid-username: A name has only letters A-Z and a-z, digits, _ and -/,
  "/help": /only letters/,
  "alice!": /only letters/,
  "a.b": /only letters/,
  "straße": /only letters/,
  "аlice": /only letters/,
  "alice\nbob": /only letters/,
  "bob\u200b": /only letters/,
  "\u001b[31mred": /only letters/,
  "K\u212a": /only letters/,
};
for (const [name, expected] of Object.entries(WRONG_NAMES)) {
  Deno.test(`parseUserName refuses ${JSON.stringify(name)}`, () => {
    assert.match(problemOf(parseUserName(name)), expected);
  });
}

Deno.test("parseUserName drops spaces around a name", () => {
  assert.equal(parseUserName("  alice \r"), "alice");
});

Deno.test("parseUserName allows exactly 2 to 20 of A-Z a-z 0-9 _ -", () => {
  fc.assert(fc.property(fc.string({ maxLength: 24 }), fc.stringMatching(/^[\w-]{1,24}$/), (any, likely) => {
    for (const text of [any, likely]) {
      assert.equal(!isProblem(parseUserName(text)), /^[A-Za-z0-9_-]{2,20}$/.test(text.trim()), text);
    }
  }));
});

Deno.test("parseLobbyName allows up to 30 characters", () => {
  assert.equal(parseLobbyName("b".repeat(30)), "b".repeat(30));
  assert.match(
    problemOf(parseLobbyName("b".repeat(31))),
    /^invalid-lobby-name: That name is too long: 2 to 30/,
  );
  assert.match(problemOf(parseLobbyName("b")), /^invalid-lobby-name: That name is too short/);
  assert.match(problemOf(parseLobbyName("#games")), /^invalid-lobby-name: A name has only/);
});

Deno.test("nameKey tells names apart without regard to case", () => {
  assert.equal(nameKey("ALICE"), nameKey("alice"));
  assert.notEqual(nameKey("alice"), nameKey("a1ice"));
});

const ALIKE = [
  ["Alice", "ALICE"],
  ["Ill", "lll"],
  ["bIll", "b1ll"],
  ["paul", "pau1"],
  ["O_O", "0_0"],
  ["bob", "b0b"],
  ["modern", "modem"],
  ["barn", "bam"],
  ["BARN", "bam"],
  ["rnrn", "mm"],
  ["I0rn", "lom"],
] as const;
for (const [one, other] of ALIKE) {
  Deno.test(`nameLook takes ${one} for ${other}`, () => {
    assert.equal(nameLook(one), nameLook(other));
  });
}

for (
  const [one, other] of [["alice", "alicia"], ["nr", "m1"], ["bob", "rob"], ["a-b", "a_b"], [
    "l2",
    "lz",
  ]] as const
) {
  Deno.test(`nameLook tells ${one} from ${other}`, () => {
    assert.notEqual(nameLook(one), nameLook(other));
  });
}

Deno.test("nameLook is the same for names with one key", () => {
  fc.assert(fc.property(fc.stringMatching(/^[\w-]{2,20}$/), (name) => {
    assert.equal(nameLook(name.toUpperCase()), nameLook(name.toLowerCase()));
  }));
});

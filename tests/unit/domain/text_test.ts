// The sanitiser: nothing that a terminal could take for a command ever comes out.

import assert from "node:assert/strict";
import fc from "fast-check";
import { own, sanitise } from "../../../lib/domain/text.ts";

/** C0, DEL and C1; line and paragraph separators; bidirectional marks, embeddings, overrides and isolates. */
const UNSAFE = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

const introducers = ["\u001b[", "\u009b", "\u001b]", "\u009d", "\u001bP", "\u0090", "\u001bX", "\u0098"];
const others = ["\u001b^", "\u009e", "\u001b_", "\u009f", "\u001b", "\u001b(", "\u001b ", "\u001bc"];
const ends = ["\u0007", "\u001b\\", "\u009c", "m", "H", "~", "", "\u0018", "\u001a"];
const insides = [
  "31",
  "0;title",
  "?25",
  "$qm",
  "8;;http://x.y",
  " ",
  "/",
  "é",
  "🎉",
  "\n",
  "\u202e",
  "\ud83d",
];

/** Control sequences whole, torn, and one within another. */
const { sequence } = fc.letrec<{ sequence: string; body: string }>((tie) => ({
  sequence: fc.tuple(fc.constantFrom(...introducers, ...others), tie("body"), fc.constantFrom(...ends))
    .map((parts) => parts.join("")),
  body: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...insides),
    fc.string({ unit: "binary", maxLength: 4 }),
    fc.tuple(tie("sequence"), fc.constantFrom(...insides)).map((parts) => parts.join("")),
  ),
}));
const hostile = fc
  .array(fc.oneof(sequence, fc.constantFrom(...insides), fc.string({ unit: "binary" })), { maxLength: 8 })
  .map((parts) => parts.join(""));
// Any UTF-16 code unit in any place, halves of surrogate pairs included.
const codeUnits = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
  .map((units) => String.fromCharCode(...units));
const anyText = fc.oneof(hostile, codeUnits, fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));

Deno.test("sanitise lets no control, bidirectional override or lone surrogate through", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const clean = sanitise(text);
      assert.doesNotMatch(clean, UNSAFE);
      assert.ok(clean.isWellFormed());
    }),
    { numRuns: 2000 },
  );
});

Deno.test("sanitise drops every single control wherever it stands", () => {
  for (let code = 0; code <= 0xffff; code++) {
    const character = String.fromCharCode(code);
    if (UNSAFE.test(character)) assert.doesNotMatch(sanitise(`a${character}b`), UNSAFE, code.toString(16));
  }
});

Deno.test("sanitise changes nothing the second time", () => {
  fc.assert(fc.property(anyText, (text) => assert.equal(sanitise(sanitise(text)), sanitise(text))), {
    numRuns: 2000,
  });
});

Deno.test("sanitise returns text without suspects as it is", () => {
  const clean = anyText.filter((text) => text.isWellFormed() && !UNSAFE.test(text));
  fc.assert(fc.property(clean, (text) => assert.equal(sanitise(text), text)));
});

const KEPT = [
  "👩‍👩‍👧‍👦",
  "🏳️‍🌈",
  "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
  "नमस्ते",
  "שלום",
  "مرحبا",
  "日本語",
  "é",
  "a\u00a0b",
  "(=^・^=)",
  "╰─>",
  "٩(◕‿◕)۶",
];
for (const text of KEPT) {
  Deno.test(`sanitise keeps ${text}`, () => {
    assert.equal(sanitise(text), text);
  });
}

const CLEANED: Readonly<Record<string, string>> = {
  "\u001b[31mred\u001b[0m": "red",
  "\u009b31mred\u009b0m": "red",
  "\u001b[38;5;163mx\u001b[?25l\u001b[2J": "x",
  "\u001b]0;owned\u0007title": "title",
  "\u001b]0;owned\u001b\\title": "title",
  "\u009d0;owned\u009ctitle": "title",
  "\u001b]8;;https://a.b\u001b\\link\u001b]8;;\u001b\\": "link",
  '\u001bP$q"p\u001b\\after': "after",
  "\u0090q#0\u009cafter": "after",
  "\u001b(Bplain": "plain",
  "\u001bcreset": "reset",
  "\u001b\u001b[31mtwice": "twice",
  "\u001b]0;no end": "0;no end",
  "\u001b[": "",
  "\u001b": "",
  "a\tb": "a b",
  "a\r\nb": "a b",
  "a\n\n\tb": "a b",
  "a\u2028b\u0085c": "a b c",
  "a\bb\u0000c\u007fd": "abcd",
  "abc\u202edef\u202c": "abcdef",
  "\u2066isolated\u2069": "isolated",
  "\ud800x\udc00": "\ufffdx\ufffd",
  "\ud83d\u0007\ude00": "\ufffd\ufffd",
  "": "",
};
for (const [text, expected] of Object.entries(CLEANED)) {
  Deno.test(`sanitise makes ${JSON.stringify(expected)} of ${JSON.stringify(text)}`, () => {
    assert.equal(sanitise(text), expected);
  });
}

function timeOf(text: string): number {
  const start = performance.now();
  sanitise(text);
  return performance.now() - start;
}

Deno.test("sanitise takes time in proportion to the text, whatever is in it", () => {
  // Milliseconds. A quadratic pass takes ten seconds at this length, a linear one ten milliseconds.
  const LIMIT = 500;
  for (
    const unit of [...introducers, ...others, "\u001b]\u009d", "\u009d;", "\u001b[0", "\u001b[ ", "\n \u001b"]
  ) {
    const text = unit.repeat(100_000);
    assert.ok(Math.min(timeOf(text), timeOf(text)) < LIMIT, `${JSON.stringify(unit)} repeated is slow`);
  }
});

Deno.test("own puts numbers and safe text into a sentence", () => {
  assert.equal(own`${sanitise("bob")} wrote ${3} lines.`, "bob wrote 3 lines.");
});

// Profile pictures: enough of them, each its own, and none that a terminal could trip over.

import assert from "node:assert/strict";
import { PICTURES } from "../../../lib/domain/pictures.ts";
import { sanitise } from "../../../lib/domain/text.ts";

const pictures = [...PICTURES.values()];
const names = [...PICTURES.keys()];

Deno.test("there are at least fifty pictures", () => {
  assert.ok(PICTURES.size >= 50, `${PICTURES.size} pictures`);
});

Deno.test("no two pictures are the same", () => {
  assert.deepEqual(pictures.filter((picture, index) => pictures.indexOf(picture) !== index), []);
});

Deno.test("every picture is one line without control characters, and without spaces around it", () => {
  for (const [name, picture] of PICTURES) {
    assert.doesNotMatch(picture, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u, name);
    assert.equal(picture, sanitise(picture).trim(), name);
  }
});

Deno.test("every picture is small enough to stand before a name", () => {
  for (const [name, picture] of PICTURES) assert.ok(picture.length >= 2 && picture.length <= 16, name);
});

Deno.test("the names of pictures are words in lower case, in alphabetical order", () => {
  for (const name of names) assert.match(name, /^[a-z]{2,10}$/);
  assert.deepEqual(names, names.toSorted());
});

Deno.test("no picture has a name that means something else to /sp", () => {
  assert.deepEqual(names.filter((name) => ["list", "default"].includes(name)), []);
});

// The JSON dialect keeps to what all dialects keep to, and to its schema.

import assert from "node:assert/strict";
import fc from "fast-check";
import { json } from "../../lib/dialects/json/json.ts";
import { hostileText } from "../support/arbitrary.ts";
import { parseObject } from "../support/json_schema.ts";
import { dialectContract, output, render } from "./dialect_contract.ts";

const typed = fc.oneof(
  hostileText,
  hostileText.map((text) => `/${text}`),
  hostileText.map((text) => `/login ${text}`),
);
const receiver = fc.oneof(hostileText, hostileText.map((text) => `#${text}`), fc.jsonValue());
const object = fc.record(
  { body: fc.oneof(typed, fc.jsonValue()), receiver, ref: fc.oneof(hostileText, fc.jsonValue()) },
  { requiredKeys: [] },
);
dialectContract(json, fc.oneof(hostileText, fc.json(), object.map((object) => JSON.stringify(object))));

// deno-lint-ignore no-control-regex
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

/** The renderers of clients that logged in by an object, also to follow answers, and of one that gave the bare name. */
function renderers() {
  return ['{"body":"/login alice"}', '{"body":"/login alice","follow":true}', "alice"].map((first) => {
    const dialect = json.open({ spoke: true, alone: true });
    dialect.decode(first, false);
    return dialect.renderer("plain");
  });
}

Deno.test("dialect json sends one object per line, each as the schema has it", () => {
  fc.assert(
    fc.property(fc.constantFrom(...renderers()), output, (renderer, output) => {
      for (const line of render(renderer, output).split("\n").slice(0, -1)) parseObject(line);
    }),
    { numRuns: 1000 },
  );
});

const BASE = {
  sender: "",
  receiver: "bob",
  body: "",
  time: "2024-10-12 15:13:02",
  at: "2024-10-12T15:13:02.000Z",
};
const SOMEBODY = { name: "bob", picture: null, online: true, lobby: "general" };
const WRONG: readonly (readonly [what: string, object: object])[] = [
  ["a type that it does not know", { ...BASE, type: "news" }],
  ["a key that it does not know", { ...BASE, type: "notice", news: true }],
  ["a missing key", { ...BASE, type: "sent" }],
  ["a key of another type", { ...BASE, type: "reply", reply: "time", total: 1 }],
  ["a control character", { ...BASE, type: "notice", body: "\u001b[2J" }],
  [
    "a key that it does not know within a list",
    { ...BASE, type: "reply", reply: "present", lobby: "general", users: [{ ...SOMEBODY, age: 7 }] },
  ],
];
for (const [what, object] of WRONG) {
  Deno.test(`the schema of dialect json refuses ${what}`, () => {
    assert.throws(() => parseObject(JSON.stringify(object)), assert.AssertionError);
  });
}

Deno.test("the schema of dialect json takes what only just differs from what it refuses", () => {
  const present = { ...BASE, type: "reply", reply: "present", lobby: "general", users: [SOMEBODY] };
  for (const object of [{ ...BASE, type: "notice" }, { ...BASE, type: "sent", id: 1 }, present]) {
    assert.deepEqual(parseObject(JSON.stringify(object)), object);
  }
});

const FIRST_KEYS = ["sender", "receiver", "body", "time", "type"];

Deno.test("dialect json begins every object with the keys that old clients know", () => {
  fc.assert(fc.property(fc.constantFrom(...renderers()), output, (renderer, output) => {
    for (const line of render(renderer, output).split("\n").slice(0, -1)) {
      assert.deepEqual(Object.keys(parseObject(line)).slice(0, 5), FIRST_KEYS);
    }
  }));
});

Deno.test("dialect json has no control characters in a body but line ends, escaped ones included", () => {
  fc.assert(fc.property(fc.constantFrom(...renderers()), output, (renderer, output) => {
    for (const line of render(renderer, output).split("\n").slice(0, -1)) {
      assert.doesNotMatch(parseObject(line).body, CONTROLS);
    }
  }));
});

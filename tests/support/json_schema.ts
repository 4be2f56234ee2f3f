// Holds what the server sends in the JSON dialect against its published schema.

import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { ServerObject } from "../../lib/dialects/json/objects.ts";

/** Programs may meet keys that they do not know; tests must not, neither in an object nor in one that it holds. */
function closed(text: string): object {
  const schema = JSON.parse(
    text,
    (key, part) => HOLDERS.has(key) && "$ref" in part ? { ...part, unevaluatedProperties: false } : part,
  );
  return { ...schema, unevaluatedProperties: false };
}

/** Where the schema names an object inside of another. */
const HOLDERS = new Set(["items", "user"]);

// The strict mode finds slips in the schema itself. It is off for objects that are described in several places.
const validator = new Ajv2020({ allErrors: true, strictTypes: false, strictRequired: false });
const validate = validator.compile<ServerObject>(
  closed(Deno.readTextFileSync("lib/dialects/json/schema.json")),
);

/** The object of a line, which fits the schema. */
export function parseObject(line: string): ServerObject {
  const value: unknown = JSON.parse(line);
  if (validate(value)) return value;
  return assert.fail(`${line}\n${validator.errorsText(validate.errors, { separator: "\n" })}`);
}

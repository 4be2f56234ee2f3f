// What the fuzz sends: the same for the same seeds, and all that there is to send.

import assert from "node:assert/strict";
import { commands } from "../../../lib/commands/commands.ts";
import { ways } from "../ways.ts";
import { batchOf, joined } from "./batch.ts";
import { openingOf } from "./openings.ts";
import { poolOf } from "./words.ts";

const pool = poolOf(1);
const people = { watchers: ["watcher"], residents: ["alice", "bob"] };

function bytes(number: number, way: keyof typeof ways = "script"): Uint8Array {
  const { writes } = batchOf({ seeds: [1, 2, number], pool, people, speech: ways[way].speech });
  return joined(writes);
}

Deno.test("batchOf makes the same of the same seeds and something else of others", () => {
  assert.deepEqual(bytes(7), bytes(7));
  assert.notDeepEqual(bytes(7), bytes(8));
  assert.deepEqual(poolOf(1), pool);
  const [one, again, other] = [3, 3, 4].map((visit) => openingOf([1, 2, visit], pool, people));
  assert.deepEqual(one, again);
  assert.notDeepEqual(one, other);
});

for (const way of ["script", "login", "json"] as const) {
  Deno.test(`batchOf uses every command but ping as a client does that comes in by ${way}`, () => {
    const { command } = ways[way].speech;
    const all = new TextDecoder().decode(
      joined(Array.from({ length: 1500 }, (_, number) => bytes(number, way))),
    );
    const missing = commands.filter(({ name, aliases }) =>
      ![name, ...aliases].some((verb) => all.includes(`\n${command(verb).replace('"}', "")}`))
    );
    assert.deepEqual(missing.map(({ name }) => name), ["ping"]);
  });
}

Deno.test("batchOf acts against residents alone", () => {
  const all = new TextDecoder().decode(joined(Array.from({ length: 500 }, (_, number) => bytes(number))));
  assert.match(all, /^\/kick alice/m);
  assert.match(all, /^\/tag watcher /m);
  assert.doesNotMatch(all, /^\/(kick|ban|mute|deop) watcher/im);
});

Deno.test("batchOf has control bytes, telnet, broken UTF-8 and lines over the limit in it", () => {
  const all = joined(Array.from({ length: 200 }, (_, number) => bytes(number)));
  for (const byte of [0, 13, 27, 127, 192, 255]) assert.ok(all.includes(byte), String(byte));
  assert.throws(() => new TextDecoder("utf-8", { fatal: true }).decode(all));
  let longest = 0;
  for (let start = 0; start < all.length;) {
    const end = all.indexOf(10, start);
    longest = Math.max(longest, end - start);
    start = end + 1;
  }
  assert.ok(longest > 4096);
});

// Help keeps to the width of the window where that is known.

import assert from "node:assert/strict";
import fc from "fast-check";
import { commands } from "../../../lib/commands/commands.ts";
import { json } from "../../../lib/dialects/json/json.ts";
import { cozy } from "../../../lib/dialects/terminal/cozy.ts";
import { classic, plain } from "../../../lib/dialects/terminal/lines.ts";
import type { CommandHelp, Reply } from "../../../lib/domain/reply.ts";
import { AT, bob, uncoloured } from "./samples.ts";

const who: CommandHelp = {
  name: "who",
  aliases: ["people", "present"],
  usage: "[lobby] [letters of a name] [most of them]",
  summary: "who is in the lobby where you are, or in another one",
  example: "who general with a very long list of words behind",
};
const stop: CommandHelp = { name: "stop", aliases: [], usage: "", summary: "an end", example: "stop" };

const list: Reply = { kind: "commands", commands: [who, stop] };
const one: Reply = { kind: "command", command: who };

function shown(reply: Reply, columns?: number): readonly string[] {
  return plain.reply(reply, { name: bob.name, now: AT, columns }).split("\n").slice(0, -1);
}

Deno.test("the list of commands is wrapped below its summaries", () => {
  assert.deepEqual(shown(list, 40), [
    "Commands:",
    "  /who   who is in the lobby where you",
    "         are, or in another one",
    "  /stop  an end",
    "/help <command> shows how to use one.",
    "Text without a slash goes to the lobby.",
  ]);
});

Deno.test("the help of a command is wrapped below what each line is about", () => {
  assert.deepEqual(shown(one, 40), [
    "/who [lobby] [letters of a name] [most",
    "     of them]",
    "  who is in the lobby where you are, or",
    "  in another one",
    "  example: /who general with a very long",
    "           list of words behind",
    "  also: /people, /present",
  ]);
});

Deno.test("a line that just fits is left whole", () => {
  const summary = "x".repeat(20);
  const fits: Reply = {
    kind: "commands",
    commands: [{ ...stop, summary: `${summary} ${"y".repeat(50 - 9 - 21)}` }],
  };
  assert.equal(shown(fits, 50)[1]?.length, 50);
  assert.equal(shown(fits, 49)[1], `  /stop  ${summary}`);
});

Deno.test("help is not wrapped where the width is unknown", () => {
  for (const reply of [list, one]) assert.deepEqual(shown(reply), shown(reply, 2000));
});

Deno.test("help is wrapped for 40 columns in a narrower window", () => {
  for (const reply of [list, one]) assert.deepEqual(shown(reply, 10), shown(reply, 40));
});

Deno.test("a word that is too long for its line stands on it whole", () => {
  const word = "x".repeat(60);
  const wide: Reply = { kind: "commands", commands: [{ ...stop, summary: `an ${word} end` }] };
  assert.deepEqual(shown(wide, 40).slice(1, 4), ["  /stop  an", `         ${word}`, "         end"]);
});

for (const [name, renderer] of Object.entries({ classic, cozy })) {
  Deno.test(`the colours of ${name} do not count as columns`, () => {
    for (const reply of [list, one]) {
      const coloured = renderer.reply(reply, { name: bob.name, now: AT, columns: 40 });
      assert.deepEqual(uncoloured(coloured).split("\n").slice(0, -1), shown(reply, 40));
    }
  });
}

Deno.test("no line of the real help is wider than the window, and none is cut inside a word", () => {
  const replies: readonly Reply[] = [
    { kind: "commands", commands },
    ...commands.map((command) => ({ kind: "command", command }) as const),
  ];
  fc.assert(fc.property(fc.constantFrom(...replies), fc.integer({ min: 40, max: 200 }), (reply, columns) => {
    const lines = shown(reply, columns);
    for (const line of lines) assert.ok(line.length <= columns, `${line.length} > ${columns}: ${line}`);
    assert.deepEqual(wordsOf(lines), wordsOf(shown(reply)));
  }));
});

Deno.test("programs get help unwrapped, whatever the window", () => {
  const renderer = json.open({ spoke: true, alone: true }).renderer("plain");
  const to = { name: bob.name, now: AT };
  assert.equal(renderer.reply(one, { ...to, columns: 40 }), renderer.reply(one, to));
});

function wordsOf(lines: readonly string[]): readonly string[] {
  return lines.join(" ").split(/ +/);
}

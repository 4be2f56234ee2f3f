// What is computed from a command's record.

import assert from "node:assert/strict";
import { type Command, defineCommand } from "../../../lib/commands/command.ts";
import { optional, text, userName, word } from "../../../lib/commands/params.ts";
import type { Reply } from "../../../lib/domain/reply.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import { refused, TestChat } from "../../support/chat.ts";

const give = defineCommand({
  name: "give",
  summary: "hand something over",
  example: "bob an apple",
  params: { user: userName(), thing: word(), note: optional(text()) },
  run: (_, { user, thing, note }) => ({ kind: "done", text: sanitise(`${user}|${thing}|${note}`) }),
});
const bow = defineCommand({ name: "bow", summary: "bow", params: {}, run: () => ({ kind: "silent" }) });

async function run(command: Command, args: string): Promise<Reply> {
  using chat = new TestChat();
  const actor = await chat.enter("alice");
  const context = { actor, services: chat.services, catalogue: [], now: chat.clock.now() };
  return await command.invoke(context, sanitise(args));
}

Deno.test("defineCommand computes usage and example from the record", () => {
  assert.equal(give.usage, "<user> <thing> [note]");
  assert.equal(give.example, "give bob an apple");
  assert.deepEqual([give.aliases, give.pipelined, give.budget, give.secret], [[], false, "command", false]);
});

Deno.test("defineCommand of no parameters has an empty usage and its name for an example", () => {
  assert.deepEqual([bow.usage, bow.example], ["", "bow"]);
});

Deno.test("Command.invoke hands the values over by name", async () => {
  assert.deepEqual(await run(give, "Bob apple  for  you "), { kind: "done", text: "Bob|apple| for  you" });
  assert.deepEqual(await run(give, "Bob apple"), { kind: "done", text: "Bob|apple|undefined" });
});

Deno.test("Command.invoke refuses missing arguments with usage and example", async () => {
  for (const args of ["", "  ", "bob", "bob "]) {
    const text = await refused(run(give, args), "usage");
    assert.equal(text, "Usage: /give <user> <thing> [note] - for example: /give bob an apple");
  }
});

Deno.test("Command.invoke refuses arguments that are too many, but not spaces", async () => {
  assert.equal(await refused(run(bow, "deeply"), "usage"), "Usage: /bow - for example: /bow");
  assert.deepEqual(await run(bow, "   "), { kind: "silent" });
});

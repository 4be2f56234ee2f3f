// Every command: what its record promises holds.

import assert from "node:assert/strict";
import { commands } from "../../../lib/commands/commands.ts";
import { nameKey } from "../../../lib/domain/names.ts";
import type { Actor } from "../../../lib/services/actor.ts";
import { refused, TestChat } from "../../support/chat.ts";
import { FakeModel } from "../../support/fake_model.ts";

/** What alice, an operator, does before the example of a command makes sense. */
const BEFORE: Readonly<Record<string, readonly string[]>> = {
  stop: ["start bob"],
  join: ["create gaming games"],
  leave: ["create gaming games", "join gaming"],
  password: ["register correct-horse-battery"],
  unmute: ["mute bob"],
  unban: ["ban bob"],
  deop: ["op bob"],
  setai: ["create gaming games", "join gaming"],
};

/** Alice among others, in the middle of everything that a command could need. */
async function scene(chat: TestChat, command = ""): Promise<Actor> {
  await chat.services.assistant.open();
  const [alice, bob] = [await chat.enter("alice"), await chat.enter("bob")];
  await chat.run(bob, "say the meeting is on monday");
  await chat.run(bob, "register battery-staple");
  alice.preferences.lastSender = bob.name;
  for (const line of BEFORE[command] ?? []) await chat.run(alice, line);
  return alice;
}

Deno.test("commands have names and aliases of their own, in lower case", () => {
  const verbs = commands.flatMap(({ name, aliases }) => [name, ...aliases]);
  assert.deepEqual(verbs.filter((verb, index) => verbs.indexOf(verb) !== index), []);
  for (const verb of verbs) assert.match(verb, /^[a-z]+$/);
});

Deno.test("commands are all files of their folder", () => {
  const helpers = ["command.ts", "commands.ts", "params.ts"];
  const files = [...Deno.readDirSync(new URL("../../../lib/commands/", import.meta.url))]
    .map(({ name }) => name).filter((name) => !helpers.includes(name));
  assert.deepEqual(commands.map(({ name }) => `${name}.ts`).sort(), files.sort());
});

for (const command of commands) {
  const { name, usage, summary, example } = command;

  Deno.test(`/${name} has a summary of one short line`, () => {
    assert.match(summary, /^\S.{3,78}[^\s.]$/);
  });

  Deno.test(`/${name} has an example that shows every parameter which is needed`, () => {
    assert.ok(example === name || example.startsWith(`${name} `));
    const needed = usage.split(" ").filter((part) => part.startsWith("<"));
    assert.ok(example.split(" ").length > needed.length);
  });

  Deno.test(`/${name} takes its own example`, async () => {
    using chat = new TestChat({ model: new FakeModel() });
    const alice = await scene(chat, name);
    await assert.doesNotReject(chat.run(alice, example));
  });

  if (/^</.test(usage)) {
    Deno.test(`/${name} alone is refused with its usage`, async () => {
      using chat = new TestChat({ model: new FakeModel() });
      const alice = await scene(chat);
      assert.equal(
        await refused(chat.run(alice, name), "usage"),
        `Usage: /${name} ${usage} - for example: /${example}`,
      );
    });
  }

  // Whatever ends in free text takes as much as there is.
  if (!/[<[](text|words|reason|description|question|prompt)[>\]]$/.test(usage)) {
    Deno.test(`/${name} with too much behind it is refused`, async () => {
      using chat = new TestChat({ model: new FakeModel() });
      const alice = await scene(chat);
      const most = usage === "" ? name : example;
      await refused(chat.run(alice, `${most} and more`), "usage");
    });
  }
}

const TO_SOMEBODY = [
  "msg",
  "tag",
  "whois",
  "stats",
  "ignore",
  "unignore",
  "start",
  "kick",
  "mute",
  "unmute",
  "op",
  "deop",
];
for (const verb of TO_SOMEBODY) {
  Deno.test(`/${verb} refuses names that nobody ever used`, async () => {
    using chat = new TestChat({ model: new FakeModel() });
    const alice = await scene(chat);
    const text = ["msg", "tag"].includes(verb) ? " hello" : "";
    for (const name of ["nobody", "no!body"]) {
      assert.match(await refused(chat.run(alice, `${verb} ${name}${text}`), "user-not-found"), /^Nobody /);
    }
  });
}

Deno.test("commands find users by name in any case", async () => {
  using chat = new TestChat({ model: new FakeModel() });
  const reply = await chat.run(await scene(chat), "whois BOB");
  assert.equal(reply.kind === "whois" && nameKey(reply.user.name), "bob");
});

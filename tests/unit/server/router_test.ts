// From a request to its command.

import assert from "node:assert/strict";
import { type Command, defineCommand } from "../../../lib/commands/command.ts";
import { commands } from "../../../lib/commands/commands.ts";
import { text } from "../../../lib/commands/params.ts";
import { Refusal } from "../../../lib/domain/problem.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import { Router } from "../../../lib/server/router.ts";
import { TestChat } from "../../support/chat.ts";

function command(name: string, ...aliases: readonly string[]): Command {
  return defineCommand({
    name,
    aliases,
    summary: "says what it was given",
    params: { text: text() },
    run: ({ now, actor, catalogue }, { text }) => ({
      kind: "done",
      text: sanitise(`${name} ${text} ${now} ${actor.name} ${catalogue.length}`),
    }),
  });
}

function request(verb: string, args = "") {
  return { verb: sanitise(verb), args: sanitise(args) };
}

function routerOf(chat: TestChat, commands: readonly Command[]): Router {
  return new Router({ commands, services: chat.services, clock: chat.clock, messageRate: null });
}

Deno.test("Router finds a command by its name and by each alias", () => {
  using chat = new TestChat();
  const say = command("speak", "talk", "utter");
  const router = routerOf(chat, [say, command("listen")]);
  for (const verb of ["speak", "talk", "utter"]) assert.equal(router.find(request(verb)), say);
});

for (const verb of ["sp", "speaker", "constructor", "__proto__", "toString", ""]) {
  Deno.test(`Router refuses /${verb}, which is no command, and tells what would work`, () => {
    using chat = new TestChat();
    const router = routerOf(chat, [command("speak")]);
    assert.throws(
      () => router.find(request(verb)),
      (error) =>
        error instanceof Refusal && error.problem.code === "unknown-cmd" &&
        error.problem.text ===
          `There is no command /${verb}. /help lists all commands; //${verb} says it to the lobby.`,
    );
  });
}

for (const [one, other] of [[["a"], ["a"]], [["a"], ["b", "a"]], [["a", "c"], ["b", "c"]]] as const) {
  Deno.test(`Router throws when ${one} and ${other} share a name`, () => {
    using chat = new TestChat();
    const [first, ...firstAliases] = one;
    const [second, ...secondAliases] = other;
    const both = [command(first, ...firstAliases), command(second, ...secondAliases)];
    assert.throws(
      () => routerOf(chat, both),
      /two commands/,
    );
  });
}

Deno.test("Router takes all commands of the server", () => {
  using chat = new TestChat();
  const router = routerOf(chat, commands);
  assert.equal(router.find(request("help")).name, "help");
});

Deno.test("Router runs a command with the actor, the time and the list of all commands", async () => {
  using chat = new TestChat();
  const actor = await chat.enter("alice");
  const both = [command("speak"), command("listen")];
  const router = routerOf(chat, both);
  const reply = await router.run(router.find(request("speak")), request("speak", "hello"), actor);
  assert.deepEqual(reply, { kind: "done", text: `speak hello ${chat.clock.now()} alice 2` });
});

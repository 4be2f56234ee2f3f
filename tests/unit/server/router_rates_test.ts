// How often a user may do something: messages by the rate that is set, commands by a more generous one.

import assert from "node:assert/strict";
import { commands } from "../../../lib/commands/commands.ts";
import { Router } from "../../../lib/server/router.ts";
import type { Actor } from "../../../lib/services/actor.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import { refused, TestChat } from "../../support/chat.ts";

/** 5 messages at once, and one more in every 2 s. */
const RATE = { tokens: 5, perMilliseconds: 10_000 };
/** So many commands are taken at once. */
const COMMANDS_AT_ONCE = 30;

class Fixture extends TestChat {
  readonly limited = new Router({ commands, services: this.services, clock: this.clock, messageRate: RATE });

  /** Runs a line such as `msg bob hello`, so many times. */
  async repeat(times: number, actor: Actor, line: string): Promise<void> {
    for (let time = 0; time < times; time++) await this.runLimited(actor, line);
  }

  async runLimited(actor: Actor, line: string, router = this.limited): Promise<unknown> {
    const [, verb = "", args = ""] = /^(\S+) ?(.*)$/.exec(line) ?? [];
    const request = { verb: sanitise(verb), args: sanitise(args) };
    return await router.run(router.find(request), request, actor);
  }
}

Deno.test("Router takes as many messages at once as the rate allows, and then one as each token comes", async () => {
  using chat = new Fixture();
  const alice = await chat.enter("alice");
  await chat.repeat(5, alice, "say hello");
  await refused(chat.runLimited(alice, "say hello"), "rate-limited");
  chat.clock.advance(2000);
  await chat.runLimited(alice, "say hello");
  await refused(chat.runLimited(alice, "say hello"), "rate-limited");
});

for (
  const [passed, wait] of [[0, "2 seconds"], [400, "2 seconds"], [1000, "1 second"], [
    1999,
    "1 second",
  ]] as const
) {
  Deno.test(`Router tells after ${passed} ms to wait ${wait}`, async () => {
    using chat = new Fixture();
    const alice = await chat.enter("alice");
    await chat.repeat(5, alice, "say hello");
    chat.clock.advance(passed);
    const text = await refused(chat.runLimited(alice, "say hello"), "rate-limited");
    assert.equal(text, `Rate limited! Wait ${wait}. Not sent: hello`);
  });
}

for (const line of ["say a  drawing", "me waves", "tag bob look", "msg bob hey", "dm bob hey", "reply yes"]) {
  Deno.test(`Router gives the text of /${line} back when it is not sent`, async () => {
    using chat = new Fixture();
    const alice = await chat.enter("alice");
    await chat.enter("bob");
    await chat.repeat(5, alice, "say hello");
    const text = await refused(chat.runLimited(alice, line), "rate-limited");
    const typed = line.startsWith("say ") ? line.slice(4) : `/${line}`;
    assert.equal(text, `Rate limited! Wait 2 seconds. Not sent: ${typed}`);
  });
}

Deno.test("Router counts everything that is said to others against one rate", async () => {
  using chat = new Fixture();
  const [alice, bob] = [await chat.enter("alice"), await chat.enter("bob")];
  alice.preferences.lastSender = bob.name;
  for (const line of ["say hello", "me waves", "tag bob look", "msg bob hey", "reply yes"]) {
    await chat.runLimited(alice, line);
  }
  await refused(chat.runLimited(alice, "say hello"), "rate-limited");
});

Deno.test("Router keeps the rate of each user apart", async () => {
  using chat = new Fixture();
  const [alice, bob] = [await chat.enter("alice"), await chat.enter("bob")];
  await chat.repeat(5, alice, "say hello");
  await chat.repeat(5, bob, "say hello");
  await refused(chat.runLimited(bob, "say hello"), "rate-limited");
});

Deno.test("Router keeps the rate of a user over sessions", async () => {
  using chat = new Fixture();
  const alice = await chat.enter("alice");
  await chat.repeat(5, alice, "say hello");
  await chat.services.presence.close(alice);
  const again = await chat.enter("alice", { session: "again" });
  await refused(chat.runLimited(again, "say hello"), "rate-limited");
});

Deno.test("Router takes more commands than messages, from a budget of their own", async () => {
  using chat = new Fixture();
  const alice = await chat.enter("alice");
  await chat.repeat(5, alice, "say hello");
  await chat.repeat(COMMANDS_AT_ONCE, alice, "users");
  const text = await refused(chat.runLimited(alice, "users"), "rate-limited");
  assert.equal(text, "Rate limited! Wait 1 second.");
  chat.clock.advance(2000);
  await chat.runLimited(alice, "say hello");
});

Deno.test("Router shows nothing of what was typed with a command that is refused", async () => {
  using chat = new Fixture();
  const alice = await chat.enter("alice");
  await chat.repeat(COMMANDS_AT_ONCE, alice, "users");
  const text = await refused(chat.runLimited(alice, "register correct-horse"), "rate-limited");
  assert.doesNotMatch(text, /correct-horse/);
});

for (const line of ["ping", "quit"]) {
  Deno.test(`Router takes /${line} at any time`, async () => {
    using chat = new Fixture();
    const alice = await chat.enter("alice");
    await chat.repeat(5, alice, "say hello");
    await chat.repeat(COMMANDS_AT_ONCE, alice, "users");
    await chat.repeat(3, alice, line);
  });
}

Deno.test("Router without a rate takes everything", async () => {
  using chat = new Fixture();
  const alice = await chat.enter("alice");
  for (const line of ["say hello", "users"]) {
    for (let time = 0; time < 100; time++) await chat.runLimited(alice, line, chat.router);
  }
});

Deno.test("Router.run rejects where the rate refuses, and never throws", async () => {
  using chat = new Fixture();
  const alice = await chat.enter("alice");
  await chat.repeat(5, alice, "say hello");
  const request = { verb: sanitise("say"), args: sanitise("hello") };
  let running: Promise<unknown> | undefined;
  assert.doesNotThrow(() => running = chat.limited.run(chat.limited.find(request), request, alice));
  await refused(running ?? Promise.resolve(), "rate-limited");
});

Deno.test("every command that speaks to others counts as a message, and no other does", () => {
  const messages = commands.filter(({ budget }) => budget === "message").map(({ name }) => name);
  assert.deepEqual(messages.toSorted(), ["ai", "me", "msg", "reply", "say", "tag"]);
});

Deno.test("every command with a password in it keeps that to itself", () => {
  const secret = commands.filter((command) => command.secret).map(({ name }) => name);
  assert.deepEqual(secret.toSorted(), ["create", "join", "password", "register"]);
});

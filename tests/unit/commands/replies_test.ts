// What commands answer and what they change.

import assert from "node:assert/strict";
import { commands } from "../../../lib/commands/commands.ts";
import { refused, TestChat } from "../../support/chat.ts";
import { userName } from "../../support/entries.ts";

Deno.test("/help lists all commands from their records", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  assert.deepEqual(await chat.run(alice, "help"), { kind: "commands", commands });
  assert.deepEqual(await chat.run(alice, "commands"), { kind: "commands", commands });
});

Deno.test("/help shows one command by name or alias, with or without a slash, in any case", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  const command = commands.find(({ name }) => name === "msg");
  for (const word of ["msg", "/msg", "DM", "/Dm"]) {
    assert.deepEqual(await chat.run(alice, `help ${word}`), { kind: "command", command });
  }
  const text = await refused(chat.run(alice, "help /fly"), "unknown-cmd");
  assert.equal(text, "There is no command /fly. /help lists all commands.");
});

Deno.test("/say and /me speak in the lobby without an answer", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  assert.equal((await chat.run(alice, "say  hello  there")).kind, "silent");
  assert.equal((await chat.run(alice, "me waves")).kind, "silent");
  const said = chat.published.map(({ event }) =>
    "text" in event ? `${event.type}:${event.text}` : event.type
  );
  assert.deepEqual(said, ["joined", "said: hello  there", "action:waves"]);
});

Deno.test("/tag speaks in the lobby and points somebody to it", async () => {
  using chat = new TestChat();
  const [alice] = [await chat.enter("alice"), await chat.enter("bob")];
  chat.published.length = 0;
  assert.equal((await chat.run(alice, "tag bob look")).kind, "silent");
  assert.deepEqual(chat.published.map(({ event }) => event.type), ["tagged", "tagged-you"]);
});

Deno.test("/msg answers with the message, and whether it waits for its reader", async () => {
  using chat = new TestChat();
  const [alice, bob] = [await chat.enter("alice"), await chat.enter("bob")];
  const here = await chat.run(alice, "msg bob hey");
  assert.ok(here.kind === "direct-sent");
  assert.deepEqual([here.message.text, here.message.to.name, here.queued], ["hey", "bob", false]);
  await chat.services.presence.close(bob);
  const away = await chat.run(alice, "dm BOB hey");
  assert.ok(away.kind === "direct-sent");
  assert.deepEqual([away.message.to.name, away.queued, away.openName], ["bob", true, true]);
});

Deno.test("/reply writes to whoever wrote last, and refuses when nobody did", async () => {
  using chat = new TestChat();
  const [alice, bob] = [await chat.enter("alice"), await chat.enter("bob")];
  assert.match(
    await refused(chat.run(alice, "reply yes"), "user-not-found"),
    /^Nobody has written to you yet/,
  );
  alice.preferences.lastSender = bob.name;
  const reply = await chat.run(alice, "reply yes");
  assert.equal(reply.kind === "direct-sent" && reply.message.to.name, "bob");
});

Deno.test("/start sends plain text to one user until /stop", async () => {
  using chat = new TestChat();
  const [alice] = [await chat.enter("alice"), await chat.enter("Bob")];
  const started = await chat.run(alice, "start bob");
  assert.deepEqual(started, {
    kind: "done",
    text: "You are talking to Bob alone now. /stop goes back to the lobby.",
  });
  const sent = await chat.run(alice, "say between us");
  assert.equal(sent.kind === "direct-sent" && sent.message.text, "between us");
  assert.deepEqual(await chat.run(alice, "stop"), {
    kind: "done",
    text: "You are talking to general again.",
  });
  assert.equal((await chat.run(alice, "say hello")).kind, "silent");
});

Deno.test("/start of another conversation ends the first", async () => {
  using chat = new TestChat();
  const [alice] = [await chat.enter("alice"), await chat.enter("bob"), await chat.enter("carol")];
  await chat.run(alice, "start bob");
  await chat.run(alice, "start carol");
  assert.equal(alice.preferences.conversation, "carol");
  await refused(chat.run(alice, "start nobody"), "user-not-found");
  assert.equal(alice.preferences.conversation, "carol");
});

Deno.test("/stop refuses where there is no conversation", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  assert.match(await refused(chat.run(alice, "stop"), "usage"), /^You are in no conversation/);
});

Deno.test("/users lists who is in the lobby by name, /users all everybody ever", async () => {
  using chat = new TestChat();
  const [, alice, carol] = [await chat.enter("bob"), await chat.enter("alice"), await chat.enter("carol")];
  await chat.services.presence.close(carol);
  const here = await chat.run(alice, "users");
  assert.deepEqual(here.kind === "people" && here.people.map(({ name }) => name), ["alice", "bob"]);
  const all = await chat.run(alice, "who ALL");
  assert.ok(all.kind === "everyone");
  assert.equal(all.total, 3);
  assert.deepEqual(all.users.filter(({ online }) => !online).map(({ name }) => name), ["carol"]);
});

Deno.test("/stats is of oneself unless a user is named", async () => {
  using chat = new TestChat();
  const [alice] = [await chat.enter("alice"), await chat.enter("bob")];
  await chat.run(alice, "say one");
  for (const [line, name, sent] of [["stats", "alice", 1], ["stats bob", "bob", 0]] as const) {
    const reply = await chat.run(alice, line);
    assert.ok(reply.kind === "stats");
    assert.deepEqual([reply.user.name, reply.user.messagesSent], [name, sent]);
  }
});

Deno.test("/ignore and /unignore hold for the session at once and are stored", async () => {
  using chat = new TestChat();
  const [alice, bob] = [await chat.enter("alice"), await chat.enter("Bob")];
  assert.deepEqual(await chat.run(alice, "ignore bob"), {
    kind: "done",
    text: "You ignore Bob now. /unignore Bob ends it.",
  });
  assert.deepEqual([...alice.preferences.ignored], [bob.user]);
  assert.deepEqual(chat.test.store.ignores.of(alice.user), [bob.user]);
  assert.deepEqual(await chat.run(alice, "unignore bob"), { kind: "done", text: "You see Bob again." });
  assert.deepEqual([...alice.preferences.ignored], []);
  assert.deepEqual(chat.test.store.ignores.of(alice.user), []);
  await refused(chat.run(alice, "ignore alice"), "nothing-to-do");
});

Deno.test("/theme takes a theme in any case and refuses others", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  assert.deepEqual(await chat.run(alice, "theme COZY"), {
    kind: "done",
    text: "Lines look cozy from now on.",
  });
  assert.equal(alice.preferences.theme, "cozy");
  assert.match(await refused(chat.run(alice, "theme neon"), "usage"), /<classic\|plain\|cozy>/);
  assert.equal(alice.preferences.theme, "cozy");
});

Deno.test("/time, /ping and /quit answer at once", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  assert.deepEqual(await chat.run(alice, "time"), { kind: "time", at: chat.clock.now() });
  assert.deepEqual(await chat.run(alice, "ping"), { kind: "pong" });
  for (const verb of ["quit", "exit"]) assert.deepEqual(await chat.run(alice, verb), { kind: "bye" });
});

Deno.test("commands that need the lobby refuse once the session is over", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  alice.preferences.conversation = userName("alice");
  await chat.services.presence.close(alice);
  for (const line of ["say hi", "me hi", "users", "history", "search hi", "stop", "theme cozy"]) {
    await refused(chat.run(alice, line), "not-logged-in");
  }
});

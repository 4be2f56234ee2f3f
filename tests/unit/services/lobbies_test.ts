// Lobbies by name and password, and which of them are closed.

import assert from "node:assert/strict";
import { sanitise } from "../../../lib/domain/text.ts";
import type { Actor } from "../../../lib/services/actor.ts";
import { LOBBY_LIMITS } from "../../../lib/services/lobbies.ts";
import { refused, TestChat } from "../../support/chat.ts";

const NOTHING = sanitise("");

function create(chat: TestChat, actor: Actor, name: string, password?: string) {
  return chat.services.lobbies.create(actor, name, password, NOTHING);
}

function join(chat: TestChat, actor: Actor, name: string, password?: string): Promise<void> {
  return chat.services.lobbies.enter(actor, name, password);
}

/** Bob, in a chat where alice has a private lobby called den. */
async function bobOutside(chat: TestChat): Promise<Actor> {
  await create(chat, await chat.enter("alice"), "den", "secret");
  return await chat.enter("bob");
}

Deno.test("Lobbies.create stores a hash of the password and nothing else of it", async () => {
  using chat = new TestChat();
  await bobOutside(chat);
  assert.match(chat.test.store.lobbies.byName("den")?.passwordHash ?? "", /^\$scrypt\$/);
  assert.doesNotMatch(JSON.stringify(chat.test.dump()), /secret/);
});

Deno.test("Lobbies.create refuses a password that is too long", async () => {
  using chat = new TestChat();
  await refused(create(chat, await chat.enter("alice"), "den", "x".repeat(129)), "usage");
});

Deno.test("Lobbies.create refuses more lobbies of one creator than the limit", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  for (let count = 0; count < LOBBY_LIMITS.own; count++) await create(chat, alice, `lobby-${count}`);
  await refused(create(chat, alice, "one-more"), "too-many-lobbies");
});

Deno.test("Lobbies.create makes one lobby of two that are made at the same time", async () => {
  using chat = new TestChat();
  const [alice, bob] = [await chat.enter("alice"), await chat.enter("bob")];
  const made = await Promise.allSettled([create(chat, alice, "den", "one"), create(chat, bob, "DEN", "two")]);
  assert.deepEqual(made.map(({ status }) => status).toSorted(), ["fulfilled", "rejected"]);
});

Deno.test("Lobbies.enter takes the password of a private lobby", async () => {
  using chat = new TestChat();
  const bob = await bobOutside(chat);
  await join(chat, bob, "DEN", "secret");
  assert.equal(chat.services.lobbies.of(bob).name, "den");
});

for (const [what, password] of [["no password", undefined], ["a wrong password", "guess"]] as const) {
  Deno.test(`Lobbies.enter refuses ${what} for a private lobby`, async () => {
    using chat = new TestChat();
    const bob = await bobOutside(chat);
    await refused(join(chat, bob, "den", password), "bad-lobby-password");
    assert.equal(chat.services.lobbies.of(bob).name, "general");
  });
}

Deno.test("Lobbies.enter slows wrong guesses of one user from any address", async () => {
  using chat = new TestChat();
  const bob = await bobOutside(chat);
  for (let guess = 0; guess < 3; guess++) {
    const elsewhere = { ...bob, address: `192.0.2.${guess}` };
    await refused(join(chat, elsewhere, "den", "guess"), "bad-lobby-password");
  }
  await refused(join(chat, bob, "den", "secret"), "busy");
  chat.clock.advance(1000);
  await join(chat, bob, "den", "secret");
});

Deno.test("Lobbies.enter slows wrong guesses of many users from one address", async () => {
  using chat = new TestChat();
  const bob = await bobOutside(chat);
  for (const name of ["carol", "dave", "erin"]) {
    await refused(join(chat, await chat.enter(name), "den", "guess"), "bad-lobby-password");
  }
  await refused(join(chat, bob, "den", "secret"), "busy");
  await join(chat, { ...bob, address: "192.0.2.7" }, "den", "secret");
});

Deno.test("Lobbies.enter counts wrong guesses at each lobby apart", async () => {
  using chat = new TestChat();
  const bob = await bobOutside(chat);
  await create(chat, bob, "attic", "secret");
  for (let guess = 0; guess < 3; guess++) {
    await refused(join(chat, bob, "den", "guess"), "bad-lobby-password");
  }
  await join(chat, bob, "attic", "secret");
});

Deno.test("Lobbies.enter takes no password into account that was verified for a lobby that is gone by now", async () => {
  using chat = new TestChat();
  const bob = await bobOutside(chat);
  const entering = join(chat, bob, "den", "secret");
  const { id } = chat.test.store.lobbies.byName("den") ?? assert.fail("den is gone");
  chat.test.store.lobbies.close(id, chat.clock.now());
  await refused(entering, "lobby-not-found");
});

Deno.test("Lobbies.expire closes what was not used for so long", async () => {
  using chat = new TestChat();
  await bobOutside(chat);
  chat.clock.advance(5000);
  assert.deepEqual(await chat.services.lobbies.expire(5000, chat.newEntryId()), []);
  chat.clock.advance(1);
  const closed = await chat.services.lobbies.expire(5000, chat.newEntryId());
  assert.deepEqual(closed.map(({ name }) => name), ["den"]);
});

Deno.test("Lobbies.create refuses names that are reserved or look like another lobby's", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  await chat.run(alice, "create gaming chess and more");
  await refused(chat.run(alice, "create garning chess"), "lobby-exists");
  await refused(chat.run(alice, "create GAMING chess"), "lobby-exists");
  await refused(chat.run(alice, "create server chess"), "invalid-lobby-name");
});

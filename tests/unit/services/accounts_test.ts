// Owning a name: registering, coming in with a password, changing it, and how often one may be guessed.

import assert from "node:assert/strict";
import { LocalJournal } from "../../../lib/journal/local_journal.ts";
import { GuessThrottle } from "../../../lib/services/guess_throttle.ts";
import { Passwords } from "../../../lib/services/passwords.ts";
import { ReservedNames } from "../../../lib/services/reserved_names.ts";
import { Presence } from "../../../lib/services/presence.ts";
import { refused, TestChat } from "../../support/chat.ts";
import { ADDRESS, sessionId } from "../../support/entries.ts";

const RIGHT = "correct-horse";
const WRONG = "battery-staple";
const ELSEWHERE = "192.0.2.7";

/** A chat in which alice has registered her name, and left. */
async function withAlice(): Promise<TestChat> {
  const chat = new TestChat();
  await chat.enter("oscar");
  const alice = await chat.enter("alice");
  await chat.services.users.register(alice, RIGHT);
  await chat.services.presence.close(alice);
  return chat;
}

function stored(chat: TestChat): string {
  return chat.test.store.users.byName("alice")?.passwordHash ?? assert.fail("alice has no password");
}

Deno.test("Users.register stores a hash of the password and nothing else of it", async () => {
  using chat = await withAlice();
  assert.match(stored(chat), /^\$scrypt\$/);
  assert.doesNotMatch(JSON.stringify(chat.test.dump()), new RegExp(RIGHT));
});

for (const password of ["seven77", "x".repeat(129)]) {
  Deno.test(`Users.register refuses a password of ${password.length} characters`, async () => {
    using chat = new TestChat();
    const alice = await chat.enter("alice");
    const text = await refused(chat.services.users.register(alice, password), "usage");
    assert.ok(!text.includes(password));
    assert.equal(chat.test.store.users.byName("alice")?.passwordHash, null);
  });
}

Deno.test("Users.register refuses a name that is registered", async () => {
  using chat = await withAlice();
  const alice = await chat.enter("alice", { password: RIGHT });
  await refused(chat.services.users.register(alice, WRONG), "already-registered");
});

Deno.test("Users.register makes an operator of whom the command line names", async () => {
  using chat = new TestChat({ operators: ["alice"] });
  const [, alice, bob] = [await chat.enter("oscar"), await chat.enter("Alice"), await chat.enter("bob")];
  assert.deepEqual(await chat.services.users.register(alice, RIGHT), { operator: true });
  assert.deepEqual(await chat.services.users.register(bob, RIGHT), { operator: false });
});

Deno.test("Presence.open lets the owner in with the password", async () => {
  using chat = await withAlice();
  assert.equal((await chat.enter("ALICE", { password: RIGHT })).name, "alice");
});

Deno.test("Presence.open asks for the password of a registered name", async () => {
  using chat = await withAlice();
  await refused(chat.enter("alice"), "password-required");
});

Deno.test("Presence.open refuses a wrong password", async () => {
  using chat = await withAlice();
  await refused(chat.enter("alice", { password: WRONG }), "bad-password");
});

Deno.test("Presence.open refuses a password for a guest's name and for an unknown one in the same words", async () => {
  using chat = await withAlice();
  const texts = ["alice", "oscar", "nobody"].map((name) =>
    refused(chat.enter(name, { session: "s", password: WRONG }), "bad-password")
  );
  assert.equal(new Set(await Promise.all(texts)).size, 1);
});

Deno.test("Presence.open does the same work for a name without a password", async () => {
  using chat = await withAlice();
  const work: string[] = [];
  const passwords = {
    verify: () => Promise.resolve({ ok: false, rehash: false, did: work.push("verify") }),
    verifyNothing: () => Promise.resolve({ ok: false, rehash: false, did: work.push("verifyNothing") }),
  };
  const { clock, journal, test: { store } } = chat;
  const guesses = new GuessThrottle({ clock, free: 9, firstWait: 1, maxWait: 1, forgetAfter: 2 });
  const presence = new Presence({
    journal,
    store,
    clock,
    passwords,
    guesses,
    reserved: new ReservedNames([]),
    replay: 0,
  });
  for (const name of ["alice", "oscar", "nobody"]) {
    const login = { session: sessionId("s"), name, password: WRONG, address: ADDRESS };
    await refused(presence.open(login, chat.newEntryId()), "bad-password");
  }
  assert.deepEqual(work, ["verify", "verifyNothing", "verifyNothing"]);
});

Deno.test("Presence.open slows guesses at one name from many addresses", async () => {
  using chat = await withAlice();
  for (let guess = 1; guess <= 3; guess++) {
    await refused(chat.enter("alice", { password: WRONG, address: `192.0.2.${guess}` }), "bad-password");
  }
  await refused(chat.enter("alice", { password: RIGHT, address: ELSEWHERE }), "busy");
  chat.clock.advance(1000);
  await chat.enter("alice", { password: RIGHT, address: ELSEWHERE });
});

Deno.test("Presence.open slows guesses at many names from one address", async () => {
  using chat = await withAlice();
  for (const name of ["one", "two", "three"]) {
    await refused(chat.enter(name, { password: WRONG }), "bad-password");
  }
  await refused(chat.enter("alice", { password: RIGHT }), "busy");
  await chat.enter("alice", { password: RIGHT, address: ELSEWHERE });
});

Deno.test("Presence.open takes all addresses of one IPv6 subscriber for one", async () => {
  using chat = await withAlice();
  for (const [index, name] of ["one", "two", "three"].entries()) {
    await refused(chat.enter(name, { password: WRONG, address: `2001:db8::${index + 1}` }), "bad-password");
  }
  await refused(chat.enter("alice", { password: RIGHT, address: "2001:db8::99" }), "busy");
});

Deno.test("Users.changePassword takes the old password and then only the new one opens", async () => {
  using chat = await withAlice();
  const alice = await chat.enter("alice", { password: RIGHT });
  await chat.services.users.changePassword(alice, RIGHT, WRONG);
  await refused(chat.enter("alice", { session: "s", password: RIGHT }), "bad-password");
  await chat.enter("alice", { session: "t", password: WRONG });
});

Deno.test("Users.changePassword refuses a wrong old password and changes nothing", async () => {
  using chat = await withAlice();
  const alice = await chat.enter("alice", { password: RIGHT });
  const before = stored(chat);
  await refused(chat.services.users.changePassword(alice, WRONG, "other-password"), "bad-password");
  assert.equal(stored(chat), before);
});

Deno.test("Users.changePassword counts wrong guesses with those at the login", async () => {
  using chat = await withAlice();
  const alice = await chat.enter("alice", { password: RIGHT });
  for (let guess = 0; guess < 3; guess++) {
    await refused(chat.services.users.changePassword(alice, WRONG, "other-password"), "bad-password");
  }
  await refused(chat.enter("alice", { session: "s", password: RIGHT, address: ELSEWHERE }), "busy");
});

Deno.test("Users.changePassword refuses a guest", async () => {
  using chat = await withAlice();
  const bob = await chat.enter("bob");
  await refused(chat.services.users.changePassword(bob, RIGHT, WRONG), "not-registered");
});

Deno.test("Users.strengthen hashes the same password anew", async () => {
  using chat = await withAlice();
  const alice = await chat.enter("alice", { password: RIGHT });
  const before = stored(chat);
  await chat.services.users.strengthen(alice, RIGHT);
  assert.notEqual(stored(chat), before);
  await chat.enter("alice", { session: "s", password: RIGHT });
});

for (const [ln, weak] of [[1, false], [2, true]] as const) {
  Deno.test(`Presence.open finds a hash ${weak ? "weak" : "strong enough"} when today's ln is ${ln}`, async () => {
    using chat = await withAlice();
    const { clock, test: { store } } = chat;
    using journal = new LocalJournal({ store, publish: () => {} });
    const guesses = new GuessThrottle({ clock, free: 9, firstWait: 1, maxWait: 1, forgetAfter: 2 });
    const passwords = new Passwords({ ln, p: 1 });
    const presence = new Presence({
      journal,
      store,
      clock,
      passwords,
      guesses,
      reserved: new ReservedNames([]),
      replay: 0,
    });
    const login = { session: sessionId("s"), name: "alice", password: RIGHT, address: ADDRESS };
    assert.equal((await presence.open(login, chat.newEntryId())).weak, weak);
  });
}

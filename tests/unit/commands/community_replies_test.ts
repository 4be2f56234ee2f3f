// What the commands of lobbies and accounts answer and what they change.

import assert from "node:assert/strict";
import { PICTURES } from "../../../lib/domain/pictures.ts";
import type { Reply } from "../../../lib/domain/reply.ts";
import type { Actor } from "../../../lib/services/actor.ts";
import { refused, TestChat } from "../../support/chat.ts";

/** The sentence that a command answers with. */
async function done(chat: TestChat, actor: Actor, line: string): Promise<string> {
  const reply: Reply = await chat.run(actor, line);
  return (reply.kind === "done" && reply.text) || assert.fail(`/${line} answered ${reply.kind}`);
}

function lobby(chat: TestChat, name: string) {
  const { id, passwordHash } = chat.test.store.lobbies.byName(name) ?? assert.fail(`no lobby ${name}`);
  return { private: passwordHash !== null, description: chat.test.store.lobbies.summary(id).description };
}

const CREATED: Readonly<Record<string, { readonly private: boolean; readonly description: string }>> = {
  "create gaming chess": { private: false, description: "chess" },
  "create gaming no-pass chess and go": { private: false, description: "chess and go" },
  "create gaming NO-PASS chess": { private: false, description: "chess" },
  "create gaming secret chess and go": { private: true, description: "chess and go" },
  "create gaming secret  chess  and go ": { private: true, description: "chess  and go" },
};
for (const [line, expected] of Object.entries(CREATED)) {
  Deno.test(`/${line} makes a ${expected.private ? "private" : "public"} lobby`, async () => {
    using chat = new TestChat();
    const alice = await chat.enter("alice");
    await done(chat, alice, line);
    assert.deepEqual(lobby(chat, "gaming"), expected);
  });
}

Deno.test("/create tells how to enter the lobby, without its password", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  assert.equal(
    await done(chat, alice, "create Gaming chess"),
    "Created public lobby Gaming. /join Gaming enters it.",
  );
  const text = await done(chat, alice, "create den secret chess");
  assert.match(text, /^Created private lobby den\. /);
  assert.doesNotMatch(text, /secret/);
});

Deno.test("/create refuses what is no name of a lobby", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  for (const name of ["a", "x".repeat(31), "ga!ming"]) {
    await refused(chat.run(alice, `create ${name} chess`), "invalid-lobby-name");
  }
});

Deno.test("/create without a description is refused with its usage", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  await refused(chat.run(alice, "create gaming"), "usage");
});

for (const line of ["join gaming", "join GAMING", "join #gaming", "join gaming whatever"]) {
  Deno.test(`/${line} enters the public lobby gaming without an answer of its own`, async () => {
    using chat = new TestChat();
    const alice = await chat.enter("alice");
    await chat.run(alice, "create gaming chess");
    assert.deepEqual(await chat.run(alice, line), { kind: "done" });
    assert.equal(chat.services.lobbies.of(alice).name, "gaming");
  });
}

Deno.test("/join refuses a lobby that there is not", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  assert.equal(
    await refused(chat.run(alice, "join gaming"), "lobby-not-found"),
    "There is no lobby gaming. /lobbies lists those there are.",
  );
});

Deno.test("/leave goes back to general, and nowhere from there", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  await chat.run(alice, "create gaming chess");
  await chat.run(alice, "join gaming");
  assert.deepEqual(await chat.run(alice, "leave"), { kind: "done" });
  assert.equal(chat.services.lobbies.of(alice).name, "general");
  await refused(chat.run(alice, "leave"), "nothing-to-do");
});

Deno.test("/lobbies lists all lobbies, private ones as well", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  for (const line of ["create den secret chess", "create gaming chess"]) await chat.run(alice, line);
  const reply = await chat.run(alice, "lobbies");
  assert.ok(reply.kind === "lobbies");
  assert.deepEqual(reply.lobbies.map((each) => [each.name, each.private]), [
    ["general", false],
    ["den", true],
    ["gaming", false],
  ]);
});

Deno.test("/describe changes what the lobby is for", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  for (const line of ["create gaming chess", "join gaming"]) await chat.run(alice, line);
  assert.equal(await done(chat, alice, "describe go  and shogi"), "gaming is described as: go  and shogi");
  assert.equal(lobby(chat, "gaming").description, "go  and shogi");
});

Deno.test("/register makes the name its user's, and tells an operator that it stays one", async () => {
  using chat = new TestChat();
  const [alice, bob] = [await chat.enter("alice"), await chat.enter("bob")];
  assert.match(await done(chat, alice, "register correct-horse"), /You are an operator\.$/);
  assert.match(await done(chat, bob, "register correct-horse"), /^bob is yours now: [^.]*\.$/);
});

Deno.test("/register refuses a password with spaces, showing nothing of it", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  assert.doesNotMatch(await refused(chat.run(alice, "register hunter2 hunter3"), "usage"), /hunter/);
});

Deno.test("/password changes the password", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  await chat.run(alice, "register old-password");
  assert.equal(await done(chat, alice, "password old-password new-password"), "Your password is changed.");
  await chat.enter("alice", { session: "again", password: "new-password" });
});

Deno.test("/sp list shows all pictures with their names", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  const pictures = [...PICTURES].map(([name, picture]) => ({ name, picture }));
  assert.deepEqual(await chat.run(alice, "sp list"), { kind: "pictures", pictures });
});

Deno.test("/sp takes a picture by name in any case, shows and stores it", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  assert.equal(await done(chat, alice, "sp OWL"), "Your picture is {O,O} now.");
  assert.equal(chat.test.store.users.byName("alice")?.picture, "{O,O}");
});

Deno.test("/sp default goes back to the default picture", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  await chat.run(alice, "sp owl");
  assert.equal(await done(chat, alice, "picture default"), "Your picture is the default one.");
  assert.equal(chat.test.store.users.byName("alice")?.picture, null);
});

for (const name of ["dragon", "constructor", "__proto__"]) {
  Deno.test(`/sp refuses ${name}, which is no picture`, async () => {
    using chat = new TestChat();
    const alice = await chat.enter("alice");
    await refused(chat.run(alice, `sp ${name}`), "picture-not-found");
  });
}

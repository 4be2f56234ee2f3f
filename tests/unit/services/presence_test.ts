// Which names may come in, and what a newcomer is shown.

import assert from "node:assert/strict";
import { GENERAL } from "../../../lib/domain/ids.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import { refused, TestChat } from "../../support/chat.ts";
import { ADDRESS, sessionId } from "../../support/entries.ts";

for (const name of ["server", "SERVER", "t1me", "TIME"]) {
  Deno.test(`Presence.open refuses ${name}, which is or looks like a reserved name`, async () => {
    using chat = new TestChat({ reserved: ["server", "time"] });
    const text = await refused(chat.enter(name), "invalid-username");
    assert.equal(text, `The name ${name} is reserved. Try another.`);
    assert.deepEqual(chat.test.rows("SELECT * FROM users"), []);
  });
}

Deno.test("Presence.open refuses what is no name, and a name that is here", async () => {
  using chat = new TestChat();
  await refused(chat.enter("al ice"), "invalid-username");
  await chat.enter("alice");
  await refused(chat.enter("Alice", { session: "another" }), "username-taken");
});

Deno.test("Presence.open applies a retry once", async () => {
  using chat = new TestChat();
  const login = { session: sessionId("s"), name: "alice", password: undefined, address: ADDRESS };
  const id = chat.newEntryId();
  const open = () => chat.services.presence.open(login, id);
  const [first, second] = await Promise.all([open(), open()]);
  assert.deepEqual(first, second);
  assert.equal(chat.published.length, 1);
});

Deno.test("Presence.close twice is one departure", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  await chat.services.presence.close(alice);
  await chat.services.presence.close(alice);
  assert.deepEqual(chat.published.map(({ event }) => event.type), ["joined", "left"]);
});

Deno.test("Presence.endAll ends the sessions that a crash left behind", async () => {
  using chat = new TestChat();
  await chat.enter("alice");
  await chat.enter("bob");
  assert.equal(await chat.services.presence.endAll(chat.newEntryId()), 2);
  assert.deepEqual(chat.services.presence.inLobby(GENERAL), []);
  await chat.enter("alice", { session: "again" });
});

for (
  const [replay, expected] of [[0, []], [2, ["two", "three"]], [50, [
    "joined",
    "one",
    "two",
    "three",
  ]]] as const
) {
  Deno.test(`Presence.replay shows at most ${replay} events before the arrival`, async () => {
    using chat = new TestChat({ replay });
    const alice = await chat.enter("alice");
    for (const text of ["one", "two", "three"]) {
      await chat.services.messages.say(alice, "said", sanitise(text));
    }
    const login = { session: sessionId("b"), name: "bob", password: undefined, address: ADDRESS };
    const { arrival, user } = await chat.services.presence.open(login, chat.newEntryId());
    await chat.services.messages.say(alice, "said", sanitise("after"));
    const shown = chat.services.presence.replay(GENERAL, user.id, arrival);
    assert.deepEqual(shown.map((event) => "text" in event ? event.text : event.type), expected);
  });
}

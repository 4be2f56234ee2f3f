// Direct messages on their way to the reader.

import assert from "node:assert/strict";
import type { MessageId } from "../../../lib/domain/ids.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import { TestChat } from "../../support/chat.ts";

Deno.test("DirectMessages.send keeps the order of its calls", async () => {
  using chat = new TestChat();
  const [alice, bob] = [await chat.enter("alice"), await chat.enter("bob")];
  const texts = ["one", "two", "three"];
  await Promise.all(texts.map((text) => chat.services.direct.send(alice, bob.name, sanitise(text))));
  assert.deepEqual(chat.services.direct.queued(bob.user).map(({ text }) => text), texts);
});

Deno.test("DirectMessages.seen takes messages off the queue", async () => {
  using chat = new TestChat();
  const [alice, bob] = [await chat.enter("alice"), await chat.enter("bob")];
  const { message } = await chat.services.direct.send(alice, bob.name, sanitise("hey"));
  assert.deepEqual(chat.services.direct.queued(bob.user), [message]);
  await chat.services.direct.seen(bob, [message.id, 999 as MessageId]);
  assert.deepEqual(chat.services.direct.queued(bob.user), []);
});

// Whom a moderator means, and which addresses are turned away at the door.

import assert from "node:assert/strict";
import { formatTime } from "../../../lib/domain/clock.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import { parseSubject } from "../../../lib/services/moderation.ts";
import { refused, TestChat } from "../../support/chat.ts";

const SUBJECTS: Readonly<Record<string, ReturnType<typeof parseSubject>>> = {
  "192.0.2.7": { range: sanitise("192.0.2.7") },
  "192.0.2.7/24": { range: sanitise("192.0.2.0/24") },
  "::ffff:192.0.2.7": { range: sanitise("192.0.2.7") },
  "2001:DB8:0::1/32": { range: sanitise("2001:db8::/32") },
};
for (const [text, subject] of Object.entries(SUBJECTS)) {
  Deno.test(`parseSubject takes ${text} for an address or range`, () => {
    assert.deepEqual(parseSubject(text), subject);
  });
}

for (const text of ["bob", "192", "b-1_2"]) {
  Deno.test(`parseSubject takes ${text} for a user`, () => {
    assert.deepEqual(parseSubject(text), { user: text });
  });
}

for (const text of ["192.0.2", "192.0.2.0/33", "fe80::1%eth0", "b"]) {
  Deno.test(`parseSubject refuses ${text}`, async () => {
    await refused(Promise.try(() => parseSubject(text)), "user-not-found");
  });
}

Deno.test("Moderation.refusal tells a banned address until when and why, and lets others in", async () => {
  using chat = new TestChat();
  const oscar = await chat.enter("oscar");
  const { moderation } = chat.services;
  await moderation.banAddress(oscar, sanitise("192.0.2.0/24"), 60_000, sanitise("spam"));
  const end = formatTime(chat.clock.now() + 60_000);
  assert.equal(moderation.refusal("192.0.2.7"), `Your address is banned until ${end}: spam`);
  assert.equal(moderation.refusal("192.0.3.7"), undefined);
  chat.clock.advance(60_000);
  assert.equal(moderation.refusal("192.0.2.7"), undefined);
});

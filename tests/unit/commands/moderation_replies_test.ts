// What the commands of moderators answer.

import assert from "node:assert/strict";
import { formatTime } from "../../../lib/domain/clock.ts";
import type { Actor } from "../../../lib/services/actor.ts";
import { refused, TestChat } from "../../support/chat.ts";

const BOBS_ADDRESS = "192.0.2.7";

class Fixture extends TestChat {
  /** Oscar, an operator, alice in the lobby gaming that she made, and bob there with her. */
  async people() {
    const [oscar, alice] = [await this.enter("oscar"), await this.enter("alice")];
    const bob = await this.enter("bob", { address: BOBS_ADDRESS });
    await this.run(alice, "create gaming chess");
    for (const actor of [alice, bob]) await this.run(actor, "join gaming");
    return { oscar, alice, bob };
  }

  /** The sentence that a command answers with. */
  async done(actor: Actor, line: string): Promise<string> {
    const reply = await this.run(actor, line);
    return (reply.kind === "done" && reply.text) || assert.fail(`/${line} answered ${reply.kind}`);
  }

  /** What is in force, as far as an actor may know. */
  async inForce(actor: Actor): Promise<readonly string[]> {
    const reply = await this.run(actor, "bans");
    assert.ok(reply.kind === "sanctions");
    return reply.sanctions.map(({ action, subject, lobby, until, reason }) =>
      [action, subject, lobby ?? "everywhere", until === null ? "for good" : formatTime(until), reason].join(
        " ",
      ).trim()
    );
  }
}

const BY_OPERATOR: readonly (readonly [line: string, answer: string])[] = [
  ["kick BOB too loud", "bob was sent away."],
  ["mute bob", "bob is muted for good. /unmute bob ends it."],
  ["mute bob 10m", "bob is muted for 10m. /unmute bob ends it."],
  ["ban bob 2h spam", "bob is banned for 2h. bob was sent away."],
  [`ban ${BOBS_ADDRESS}`, `${BOBS_ADDRESS} is banned for good. It hit bob.`],
  ["ban 192.0.2.77/24 7d spam", "192.0.2.0/24 is banned for 7d. It hit bob."],
  ["ban ::ffff:192.0.2.7", "192.0.2.7 is banned for good. It hit bob."],
  ["ban 203.0.113.0/24", "203.0.113.0/24 is banned for good. It hit nobody who is here."],
  ["announce lunch", "Everybody was told."],
];
for (const [line, answer] of BY_OPERATOR) {
  Deno.test(`/${line} by an operator answers "${answer}"`, async () => {
    using chat = new Fixture();
    const { oscar } = await chat.people();
    assert.equal(await chat.done(oscar, line), answer);
  });
}

const BY_CREATOR: readonly (readonly [line: string, answer: string])[] = [
  ["kick bob", "bob was sent out of gaming."],
  ["mute bob 10m spam", "bob is muted in gaming for 10m. /unmute bob ends it."],
  ["ban bob", "bob is banned from gaming for good. bob was sent away."],
];
for (const [line, answer] of BY_CREATOR) {
  Deno.test(`/${line} by a creator answers "${answer}"`, async () => {
    using chat = new Fixture();
    const { alice } = await chat.people();
    assert.equal(await chat.done(alice, line), answer);
  });
}

Deno.test("/ban of a user who is not here tells so", async () => {
  using chat = new Fixture();
  const { oscar, bob } = await chat.people();
  await chat.services.presence.close(bob);
  assert.equal(await chat.done(oscar, "ban bob"), "bob is banned for good. bob is not here.");
});

Deno.test("/ban refuses what is neither a user's name nor an address", async () => {
  using chat = new Fixture();
  const { oscar } = await chat.people();
  for (const subject of ["192.0.2.300", "192.0.2.0/33", "bob!"]) {
    const text = await refused(chat.run(oscar, `ban ${subject}`), "user-not-found");
    assert.ok(text.startsWith(`${subject} is neither a user nor an address.`));
  }
});

for (
  const [line, until, reason] of [
    ["mute bob", null, ""],
    ["mute bob 10m", 600_000, ""],
    ["mute bob spam again", null, "spam again"],
    ["mute bob 2h spam again", 7_200_000, "spam again"],
  ] as const
) {
  Deno.test(`/${line} holds ${until ?? "for good"} with reason "${reason}"`, async () => {
    using chat = new Fixture();
    const { oscar } = await chat.people();
    await chat.run(oscar, line);
    const [sanction] = chat.services.moderation.inForce(oscar);
    assert.deepEqual(
      [sanction?.until, sanction?.reason],
      [until === null ? null : chat.clock.now() + until, reason],
    );
  });
}

Deno.test("/mute with a slip in the duration is refused, and mutes nobody", async () => {
  using chat = new Fixture();
  const { oscar } = await chat.people();
  await refused(chat.run(oscar, "mute bob 10min spam"), "usage");
  assert.deepEqual(await chat.inForce(oscar), []);
});

Deno.test("/unmute and /unban take back what is in force", async () => {
  using chat = new Fixture();
  const { oscar } = await chat.people();
  for (const line of ["mute bob", "ban bob", "ban 203.0.113.9/24"]) await chat.run(oscar, line);
  assert.equal(await chat.done(oscar, "unmute BOB"), "BOB may speak again.");
  assert.equal(await chat.done(oscar, "unban bob"), "bob may come again.");
  assert.equal(await chat.done(oscar, "unban 203.0.113.0/24"), "203.0.113.0/24 may come again.");
  assert.deepEqual(await chat.inForce(oscar), []);
});

Deno.test("/bans lists everything for an operator, and the own lobby's for a creator", async () => {
  using chat = new Fixture();
  const { oscar, alice } = await chat.people();
  await chat.run(alice, "mute bob 10m");
  await chat.run(oscar, "mute bob spam");
  await chat.run(oscar, "ban 203.0.113.9");
  const end = formatTime(chat.clock.now() + 600_000);
  assert.deepEqual(await chat.inForce(alice), [`mute bob gaming ${end}`]);
  assert.deepEqual(await chat.inForce(oscar), [
    `mute bob gaming ${end}`,
    "mute bob everywhere for good spam",
    "ban 203.0.113.9 everywhere for good",
  ]);
});

Deno.test("/bans leaves out what has ended", async () => {
  using chat = new Fixture();
  const { oscar } = await chat.people();
  await chat.run(oscar, "mute bob 10m");
  chat.clock.advance(600_000);
  assert.deepEqual(await chat.inForce(oscar), []);
});

Deno.test("/bans is refused to all others", async () => {
  using chat = new Fixture();
  const { alice, bob } = await chat.people();
  await refused(chat.run(bob, "bans"), "not-allowed");
  await chat.run(alice, "leave");
  await refused(chat.run(alice, "bans"), "not-allowed");
});

Deno.test("/op and /deop answer with the user's name", async () => {
  using chat = new Fixture();
  const { oscar, bob } = await chat.people();
  await chat.run(bob, "register battery-staple");
  assert.equal(await chat.done(oscar, "op BOB"), "bob is an operator now.");
  assert.equal(await chat.done(bob, "deop oscar"), "oscar is not an operator any more.");
});

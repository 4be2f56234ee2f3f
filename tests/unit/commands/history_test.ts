// /history: how many events, and before when.

import assert from "node:assert/strict";
import { formatTime } from "../../../lib/domain/clock.ts";
import { PAGE_LIMIT } from "../../../lib/services/messages.ts";
import type { Actor } from "../../../lib/services/actor.ts";
import { refused, TestChat } from "../../support/chat.ts";

/** Alice, who joined and then said 1 to `lines`, one a minute: line n has the id n + 1. */
async function speech(chat: TestChat, lines: number): Promise<Actor> {
  const alice = await chat.enter("alice");
  const said: Promise<unknown>[] = [];
  for (let line = 1; line <= lines; line++) {
    chat.clock.advance(60_000);
    said.push(chat.run(alice, `say ${line}`));
  }
  await Promise.all(said);
  return alice;
}

/** The texts that a line of history yields. */
async function page(chat: TestChat, actor: Actor, line: string): Promise<readonly string[]> {
  const reply = await chat.run(actor, line);
  assert.ok(reply.kind === "history");
  return reply.events.map((event) => "text" in event ? event.text : event.type);
}

Deno.test("/history yields the last 20 events, oldest first, and tells that there are more", async () => {
  using chat = new TestChat();
  const alice = await speech(chat, 30);
  const reply = await chat.run(alice, "history");
  assert.ok(reply.kind === "history");
  assert.equal(reply.events.length, 20);
  assert.equal(reply.more, true);
  assert.equal(reply.lobby.name, "general");
  assert.deepEqual((await page(chat, alice, "history")).slice(-2), ["29", "30"]);
});

const RANGES: Readonly<Record<string, readonly string[]>> = {
  "history 2": ["4", "5"],
  "history  3 ": ["3", "4", "5"],
  "history 100": ["joined", "1", "2", "3", "4", "5"],
  "history 2 before 4": ["1", "2"],
  "history 2 before #4": ["1", "2"],
  "history before 3": ["joined", "1"],
  "history 2 BEFORE  4": ["1", "2"],
  "history 2 before 999999": ["4", "5"],
  "history before 1": [],
  "history before 0": [],
};
for (const [line, expected] of Object.entries(RANGES)) {
  Deno.test(`/${line} of five lines yields ${expected.join(", ") || "nothing"}`, async () => {
    using chat = new TestChat();
    const alice = await speech(chat, 5);
    assert.deepEqual(await page(chat, alice, line), expected);
  });
}

Deno.test("/history before a time yields what is older", async () => {
  using chat = new TestChat();
  const alice = await speech(chat, 5);
  const [fourth, fifth] = [formatTime(chat.clock.now() - 60_000), formatTime(chat.clock.now())];
  assert.deepEqual(await page(chat, alice, `history 2 before ${fifth}`), ["3", "4"]);
  assert.deepEqual(await page(chat, alice, `history 2 before ${fourth}`), ["2", "3"]);
  assert.deepEqual(await page(chat, alice, "history before 2001-01-01"), []);
  assert.deepEqual(await page(chat, alice, "history 1 before 2099-01-01 00:00"), ["5"]);
});

Deno.test("/history tells that there are no more events at the first one", async () => {
  using chat = new TestChat();
  const alice = await speech(chat, 3);
  for (const [line, more] of [["history 3", true], ["history 4", false], ["history 5", false]] as const) {
    const reply = await chat.run(alice, line);
    assert.equal(reply.kind === "history" && reply.more, more, line);
  }
});

Deno.test("/history yields no more than a page, however many are asked for", async () => {
  using chat = new TestChat();
  const alice = await speech(chat, PAGE_LIMIT + 1);
  assert.equal((await page(chat, alice, "history 999999999")).length, PAGE_LIMIT);
});

const WRONG = [
  "0",
  "-1",
  "1.5",
  "many",
  "1000000000",
  "before",
  "20 before",
  "before 5 20",
  "20 after 5",
  "#5",
  "5 5",
];
for (
  const args of [...WRONG, "before yesterday", "before 2024-13-01", "before #", "before 1234567890123456"]
) {
  Deno.test(`/history ${args} is refused with what would work`, async () => {
    using chat = new TestChat();
    const alice = await chat.enter("alice");
    assert.match(
      await refused(chat.run(alice, `history ${args}`), "usage"),
      /\/history 20 before 2024-10-12 15:13/,
    );
  });
}

Deno.test("/history reads its range in time in proportion to what is typed", async () => {
  using chat = new TestChat();
  const alice = await chat.enter("alice");
  const start = performance.now();
  await refused(chat.run(alice, `history ${" ".repeat(100_000)}x`), "usage");
  // Milliseconds. A quadratic pass takes ten seconds.
  assert.ok(performance.now() - start < 1000);
});

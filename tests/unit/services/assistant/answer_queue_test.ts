// The lines in which questions stand: one at a time in a lobby, lobbies beside each other.

import assert from "node:assert/strict";
import { GENERAL, type LobbyId } from "../../../../lib/domain/ids.ts";
import { AnswerQueue } from "../../../../lib/services/assistant/answer_queue.ts";

const GAMES = 2 as LobbyId;

/** Questions by name; each is answered when the test says so. */
class Fixture {
  /** What is being answered, in the order in which that began. */
  readonly begun: string[] = [];
  readonly #ends = new Map<string, () => void>();
  readonly queue = new AnswerQueue<{ readonly name: string; readonly abort: AbortController }>(
    ({ name }) => {
      this.begun.push(name);
      return new Promise((resolve) => this.#ends.set(name, resolve));
    },
  );

  add(name: string, lobby = GENERAL): AbortController {
    const abort = new AbortController();
    this.queue.add(lobby, { name, abort });
    return abort;
  }

  async end(name: string): Promise<void> {
    this.#ends.get(name)?.();
    // The queue goes on in a microtask of its own.
    await Promise.resolve();
    await Promise.resolve();
  }
}

Deno.test("AnswerQueue answers one question of a lobby at a time, in the order of asking", async () => {
  const test = new Fixture();
  for (const name of ["one", "two", "three"]) test.add(name);
  assert.deepEqual(test.begun, ["one"]);
  await test.end("one");
  assert.deepEqual(test.begun, ["one", "two"]);
  await test.end("two");
  assert.deepEqual(test.begun, ["one", "two", "three"]);
});

Deno.test("AnswerQueue answers questions of other lobbies meanwhile", () => {
  const test = new Fixture();
  test.add("one");
  test.add("two", GAMES);
  assert.deepEqual(test.begun, ["one", "two"]);
});

Deno.test("AnswerQueue.length counts the one being answered, and none that was called off", async () => {
  const test = new Fixture();
  test.add("one");
  const two = test.add("two");
  test.add("three");
  assert.deepEqual([test.queue.length(GENERAL), test.queue.length(GAMES)], [3, 0]);
  two.abort();
  assert.equal(test.queue.length(GENERAL), 2);
  await test.end("one");
  await test.end("two");
  assert.equal(test.queue.length(GENERAL), 1);
});

Deno.test("AnswerQueue.cancel calls off what matches in every lobby, begun or not", () => {
  const test = new Fixture();
  const signals = [test.add("a1"), test.add("b1"), test.add("a2"), test.add("a3", GAMES)].map((each) =>
    each.signal
  );
  test.queue.cancel(({ name }) => name.startsWith("a"));
  assert.deepEqual(signals.map(({ aborted }) => aborted), [true, false, true, true]);
});

Deno.test("AnswerQueue.idle waits for every question of every lobby, also those that come meanwhile in a line", async () => {
  const test = new Fixture();
  test.add("one");
  test.add("two", GAMES);
  let idle = false;
  const done = test.queue.idle().then(() => idle = true);
  test.add("three");
  for (const name of ["one", "two"]) await test.end(name);
  assert.equal(idle, false);
  await test.end("three");
  await done;
});

Deno.test("AnswerQueue begins a line anew after it ran empty", async () => {
  const test = new Fixture();
  test.add("one");
  await test.end("one");
  await test.queue.idle();
  test.add("two");
  assert.deepEqual(test.begun, ["one", "two"]);
});

// When an answer that comes is shown, and what of it.

import assert from "node:assert/strict";
import { type EntryId, entryIds, type TurnId } from "../../../../lib/domain/ids.ts";
import { NotStored } from "../../../../lib/domain/problem.ts";
import type { AnswerGrew, Entry, Outcome } from "../../../../lib/journal/entry.ts";
import type { Journal } from "../../../../lib/journal/journal.ts";
import { Growth } from "../../../../lib/services/assistant/growth.ts";

const TURN = 7 as TurnId;

class Fixture implements Journal {
  readonly writable = true;
  readonly ids: EntryId[] = [];
  readonly entries: AnswerGrew[] = [];
  now = 1_000_000;
  broken = false;
  readonly growth = new Growth({
    journal: this,
    clock: { now: () => this.now },
    turn: TURN,
    newEntryId: entryIds(),
  });

  append<E extends Entry>(entry: E, id: EntryId): Promise<Outcome<E>> {
    assert.equal(entry.type, "answer-grew");
    this.ids.push(id);
    this.entries.push(entry as AnswerGrew);
    if (this.broken) return Promise.reject(new NotStored("disk full"));
    return Promise.resolve({ granted: true, value: null } as Outcome<E>);
  }

  /** Adds parts with so many milliseconds before each. */
  add(...parts: readonly (readonly [ms: number, part: string])[]): void {
    for (const [ms, part] of parts) {
      this.now += ms;
      this.growth.add(part);
    }
  }

  get shown(): readonly string[] {
    return this.entries.map(({ lines }) => lines.join("/"));
  }
}

Deno.test("Growth shows finished lines, all that there are so far each time", () => {
  const test = new Fixture();
  test.add([0, "one\ntw"], [250, "o\nthree"]);
  assert.deepEqual(test.shown, ["one", "one/two"]);
  assert.deepEqual(test.entries.map(({ turn, at }) => [turn, at]), [[TURN, 1_000_000], [TURN, 1_000_250]]);
  assert.equal(new Set(test.ids).size, 2);
});

Deno.test("Growth shows nothing while no further line is finished", () => {
  const test = new Fixture();
  test.add([0, "on"], [250, "e"], [250, " and"], [250, " more\nt"], [250, "wo"]);
  assert.deepEqual(test.shown, ["one and more"]);
});

Deno.test("Growth looks at most every 250 ms, and then at all that came", () => {
  const test = new Fixture();
  test.add([0, "one\n"], [100, "two\n"], [149, "three\n"], [1, "four\n"]);
  assert.deepEqual(test.shown, ["one", "one/two/three/four"]);
});

Deno.test("Growth goes on when the clock is set back", () => {
  const test = new Fixture();
  test.add([0, "one\n"], [-3_600_000, "two\n"], [100, "three\n"], [150, "four\n"]);
  assert.deepEqual(test.shown, ["one", "one/two", "one/two/three/four"]);
});

Deno.test("Growth.lines is the whole of what came", () => {
  const test = new Fixture();
  assert.deepEqual(test.growth.lines, []);
  test.add([0, "**one**\ntw"], [1, "o"]);
  assert.deepEqual(test.growth.lines, ["one", "two"]);
});

Deno.test("Growth is full when there is more than is shown of an answer", () => {
  const test = new Fixture();
  test.add([0, "word ".repeat(790)]);
  assert.equal(test.growth.full, false);
  test.add([250, "word ".repeat(20)]);
  assert.equal(test.growth.full, true);
});

Deno.test("Growth ends where it cannot be stored, and the whole is not lost", async () => {
  const test = new Fixture();
  test.broken = true;
  test.add([0, "one\n"]);
  await Promise.resolve();
  test.broken = false;
  test.add([250, "two\n"]);
  assert.deepEqual(test.shown, ["one"]);
  assert.deepEqual(test.growth.lines, ["one", "two"]);
});

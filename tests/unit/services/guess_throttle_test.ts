// Wrong guesses slow the next ones; right ones do not; and sending many at once gains nothing.

import assert from "node:assert/strict";
import fc from "fast-check";
import { Refusal } from "../../../lib/domain/problem.ts";
import { GuessThrottle } from "../../../lib/services/guess_throttle.ts";
import { FakeClock } from "../../support/fake_clock.ts";

const OPTIONS = { free: 3, firstWait: 1000, maxWait: 60_000, forgetAfter: 3_600_000 };

function setUp(options: Partial<typeof OPTIONS> = {}) {
  const clock = new FakeClock();
  const throttle = new GuessThrottle({ clock, ...OPTIONS, ...options });
  /** Guesses; gives back "right", "wrong", or what a refusal says. */
  const guess = async (keys: readonly string[], ok: boolean): Promise<string> => {
    try {
      const verdict = await throttle.guess(keys, () => Promise.resolve({ ok }));
      return verdict.ok ? "right" : "wrong";
    } catch (error) {
      assert.ok(error instanceof Refusal);
      assert.equal(error.problem.code, "busy");
      return error.problem.text;
    }
  };
  const wrong = (...keys: string[]) => guess(keys, false);
  const right = (...keys: string[]) => guess(keys, true);
  return { clock, throttle, wrong, right };
}

/** Checks that a test decides, in the order in which they begin. */
function openChecks() {
  const open: ((verdict: { readonly ok: boolean } | Error) => void)[] = [];
  let most = 0;
  return {
    open,
    get most() {
      return most;
    },
    check: () =>
      new Promise<{ readonly ok: boolean }>((resolve, reject) => {
        open.push((verdict) => verdict instanceof Error ? reject(verdict) : resolve(verdict));
        most = Math.max(most, open.length);
      }),
  };
}

/** Lets everything that waits for nothing but promises go on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

Deno.test("GuessThrottle lets the first wrong guesses pass and then doubles the wait up to the most", async () => {
  const { clock, wrong } = setUp({ maxWait: 5000 });
  for (let count = 0; count < 3; count++) assert.equal(await wrong("alice"), "wrong");
  for (const seconds of [1, 2, 4, 5, 5]) {
    const text = `Too many wrong passwords. Try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`;
    assert.equal(await wrong("alice"), text);
    clock.advance(seconds * 1000 - 1);
    assert.equal(await wrong("alice"), "Too many wrong passwords. Try again in 1 second.");
    clock.advance(1);
    assert.equal(await wrong("alice"), "wrong");
  }
});

Deno.test("GuessThrottle refuses a right guess as well when it is too early", async () => {
  const { wrong, right } = setUp();
  for (let count = 0; count < 3; count++) await wrong("alice");
  assert.match(await right("alice"), /Try again in 1 second/);
});

Deno.test("GuessThrottle never slows right guesses", async () => {
  const { right } = setUp();
  for (let count = 0; count < 50; count++) assert.equal(await right("alice", "192.0.2.1"), "right");
});

Deno.test("GuessThrottle is not cleared by a right guess", async () => {
  const { wrong, right } = setUp();
  for (const name of ["alice", "bob", "carol"]) {
    await wrong(name, "192.0.2.1");
    if (name !== "carol") await right("mallory", "192.0.2.1");
  }
  assert.match(await wrong("dave", "192.0.2.1"), /Try again in 1 second/);
});

Deno.test("GuessThrottle counts each key by itself and obeys the longest wait", async () => {
  const { wrong } = setUp();
  for (let count = 0; count < 3; count++) await wrong("alice", "192.0.2.1");
  assert.equal(await wrong("alice2", "192.0.2.2"), "wrong");
  assert.match(await wrong("alice", "192.0.2.2"), /1 second/);
  assert.match(await wrong("bob", "192.0.2.1"), /1 second/);
  assert.equal(await wrong("bob", "192.0.2.2"), "wrong");
});

Deno.test("GuessThrottle forgets a key without wrong guesses after a time", async () => {
  const { clock, wrong } = setUp({ maxWait: 8000, forgetAfter: 10_000 });
  for (let count = 0; count < 3; count++) await wrong("alice");
  clock.advance(9999);
  assert.equal(await wrong("alice"), "wrong");
  assert.match(await wrong("alice"), /2 seconds/);
  clock.advance(10_000);
  for (let count = 0; count < 3; count++) assert.equal(await wrong("alice"), "wrong");
});

Deno.test("GuessThrottle holds nobody up when the clock is set back", async () => {
  let now = 1_000_000_000;
  const throttle = new GuessThrottle({ clock: { now: () => now }, ...OPTIONS });
  const wrong = () => throttle.guess(["alice"], () => Promise.resolve({ ok: false }));
  for (let count = 0; count < 3; count++) await wrong();
  now -= 3_000_000;
  assert.deepEqual(await wrong(), { ok: false });
});

Deno.test("GuessThrottle checks no more of a hundred guesses at once than may be wrong", async () => {
  const { throttle } = setUp();
  const checks = openChecks();
  const guesses = Array.from({ length: 100 }, () => throttle.guess(["alice"], checks.check));
  const outcomes = Promise.allSettled(guesses);
  await settled();
  assert.equal(checks.open.length, 3);
  for (const decide of checks.open) decide({ ok: false });
  const kinds = (await outcomes).map(({ status }) => status);
  assert.equal(checks.open.length, 3);
  assert.equal(kinds.filter((kind) => kind === "fulfilled").length, 3);
});

Deno.test("GuessThrottle checks one guess at a time once the free ones are gone", async () => {
  const { throttle, clock, wrong } = setUp();
  for (let count = 0; count < 3; count++) await wrong("alice");
  clock.advance(1000);
  const checks = openChecks();
  const outcomes = Promise.allSettled([1, 2, 3].map(() => throttle.guess(["alice"], checks.check)));
  await settled();
  assert.equal(checks.open.length, 1);
  checks.open[0]?.({ ok: false });
  assert.deepEqual((await outcomes).map(({ status }) => status), ["fulfilled", "rejected", "rejected"]);
});

Deno.test("GuessThrottle lets a hundred right guesses at once in, a few at a time", async () => {
  const { throttle } = setUp();
  const checks = openChecks();
  const guesses = Array.from(
    { length: 100 },
    (_, user) => throttle.guess([`user${user}`, "192.0.2.1"], checks.check),
  );
  const outcomes = Promise.all(guesses);
  for (let decided = 0; decided < 100; decided++) {
    await settled();
    assert.ok(checks.open.length <= 3, `${checks.open.length} at once`);
    checks.open.shift()?.({ ok: true });
  }
  assert.equal((await outcomes).length, 100);
  assert.equal(checks.most, 3);
});

Deno.test("GuessThrottle does not count a guess that could not be checked", async () => {
  const { throttle, wrong } = setUp();
  for (let count = 0; count < 10; count++) {
    const guess = throttle.guess(["alice"], () => Promise.reject(new Error("no memory")));
    await assert.rejects(guess, /no memory/);
  }
  for (let count = 0; count < 3; count++) assert.equal(await wrong("alice"), "wrong");
});

Deno.test("GuessThrottle lets the next guess go on when one could not be checked", async () => {
  const { throttle } = setUp({ free: 1 });
  const checks = openChecks();
  const [first, second] = [1, 2].map(() => throttle.guess(["alice"], checks.check));
  await settled();
  checks.open[0]?.(new Error("no memory"));
  await assert.rejects(first ?? Promise.resolve(), /no memory/);
  await settled();
  checks.open[1]?.({ ok: true });
  assert.deepEqual(await second, { ok: true });
});

Deno.test("GuessThrottle keeps 10,000 keys and forgets the one whose last wrong guess is the oldest", async () => {
  const { wrong } = setUp({ free: 2 });
  for (const key of ["first", "second", "second", "first"]) await wrong(key);
  for (let other = 0; other < 9998; other++) await wrong(`other${other}`);
  assert.match(await wrong("second"), /Try again/);
  await wrong("one more");
  assert.match(await wrong("first"), /Try again/);
  assert.equal(await wrong("second"), "wrong");
});

Deno.test("GuessThrottle never checks wrong guesses faster than its waits allow", async () => {
  const pauses = fc.array(fc.oneof(fc.nat(300), fc.nat(20_000)), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(pauses, async (pauses) => {
      const { clock, wrong } = setUp({ maxWait: 16_000 });
      const checkedAt: number[] = [];
      for (const pause of pauses) {
        clock.advance(pause);
        if (await wrong("alice") === "wrong") checkedAt.push(clock.now());
      }
      for (let guess = 3; guess < checkedAt.length; guess++) {
        const gap = (checkedAt[guess] ?? 0) - (checkedAt[guess - 1] ?? 0);
        assert.ok(gap >= Math.min(16_000, 1000 * 2 ** (guess - 3)), `guess ${guess} after ${gap} ms`);
      }
    }),
    { numRuns: 50 },
  );
});

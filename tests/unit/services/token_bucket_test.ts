// How many tokens there are, and when; and that buckets nobody needs are forgotten.

import assert from "node:assert/strict";
import fc from "fast-check";
import { type Rate, TokenBuckets } from "../../../lib/services/token_bucket.ts";

/** 5 tokens in 10 s: one comes every 2 s. */
const RATE: Rate = { tokens: 5, perMilliseconds: 10_000 };
const NOW = 1_728_746_000_000;

function drained(rate: Rate, at: number): TokenBuckets<string> {
  const buckets = new TokenBuckets<string>(rate);
  for (let count = 0; count < rate.tokens; count++) assert.equal(buckets.take("alice", at), 0);
  return buckets;
}

Deno.test("TokenBuckets gives all tokens at once and then says how long the next one takes", () => {
  const buckets = drained(RATE, NOW);
  assert.equal(buckets.take("alice", NOW), 2000);
  assert.equal(buckets.take("alice", NOW + 1500), 500);
  assert.equal(buckets.take("alice", NOW + 2000), 0);
  assert.equal(buckets.take("alice", NOW + 2000), 2000);
});

Deno.test("TokenBuckets keeps a bucket per key", () => {
  const buckets = drained(RATE, NOW);
  assert.equal(buckets.take("bob", NOW), 0);
  assert.equal(buckets.take("alice", NOW), 2000);
});

Deno.test("TokenBuckets holds no more tokens than a full bucket, however long nobody took one", () => {
  const buckets = drained(RATE, NOW);
  const later = NOW + 3_600_000;
  for (let count = 0; count < 5; count++) assert.equal(buckets.take("alice", later), 0);
  assert.equal(buckets.take("alice", later), 2000);
});

Deno.test("TokenBuckets takes nothing when it refuses", () => {
  const buckets = drained(RATE, NOW);
  for (let ms = 0; ms < 2000; ms += 100) assert.equal(buckets.take("alice", NOW + ms), 2000 - ms);
  assert.equal(buckets.take("alice", NOW + 2000), 0);
});

Deno.test("TokenBuckets goes on when the clock is set back", () => {
  const buckets = drained(RATE, NOW);
  const earlier = NOW - 3_600_000;
  assert.equal(buckets.take("alice", earlier), 2000);
  assert.equal(buckets.take("alice", earlier + 2000), 0);
});

Deno.test("TokenBuckets forgets buckets that are full again", () => {
  const buckets = new TokenBuckets<number>(RATE);
  for (let user = 0; user < 1000; user++) buckets.take(user, NOW + user);
  assert.equal(buckets.size, 1000);
  buckets.take(0, NOW + 10_000);
  buckets.take(0, NOW + 20_000);
  assert.equal(buckets.size, 1);
});

Deno.test("TokenBuckets forgets when the clock was set back, too", () => {
  const buckets = new TokenBuckets<number>(RATE);
  for (let user = 0; user < 1000; user++) buckets.take(user, NOW);
  for (const later of [0, 10_000, 20_000]) buckets.take(0, NOW - 3_600_000 + later);
  assert.equal(buckets.size, 1);
});

Deno.test("TokenBuckets stays small while ever new keys come", () => {
  const buckets = new TokenBuckets<number>(RATE);
  let most = 0;
  for (let user = 0; user < 5000; user++) {
    buckets.take(user, NOW + 100 * user);
    most = Math.max(most, buckets.size);
  }
  // 100 keys in the time of a refill; two such spans are kept.
  assert.ok(most <= 200, `${most} buckets`);
});

const anyRate = fc.record({
  tokens: fc.integer({ min: 1, max: 20 }),
  perMilliseconds: fc.integer({ min: 1, max: 20_000 }),
});
const steps = fc.array(
  fc.record({
    user: fc.integer({ min: 0, max: 3 }),
    later: fc.oneof(fc.constant(0), fc.nat(500), fc.nat(30_000)),
  }),
  { maxLength: 80 },
);

Deno.test("TokenBuckets says exactly when a token is there", () => {
  fc.assert(fc.property(anyRate, fc.nat(5000), (rate, later) => {
    const wait = drained(rate, NOW).take("alice", NOW + later);
    if (wait === 0) return;
    assert.ok(drained(rate, NOW).take("alice", NOW + later + wait - 1) > 0);
    assert.equal(drained(rate, NOW).take("alice", NOW + later + wait), 0);
  }));
});

Deno.test("TokenBuckets answers as if nothing were ever forgotten", () => {
  fc.assert(fc.property(anyRate, steps, (rate, steps) => {
    const buckets = new TokenBuckets<number>(rate);
    // By user: how much is missing from a full bucket, in units of which each millisecond brings `tokens` back.
    const missing = new Map<number, { readonly amount: number; readonly at: number }>();
    const { tokens, perMilliseconds } = rate;
    let now = NOW;
    for (const { user, later } of steps) {
      now += later;
      const last = missing.get(user) ?? { amount: 0, at: now };
      const amount = Math.max(0, last.amount - (now - last.at) * tokens) + perMilliseconds;
      const over = amount - tokens * perMilliseconds;
      assert.equal(buckets.take(user, now), over > 0 ? Math.ceil(over / tokens) : 0);
      if (over <= 0) missing.set(user, { amount, at: now });
    }
  }));
});

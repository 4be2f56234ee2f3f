// How often somebody may do something: a token bucket for each.

/** `tokens` at once, and as many again in every `perMilliseconds`. Both are whole numbers, at least 1. */
export interface Rate {
  readonly tokens: number;
  readonly perMilliseconds: number;
}

/** `credit` as it was at `at`. */
interface Bucket {
  credit: number;
  at: number;
}

/**
 * One bucket per key, full at first, refilled steadily. Times are whole milliseconds.
 *
 * A bucket is full once nobody asked for `perMilliseconds`, so it may be forgotten then. Two generations do that without
 * a timer and without a search: a bucket in use moves to the young one, and when the young one has that age the old one
 * is dropped whole. Kept are the keys of two such spans at most.
 */
export class TokenBuckets<Key> {
  readonly #rate: Rate;
  #young = new Map<Key, Bucket>();
  #old = new Map<Key, Bucket>();
  #turnedAt = -Infinity;

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** How many buckets are kept in memory. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** Takes a token and returns 0; or takes none and returns the milliseconds until there is one. */
  take(key: Key, now: number): number {
    this.#turn(now);
    const { tokens, perMilliseconds } = this.#rate;
    const bucket = this.#bucket(key, now);
    // Credit counts in units of which each millisecond brings `tokens`: a token is whole, and nothing is rounded.
    const earned = Math.max(0, now - bucket.at) * tokens;
    bucket.credit = Math.min(tokens * perMilliseconds, bucket.credit + earned);
    bucket.at = now;
    if (bucket.credit < perMilliseconds) return Math.ceil((perMilliseconds - bucket.credit) / tokens);
    bucket.credit -= perMilliseconds;
    return 0;
  }

  #bucket(key: Key, now: number): Bucket {
    let bucket = this.#young.get(key);
    if (bucket) return bucket;
    bucket = this.#old.get(key);
    if (bucket) this.#old.delete(key);
    else bucket = { credit: this.#rate.tokens * this.#rate.perMilliseconds, at: now };
    this.#young.set(key, bucket);
    return bucket;
  }

  #turn(now: number): void {
    const age = now - this.#turnedAt;
    // A clock that was set back must not keep the generations from turning.
    if (age >= 0 && age < this.#rate.perMilliseconds) return;
    this.#old = this.#young;
    this.#young = new Map();
    this.#turnedAt = now;
  }
}

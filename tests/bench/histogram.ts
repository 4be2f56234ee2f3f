// Durations by the million in a few kilobytes: what percentiles need.

/** Buckets per power of two: a figure is at most 1/64 above the true one. */
const STEPS = 64;
const BUCKETS = STEPS * 26;

/** Counts whole numbers from 0 to 2^31 - 1, here microseconds; greater ones count as the greatest. */
export class Histogram {
  readonly #counts = new Float64Array(BUCKETS);
  #count = 0;
  #worst = 0;

  get count(): number {
    return this.#count;
  }

  get worst(): number {
    return this.#worst;
  }

  record(value: number): void {
    const whole = Math.min(Math.max(0, Math.round(value)), 2 ** 31 - 1);
    const bucket = bucketOf(whole);
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#count++;
    if (whole > this.#worst) this.#worst = whole;
  }

  /** The value that `share` (0 to 1) of all values do not exceed; 0 when there are none. */
  percentile(share: number): number {
    const rank = Math.max(1, Math.ceil(this.#count * share));
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      seen += this.#counts[bucket] ?? 0;
      if (seen >= rank) return Math.min(greatestOf(bucket), this.#worst);
    }
    return this.#worst;
  }

  clear(): void {
    this.#counts.fill(0);
    this.#count = 0;
    this.#worst = 0;
  }
}

/** Values below 2 * STEPS have a bucket each; from there on each power of two has STEPS. */
function bucketOf(value: number): number {
  const shift = Math.max(0, 31 - Math.clz32(value) - Math.log2(STEPS));
  return shift * STEPS + (value >> shift);
}

function greatestOf(bucket: number): number {
  const shift = Math.max(0, Math.floor(bucket / STEPS) - 1);
  return (bucket - shift * STEPS + 1) * 2 ** shift - 1;
}

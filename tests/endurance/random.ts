// Numbers that look random and are the same for the same seeds, on every machine and in every version of Deno.

export class Random {
  #state: number;

  /** Different seeds, also in different order, give unrelated numbers. Each is a whole number. */
  constructor(...seeds: readonly number[]) {
    this.#state = seeds.reduce((state, seed) => mixed(state ^ mixed(seed + 1)) + 1, 0);
  }

  /** A whole number of 32 bits. This is the generator mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    return mixed(this.#state);
  }

  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number {
    return this.next() % limit;
  }

  /** True so many times in one. */
  chance(share: number): boolean {
    return this.next() < share * 2 ** 32;
  }

  pick<T>(choices: ArrayLike<T>): T {
    const choice = choices[this.below(choices.length)];
    if (choice === undefined) throw new RangeError("there is nothing to choose from");
    return choice;
  }
}

function mixed(number: number): number {
  let mix = Math.imul(number ^ number >>> 15, number | 1);
  mix ^= mix + Math.imul(mix ^ mix >>> 7, mix | 61);
  return (mix ^ mix >>> 14) >>> 0;
}

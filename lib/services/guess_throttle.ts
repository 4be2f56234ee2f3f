// Slows the guessing of passwords: after the first few, every wrong guess makes the next one wait longer.

import { subscriberOf } from "../domain/address.ts";
import type { Clock } from "../domain/clock.ts";
import { formatWait } from "../domain/duration.ts";
import { nameLook, type UserName } from "../domain/names.ts";
import { refuse } from "../domain/problem.ts";

/** Times are in milliseconds. */
export interface GuessThrottleOptions {
  readonly clock: Pick<Clock, "now">;
  /** So many wrong guesses cost no wait. */
  readonly free: number;
  /** The wait after the last free one; doubles with each further wrong guess, up to `maxWait`. */
  readonly firstWait: number;
  readonly maxWait: number;
  /** A key without a wrong guess for so long is as new. Longer than `maxWait`. */
  readonly forgetAfter: number;
}

/** Who guesses at the password of a name, from where: the same keys at each place where that can be tried. */
export function nameGuessKeys(name: UserName, address: string): readonly string[] {
  return [`address ${subscriberOf(address)}`, `name ${nameLook(name)}`];
}

interface WrongGuesses {
  readonly count: number;
  readonly lastAt: number;
}

/** Beyond that the key whose last wrong guess is the oldest is forgotten; it is the first to expire as well. */
const MOST_KEYS = 10_000;

/**
 * Guards every place where a password can be tried. Who guesses, and at what, is given as keys (an address, a name);
 * each key counts by itself, and the one with the longest wait decides.
 *
 * There is one method, around the whole check, so that no guess can begin without being counted in the end. A guess
 * under way is held to be wrong: no more of them run at one time than could all be wrong without a wait, and others
 * stand in line. So a hundred guesses sent at once gain nothing, and a hundred right ones are all let in. A session has
 * one guess under way, so the line is no longer than there are sessions.
 *
 * A right guess counts for nothing, and clears nothing: else whoever has one password could clear the count of an
 * address between guesses at another.
 */
export class GuessThrottle {
  readonly #options: GuessThrottleOptions;
  /** By the time of the last wrong guess, oldest first. */
  readonly #wrong = new Map<string, WrongGuesses>();
  readonly #underWay = new Map<string, number>();
  #inLine: (() => void)[] = [];

  constructor(options: GuessThrottleOptions) {
    this.#options = options;
  }

  /**
   * Runs `check` and gives back its verdict. Rejects with a Refusal that says how long to wait, `busy`, when it is too
   * early for a guess; nothing is checked or counted then. Nor is a guess counted whose `check` rejects.
   */
  async guess<Verdict extends { readonly ok: boolean }>(
    keys: readonly string[],
    check: () => Promise<Verdict>,
  ): Promise<Verdict> {
    await this.#begin(keys);
    try {
      const verdict = await check();
      if (!verdict.ok) keys.forEach((key) => this.#countWrong(key));
      return verdict;
    } finally {
      this.#end(keys);
    }
  }

  async #begin(keys: readonly string[]): Promise<void> {
    while (true) {
      const wait = Math.max(0, ...keys.map((key) => this.#waitFor(key)));
      if (wait > 0) {
        refuse("busy", `Too many wrong passwords. Try again in ${formatWait(wait)}.`);
      }
      if (keys.every((key) => this.#hasRoom(key))) break;
      await new Promise<void>((resolve) => this.#inLine.push(resolve));
    }
    for (const key of keys) this.#underWay.set(key, (this.#underWay.get(key) ?? 0) + 1);
  }

  #end(keys: readonly string[]): void {
    for (const key of keys) {
      const others = (this.#underWay.get(key) ?? 0) - 1;
      if (others > 0) this.#underWay.set(key, others);
      else this.#underWay.delete(key);
    }
    const inLine = this.#inLine;
    this.#inLine = [];
    for (const lookAgain of inLine) lookAgain();
  }

  /** Milliseconds until a guess may begin. */
  #waitFor(key: string): number {
    const { clock, free, firstWait, maxWait } = this.#options;
    const wrong = this.#wrongOf(key);
    if (!wrong || wrong.count < free) return 0;
    const wait = Math.min(maxWait, firstWait * 2 ** (wrong.count - free));
    return Math.max(0, wrong.lastAt + wait - clock.now());
  }

  #hasRoom(key: string): boolean {
    const room = Math.max(1, this.#options.free - (this.#wrongOf(key)?.count ?? 0));
    return (this.#underWay.get(key) ?? 0) < room;
  }

  #countWrong(key: string): void {
    const count = (this.#wrongOf(key)?.count ?? 0) + 1;
    this.#wrong.delete(key);
    this.#wrong.set(key, { count, lastAt: this.#options.clock.now() });
    if (this.#wrong.size <= MOST_KEYS) return;
    const [oldest] = this.#wrong.keys();
    if (oldest !== undefined) this.#wrong.delete(oldest);
  }

  #wrongOf(key: string): WrongGuesses | undefined {
    const { clock, forgetAfter } = this.#options;
    const wrong = this.#wrong.get(key);
    if (!wrong) return undefined;
    const age = clock.now() - wrong.lastAt;
    // A clock that was set back would hold the key for as long as it was set back.
    return age >= 0 && age < forgetAfter ? wrong : undefined;
  }
}

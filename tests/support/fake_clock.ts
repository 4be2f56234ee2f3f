// A clock that stands still until a test turns it.

import type { Clock } from "../../lib/domain/clock.ts";

interface Timer {
  due: number;
  readonly ms: number;
  readonly work: () => void;
}

/** 2024-10-12 15:13:02 in local time, so that the times in rendered lines are the same in every time zone. */
const START = new Date(2024, 9, 12, 15, 13, 2).getTime();
/** How every event line of that second begins. */
export const STAMP = "[2024-10-12 15:13:02]";

export class FakeClock implements Clock {
  #now: number;
  // In the order in which they were armed.
  readonly #timers = new Set<Timer>();
  #waiters: { readonly ms: number | undefined; readonly resolve: () => void }[] = [];

  /** `now` in milliseconds since 1970-01-01 UTC. */
  constructor(now: number = START) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, work: () => void): () => void {
    const timer = { due: this.#now + Math.max(0, ms), ms, work };
    this.#timers.add(timer);
    const [met, unmet] = [true, false].map((is) =>
      this.#waiters.filter((waiter) => fits(timer, waiter.ms) === is)
    );
    this.#waiters = unmet ?? [];
    met?.forEach((waiter) => waiter.resolve());
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** What the timers not yet run were armed with, in milliseconds, in the order in which they were armed. */
  get armed(): readonly number[] {
    return [...this.#timers].map((timer) => timer.ms);
  }

  /**
   * Lets `ms` milliseconds pass: runs every timer that comes due, in order, each at its own time, and those that are
   * armed meanwhile as well. What waits for a promise goes on only when the test awaits something.
   */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`time does not go back: ${ms} ms`);
    const end = this.#now + ms;
    for (let timer = this.#first(end); timer !== undefined; timer = this.#first(end)) {
      this.#timers.delete(timer);
      this.#now = timer.due;
      timer.work();
    }
    this.#now = end;
  }

  /** Sets the clock back as an operator does: timers run on, as if it had not happened. */
  setBack(ms: number): void {
    this.#now -= ms;
    for (const timer of this.#timers) timer.due -= ms;
  }

  /**
   * Resolves when a timer is armed, at once when one is: the code under test has come so far that it waits. With `ms`
   * only a timer of that length counts.
   */
  whenArmed(ms?: number): Promise<void> {
    for (const timer of this.#timers) if (fits(timer, ms)) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push({ ms, resolve }));
  }

  /** The next timer to run up to `end`; of those due at one time, the one armed first. */
  #first(end: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.due <= end && (first === undefined || timer.due < first.due)) first = timer;
    }
    return first;
  }
}

function fits(timer: Timer, ms: number | undefined): boolean {
  return ms === undefined || timer.ms === ms;
}

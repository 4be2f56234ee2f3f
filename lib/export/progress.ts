// How far an export has come, on a terminal.

import type { Clock } from "../domain/clock.ts";

/** The least time between two sights of the count, in milliseconds. */
const EVERY = 300;

/** Counts rows; shows the count over itself, on one line, and leaves the last one standing. */
export class Progress implements Disposable {
  readonly #show: (text: string) => void;
  readonly #clock: Clock;
  #rows = 0;
  #shownAt: number;
  #shown = false;

  /** `show` writes to the terminal. A short export shows nothing. */
  constructor(show: (text: string) => void, clock: Clock) {
    this.#show = show;
    this.#clock = clock;
    this.#shownAt = clock.now();
  }

  add(rows: number): void {
    this.#rows += rows;
    const now = this.#clock.now();
    if (now - this.#shownAt < EVERY) return;
    this.#shownAt = now;
    this.#shown = true;
    this.#show(this.#line());
  }

  [Symbol.dispose](): void {
    if (this.#shown) this.#show(`${this.#line()}\n`);
  }

  // The count only grows, so a line always covers the one before.
  #line(): string {
    return `\r${this.#rows.toLocaleString("en")} rows`;
  }
}

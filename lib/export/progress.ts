// How far something long has come, on a terminal.

import type { Clock } from "../domain/clock.ts";

/** The least time between two sights of how far it is, in milliseconds. */
const EVERY = 300;

/** Shows a text over the one before, on one line, and leaves the last one standing. */
export class Progress implements Disposable {
  readonly #write: (text: string) => void;
  readonly #clock: Clock;
  #text = "";
  #shownAt: number;
  #shown: string | undefined;

  /** `write` writes to the terminal. What is short shows nothing. */
  constructor(write: (text: string) => void, clock: Clock) {
    this.#write = write;
    this.#clock = clock;
    this.#shownAt = clock.now();
  }

  /** How far it is, if it is time to show that again. */
  now(text: string): void {
    this.#text = text;
    if (this.#clock.now() - this.#shownAt >= EVERY) this.#show();
  }

  /** What begins, as it may be long before the next text. */
  begin(text: string): void {
    this.#text = text;
    this.#show();
  }

  [Symbol.dispose](): void {
    if (this.#shown !== undefined) this.#show("\n");
  }

  #show(end = ""): void {
    // A shorter text covers the one before as well.
    this.#write(`\r${this.#text.padEnd(this.#shown?.length ?? 0)}${end}`);
    this.#shown = this.#text;
    this.#shownAt = this.#clock.now();
  }
}

// What one connection of the load generator receives: lines, which are counted, and looked into where somebody asks.

import { LineCounter } from "./line_counter.ts";
import { MESSAGE_BYTES } from "./message.ts";

const LF = 10;
const NOTHING = new Uint8Array(0);

/** Lines that all clients received. */
export interface Tally {
  lines: number;
}

/** Called with each line, from `start` to `end`, its newline not included. `bytes` is used again afterwards. */
export type OnLine = (bytes: Uint8Array, start: number, end: number) => void;

export class Incoming {
  /** Lines received. */
  lines = 0;
  /** Runs after each read, when its lines have been looked into; there were `before` lines before it. */
  onRead: ((before: number) => void) | undefined;
  readonly #tally: Tally;
  #onLine: OnLine | undefined;
  #counter = new LineCounter(MESSAGE_BYTES + 1);
  /** The beginning of a line that goes on. */
  #begun: Uint8Array = NOTHING;

  constructor(tally: Tally) {
    this.#tally = tally;
  }

  /** From the next read on, `onLine` looks into each line. */
  look(onLine: OnLine): void {
    this.#onLine = onLine;
    this.#begun = NOTHING;
  }

  /** From the next read on, lines are counted alone. None may be shorter than a message, and none may have begun. */
  count(): void {
    this.#onLine = undefined;
    this.#counter = new LineCounter(MESSAGE_BYTES + 1);
  }

  /** Takes a read: `bytes` up to `end`. */
  take(bytes: Uint8Array, end: number): void {
    const before = this.lines;
    const lines = this.#onLine ? this.#cut(bytes, end, this.#onLine) : this.#counter.count(bytes, 0, end);
    this.lines += lines;
    this.#tally.lines += lines;
    this.onRead?.(before);
  }

  #cut(bytes: Uint8Array, end: number, onLine: OnLine): number {
    let lines = 0;
    let start = 0;
    for (let at = 0; at < end; at++) {
      if (bytes[at] !== LF) continue;
      if (start === 0 && this.#begun.length > 0) {
        const whole = joined(this.#begun, bytes.subarray(0, at));
        onLine(whole, 0, whole.length);
      } else onLine(bytes, start, at);
      lines++;
      start = at + 1;
    }
    // A read that ends no line goes on with what was begun.
    const rest = bytes.slice(start, end);
    this.#begun = lines === 0 ? joined(this.#begun, rest) : rest;
    return lines;
  }
}

function joined(begun: Uint8Array, more: Uint8Array): Uint8Array {
  const whole = new Uint8Array(begun.length + more.length);
  whole.set(begun);
  whole.set(more, begun.length);
  return whole;
}

// Counts the lines in a stream of bytes without looking at each byte.

const LF = 10;

/**
 * No line may be shorter than a given length, so there is no need to look for an end before that. Lines of one run are
 * mostly of one length: the counter looks first where a line of that length would end. A line that is too short after
 * all is missed, and then shows as missing.
 */
export class LineCounter {
  readonly #least: number;
  /** Bytes so far of the line that goes on. */
  #begun = 0;
  /** Bytes of the last line. */
  #usual = 0;

  /** `least`: bytes of the shortest line, its newline included. */
  constructor(least: number) {
    this.#least = least;
  }

  /** How many lines end in the next part of the stream, which is `bytes` from `start` to `end`. */
  count(bytes: Uint8Array, start: number, end: number): number {
    let lines = 0;
    let line = start - this.#begun;
    for (;;) {
      let at = this.#likelyEnd(line);
      if (at < start || at >= end || bytes[at] !== LF) {
        at = findNewline(bytes, Math.max(start, line + this.#least - 1), end);
        if (at >= end) break;
        this.#usual = at + 1 - line;
      }
      lines++;
      line = at + 1;
    }
    this.#begun = end - line;
    return lines;
  }

  /** What is as long as two lines may be two. */
  #likelyEnd(line: number): number {
    return this.#usual < 2 * this.#least ? line + this.#usual - 1 : -1;
  }
}

function findNewline(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== LF) at++;
  return at;
}

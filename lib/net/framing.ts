// Cuts the bytes of one connection into lines of text.

import type { Line } from "./connection.ts";

/** How many bytes a line may have, its end not counted. */
export const MAX_LINE_BYTES = 4096;

const LF = 10;
const CR = 13;
const BOM = "\uFEFF";
const NOTHING = new Uint8Array(0);
const NEWLINE = Uint8Array.of(LF);

// One serves all connections: it sees whole lines only, so it keeps nothing from one call to the next. Without
// `ignoreBOM` it would eat a U+FEFF at the start of every call.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Bytes in any split give the same lines. `\n` and `\r\n` end a line. Invalid UTF-8 becomes U+FFFD, a byte order mark
 * that opens the connection is dropped. A line over the limit gives one `too-long` as soon as that is known, and is
 * skipped to its end; no more than one line is ever kept.
 */
export class LineFramer {
  // Bytes, not text: a kept substring would keep all of the text that it was cut from.
  #tail: Uint8Array = NOTHING;
  #skipping = false;
  #started = false;

  /** The lines that these bytes complete. Keeps no reference to `bytes`. */
  feed(bytes: Uint8Array): Line[] {
    const lines: Line[] = [];
    let start = 0;
    if (this.#skipping) {
      start = bytes.indexOf(LF) + 1;
      if (start === 0) return lines;
      this.#skipping = false;
    }
    const end = bytes.lastIndexOf(LF) + 1;
    if (end > start) {
      this.#cut(this.#afterTail(bytes.subarray(start, end)), lines);
      this.#tail = NOTHING;
      start = end;
    }
    if (start < bytes.length) this.#keep(bytes.subarray(start), lines);
    return lines;
  }

  /** The peer has ended: what it sent after its last newline is a line as well. */
  end(): Line[] {
    return this.#tail.length > 0 ? this.feed(NEWLINE) : [];
  }

  #afterTail(bytes: Uint8Array): Uint8Array {
    if (this.#tail.length === 0) return bytes;
    const joined = new Uint8Array(this.#tail.length + bytes.length);
    joined.set(this.#tail);
    joined.set(bytes, this.#tail.length);
    return joined;
  }

  #keep(bytes: Uint8Array, lines: Line[]): void {
    const tail = this.#tail.length === 0 ? bytes.slice() : this.#afterTail(bytes);
    if (isTooLong(tail)) {
      this.#tail = NOTHING;
      this.#skipping = true;
      this.#refuse(lines);
    } else {
      this.#tail = tail;
    }
  }

  /** `block` ends with a newline. */
  #cut(block: Uint8Array, lines: Line[]): void {
    // A block that is no longer than a line may be is decoded at one go, which is far cheaper than line by line.
    if (block.length <= MAX_LINE_BYTES) return this.#split(block, lines);
    let start = 0;
    while (start < block.length) {
      const end = block.indexOf(LF, start);
      if (isTooLong(block.subarray(start, end))) this.#refuse(lines);
      else this.#split(block.subarray(start, end + 1), lines);
      start = end + 1;
    }
  }

  #split(block: Uint8Array, lines: Line[]): void {
    const text = decoder.decode(block);
    let start = !this.#started && text.startsWith(BOM) ? BOM.length : 0;
    this.#started = true;
    while (start < text.length) {
      const newline = text.indexOf("\n", start);
      const end = newline > start && text.charCodeAt(newline - 1) === CR ? newline - 1 : newline;
      lines.push({ kind: "text", text: text.slice(start, end) });
      start = newline + 1;
    }
  }

  #refuse(lines: Line[]): void {
    this.#started = true;
    lines.push({ kind: "too-long" });
  }
}

function isTooLong(line: Uint8Array): boolean {
  return line.length > MAX_LINE_BYTES + (line.at(-1) === CR ? 1 : 0);
}

// One connection of the load generator. It counts lines; it looks into them only where somebody asked for that.

import { LineCounter } from "./line_counter.ts";
import { MESSAGE_BYTES } from "./message.ts";

const LF = 10;
/** A viewer that is given a whole turn of a busy server at once takes it in one read. */
const BUFFER = 64 * 1024;

/** Lines that all clients received. */
export interface Tally {
  lines: number;
}

/** Called with each line, from `start` to `end`, its newline not included. `bytes` is used again afterwards. */
export type OnLine = (bytes: Uint8Array, start: number, end: number) => void;

export class LoadClient implements Disposable {
  /** Lines received. */
  lines = 0;
  /** Looks into each line. Undefined: they are counted only, and none may be shorter than a message. */
  onLine: OnLine | undefined = () => {};
  /** Runs after each read, when its lines have been handed to `onLine`; there were `before` lines before it. */
  onRead: ((before: number) => void) | undefined;
  /** Settles when nothing more comes. */
  readonly ended: Promise<void>;
  readonly #conn: Deno.TcpConn;
  readonly #tally: Tally;
  readonly #counter = new LineCounter(MESSAGE_BYTES + 1);
  readonly #buffer = new Uint8Array(BUFFER);
  /** Bytes at the front of the buffer that begin a line which goes on. */
  #kept = 0;
  #unsent: Uint8Array[] = [];
  #writing = false;
  #open = true;

  constructor(conn: Deno.TcpConn, tally: Tally) {
    this.#conn = conn;
    this.#tally = tally;
    conn.setNoDelay(true);
    this.ended = this.#read();
  }

  static async connect(port: number, tally: Tally): Promise<LoadClient> {
    return new LoadClient(await Deno.connect({ hostname: "127.0.0.1", port }), tally);
  }

  /** Queues bytes; never waits. */
  send(bytes: Uint8Array): void {
    this.#unsent.push(bytes);
    if (!this.#writing) this.#write();
  }

  [Symbol.dispose](): void {
    if (!this.#open) return;
    this.#open = false;
    this.#conn.close();
  }

  async #read(): Promise<void> {
    while (this.#open) {
      const into = this.#kept === 0 ? this.#buffer : this.#buffer.subarray(this.#kept);
      // A reset is an end as well; what is missing shows in the count.
      const count = await this.#conn.read(into).catch(() => null);
      if (count === null) break;
      this.#take(this.#kept + count);
    }
    this[Symbol.dispose]();
  }

  #take(end: number): void {
    const before = this.lines;
    const lines = this.onLine
      ? this.#cut(end, this.onLine)
      : this.#counter.count(this.#buffer, this.#kept, end);
    this.lines += lines;
    this.#tally.lines += lines;
    this.onRead?.(before);
  }

  #cut(end: number, onLine: OnLine): number {
    const buffer = this.#buffer;
    let lines = 0;
    let start = 0;
    for (let at = this.#kept; at < end; at++) {
      if (buffer[at] !== LF) continue;
      onLine(buffer, start, at);
      lines++;
      start = at + 1;
    }
    buffer.copyWithin(0, start, end);
    this.#kept = end - start;
    // No line is so long: what comes is not a chat, and must not stop the reading.
    if (this.#kept === buffer.length) this.#kept = 0;
    return lines;
  }

  async #write(): Promise<void> {
    this.#writing = true;
    try {
      for (let bytes = this.#unsent.shift(); bytes; bytes = this.#unsent.shift()) {
        for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await this.#conn.write(rest));
      }
    } catch {
      this[Symbol.dispose]();
    }
    this.#writing = false;
  }
}

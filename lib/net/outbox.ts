// What waits to be written to one peer: in order, one write in flight, bounded in bytes and in time.

import type { Clock } from "../domain/clock.ts";
import { ChunkQueue } from "./chunk_queue.ts";
import type { Outgoing } from "./connection.ts";

/** Bytes that may wait before live lines are skipped. */
export const BUDGET = 256 * 1024;
/** Bytes that may wait at all; one chunk that is larger still goes out when less than this waits before it. */
export const HARD_LIMIT = 1024 * 1024;
/** Milliseconds for which a peer may take nothing at all while anything waits for that. */
export const MAX_STALL = 30_000;
/** Milliseconds between two looks at whether it has taken something. */
const STALL_LOOK = MAX_STALL / 6;
/** Milliseconds after the last bytes that were taken by which a stall is noticed. */
export const STALL_NOTICED = MAX_STALL + STALL_LOOK;

/** Live lines come again once no more than this waits, so that a slow peer gets long runs of lines, not crumbs. */
const RESUME = BUDGET / 4;

/** Where the bytes go; a transport is one. */
export interface Writer {
  /** Takes some of `bytes`, at least one, and resolves with how many. */
  write(bytes: Uint8Array): Promise<number>;
}

export interface OutboxOwner {
  /**
   * `lost`: a write failed with `error`, and the outbox has stopped. `slow-consumer`: the hard limit was passed, or
   * the peer took nothing for `MAX_STALL` while somebody waited for that. `error`: `written` or `onSkipped` threw `error`.
   */
  onBroken(reason: "lost" | "slow-consumer" | "error", error?: unknown): void;
}

/** `written` runs when `end` bytes have been accepted since the beginning. */
interface Mark {
  readonly end: number;
  readonly written: () => void;
}

/**
 * Chunks may be shared by many outboxes and are never modified. A chunk that is pushed to an idle outbox is written at
 * once; what comes while that write is pending waits, and is joined into the next.
 */
export class Outbox implements Outgoing {
  onSkipped: ((lines: number) => Uint8Array) | undefined;

  readonly #writer: Writer;
  readonly #owner: OutboxOwner;
  readonly #clock: Clock;
  #state: "open" | "ending" | "stopped" = "open";
  #queued = 0;
  /** Whether a write is pending; false when nothing waits at all, and once stopped. */
  #pending = false;
  /** What comes while a write is pending; undefined until something does. */
  #waiting: ChunkQueue | undefined;
  /** Bytes pushed and bytes accepted by the operating system, since the beginning. */
  #pushed = 0;
  #accepted = 0;
  /** Whom to tell when so many bytes are accepted; undefined: nobody. */
  #marks: Mark[] | undefined;
  #skipped = 0;
  #drained: PromiseWithResolvers<void> | undefined;
  #onFlushed: (() => void) | undefined;
  #stopWatch: (() => void) | undefined;
  /** The bytes accepted at the last look at a pending write, and how many looks in a row found the same. */
  #acceptedThen = 0;
  #sameLooks = 0;

  constructor(writer: Writer, owner: OutboxOwner, clock: Clock) {
    this.#writer = writer;
    this.#owner = owner;
    this.#clock = clock;
  }

  get queued(): number {
    return this.#queued;
  }

  send(chunk: Uint8Array, written?: () => void): void {
    if (this.#state !== "open") return;
    if (this.#pushed - this.#accepted >= HARD_LIMIT) return this.#owner.onBroken("slow-consumer");
    this.#push(chunk);
    if (written !== undefined) this.#mark(written);
  }

  offer(chunk: Uint8Array, lines: number): void {
    if (this.#state !== "open") return;
    if (this.#skipped === 0 && this.#pushed - this.#accepted < BUDGET) return this.#push(chunk);
    this.#skipped += lines;
    this.#watch();
  }

  drained(): Promise<void> | undefined {
    if (this.#pushed - this.#accepted < BUDGET || this.#state !== "open") return undefined;
    this.#drained ??= Promise.withResolvers();
    this.#watch();
    return this.#drained.promise;
  }

  /**
   * Takes no more chunks than a last one, which no limit keeps out; `flushed` runs when all are written, at once when
   * they are, never after `stop`.
   */
  end(flushed: () => void, last?: Uint8Array): void {
    if (this.#state !== "open") return;
    if (last !== undefined) this.#push(last);
    this.#state = "ending";
    this.#drained?.resolve();
    if (!this.#pending) flushed();
    else this.#onFlushed = flushed;
  }

  /** Drops what waits. */
  stop(): void {
    this.#state = "stopped";
    this.#pending = false;
    this.#waiting = undefined;
    this.#marks = undefined;
    this.#skipped = 0;
    this.#onFlushed = undefined;
    this.#stopWatch?.();
    this.#drained?.resolve();
  }

  #push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#queued++;
    this.#pushed += chunk.length;
    if (!this.#pending) return this.#write(chunk);
    this.#waiting ??= new ChunkQueue();
    this.#waiting.push(chunk);
    this.#watch();
  }

  #mark(written: () => void): void {
    this.#marks ??= [];
    this.#marks.push({ end: this.#pushed, written });
    if (!this.#pending) this.#tell();
  }

  #write(bytes: Uint8Array): void {
    this.#pending = true;
    // The bytes stay with the write: to store them here as well would cost more than the rest of this.
    this.#writer.write(bytes).then((count) => this.#wrote(bytes, count), this.#onFailed);
  }

  #wrote(bytes: Uint8Array, count: number): void {
    if (!this.#pending) return;
    this.#accepted += count;
    if (this.#isQuiet()) {
      this.#pending = false;
      this.#onFlushed?.();
      return;
    }
    // Still pending while the owner is told: what it sends now queues up behind the rest.
    this.#tell();
    if (!this.#pending) return;
    this.#pending = false;
    const next = count < bytes.length ? bytes.subarray(count) : this.#waiting?.take();
    if (next === undefined) return this.#onFlushed?.();
    this.#write(next);
    this.#watch();
  }

  /** Nothing waits, and nobody is to be told: as it nearly always is, so nothing else is looked at then. */
  #isQuiet(): boolean {
    return this.#accepted === this.#pushed && this.#marks === undefined && this.#skipped === 0 &&
      this.#drained === undefined;
  }

  // Made once per outbox, as every write needs it.
  readonly #onFailed = (error: unknown): void => {
    if (this.#state === "stopped") return;
    this.stop();
    this.#owner.onBroken("lost", error);
  };

  // Where anything waits for a pending write, the peer may have stalled. One timer serves many writes: it goes on for as
  // long as it finds one pending, so that a write need not note the time.
  #watch(): void {
    if (this.#stopWatch !== undefined) return;
    this.#acceptedThen = this.#accepted;
    this.#sameLooks = 0;
    this.#lookLater();
  }

  #lookLater(): void {
    this.#stopWatch = this.#clock.after(STALL_LOOK, () => {
      this.#stopWatch = undefined;
      if (this.#pending) this.#look();
    });
  }

  #look(): void {
    this.#sameLooks = this.#accepted === this.#acceptedThen ? this.#sameLooks + 1 : 0;
    this.#acceptedThen = this.#accepted;
    if (this.#sameLooks * STALL_LOOK >= MAX_STALL) this.#owner.onBroken("slow-consumer");
    else this.#lookLater();
  }

  /** Takes the next mark that has been reached. */
  #dueMark(): Mark | undefined {
    const mark = this.#marks?.[0];
    if (mark === undefined || mark.end > this.#accepted) return undefined;
    this.#marks?.shift();
    if (this.#marks?.length === 0) this.#marks = undefined;
    return mark;
  }

  /** Runs what the accepted bytes have made due. */
  #tell(): void {
    const left = this.#pushed - this.#accepted;
    if (left < BUDGET && this.#drained !== undefined) {
      this.#drained.resolve();
      this.#drained = undefined;
    }
    try {
      for (let mark = this.#dueMark(); mark !== undefined; mark = this.#dueMark()) mark.written();
      if (this.#skipped > 0 && left <= RESUME) {
        const skipped = this.#skipped;
        this.#skipped = 0;
        if (this.onSkipped !== undefined) this.#push(this.onSkipped(skipped));
      }
    } catch (error) {
      this.#owner.onBroken("error", error);
    }
  }
}

// What waits to be written to one peer: in order, one write in flight, bounded in bytes and in time.

import type { Clock } from "../domain/clock.ts";
import { ChunkQueue } from "./chunk_queue.ts";

/** Bytes that may wait before live lines are skipped. */
export const BUDGET = 256 * 1024;
/** Bytes that may wait at all; one chunk that is larger still goes out when less than this waits before it. */
export const HARD_LIMIT = 1024 * 1024;
/** Milliseconds for which a peer may take nothing at all. */
export const MAX_STALL = 30_000;

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
   * the peer took nothing for `MAX_STALL`. `error`: `written` or `onSkipped` threw `error`.
   */
  onBroken(reason: "lost" | "slow-consumer" | "error", error?: unknown): void;
}

/**
 * Chunks may be shared by many outboxes and are never modified. A chunk that is pushed to an idle outbox is written at
 * once; what comes while that write is pending waits, and is joined into the next.
 */
export class Outbox {
  onSkipped: ((lines: number) => Uint8Array) | undefined;

  readonly #writer: Writer;
  readonly #owner: OutboxOwner;
  readonly #clock: Clock;
  #state: "open" | "ending" | "stopped" = "open";
  #queued = 0;
  /** What the pending write has been given; undefined when nothing waits at all, and once stopped. */
  #pending: Uint8Array | undefined;
  #pendingSince = 0;
  #waiting = new ChunkQueue();
  /** Bytes pushed and bytes accepted by the operating system, since the beginning. */
  #pushed = 0;
  #accepted = 0;
  #marks: { readonly end: number; readonly written: () => void }[] = [];
  #hasMarks = false;
  #skipped = 0;
  #drained: PromiseWithResolvers<void> | undefined;
  #onFlushed: (() => void) | undefined;
  #stopWatch: (() => void) | undefined;

  constructor(writer: Writer, owner: OutboxOwner, clock: Clock) {
    this.#writer = writer;
    this.#owner = owner;
    this.#clock = clock;
  }

  /** How many chunks were queued so far. */
  get queued(): number {
    return this.#queued;
  }

  /** Queues what must arrive. `written` runs when the operating system has taken its last byte. */
  send(chunk: Uint8Array, written?: () => void): void {
    if (this.#state !== "open") return;
    if (this.#pushed - this.#accepted >= HARD_LIMIT) return this.#owner.onBroken("slow-consumer");
    this.#push(chunk);
    if (written !== undefined) this.#mark(written);
  }

  /** Queues `lines` live lines, or counts them when too much waits already. */
  offer(chunk: Uint8Array, lines: number): void {
    if (this.#state !== "open") return;
    if (this.#skipped > 0 || this.#pushed - this.#accepted >= BUDGET) this.#skipped += lines;
    else this.#push(chunk);
  }

  /** Resolves when less than the budget waits, or when nothing more is taken anyhow; undefined when it is so now. */
  drained(): Promise<void> | undefined {
    if (this.#pushed - this.#accepted < BUDGET || this.#state !== "open") return undefined;
    this.#drained ??= Promise.withResolvers();
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
    if (this.#pending === undefined) flushed();
    else this.#onFlushed = flushed;
  }

  /** Drops what waits. */
  stop(): void {
    this.#state = "stopped";
    this.#pending = undefined;
    this.#waiting = new ChunkQueue();
    this.#marks = [];
    this.#hasMarks = false;
    this.#skipped = 0;
    this.#onFlushed = undefined;
    this.#stopWatch?.();
    this.#drained?.resolve();
  }

  #push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#queued++;
    this.#pushed += chunk.length;
    if (this.#pending === undefined) this.#write(chunk);
    else this.#waiting.push(chunk);
  }

  #mark(written: () => void): void {
    this.#marks.push({ end: this.#pushed, written });
    this.#hasMarks = true;
    if (this.#pending === undefined) this.#tell();
  }

  #write(bytes: Uint8Array): void {
    this.#pending = bytes;
    this.#pendingSince = this.#clock.now();
    this.#stopWatch ??= this.#clock.after(MAX_STALL, this.#watch);
    this.#writer.write(bytes).then(this.#onAccepted, this.#onFailed);
  }

  // Made once per outbox, as every write needs them.
  readonly #onAccepted = (count: number): void => {
    const pending = this.#pending;
    if (pending === undefined) return;
    this.#accepted += count;
    if (this.#isQuiet()) {
      this.#pending = undefined;
      this.#onFlushed?.();
      return;
    }
    // Still pending while the owner is told: what it sends now queues up behind the rest.
    this.#tell();
    if (this.#pending === undefined) return;
    this.#pending = undefined;
    const next = count < pending.length ? pending.subarray(count) : this.#waiting.take();
    if (next !== undefined) this.#write(next);
    else this.#onFlushed?.();
  };

  /** Nothing waits, and nobody is to be told: as it nearly always is, so nothing else is looked at then. */
  #isQuiet(): boolean {
    return this.#accepted === this.#pushed && !this.#hasMarks && this.#skipped === 0 &&
      this.#drained === undefined;
  }

  readonly #onFailed = (error: unknown): void => {
    if (this.#state === "stopped") return;
    this.stop();
    this.#owner.onBroken("lost", error);
  };

  // One timer serves many writes: it is set with the first and looks at the pending one when it is due.
  readonly #watch = (): void => {
    this.#stopWatch = undefined;
    if (this.#pending === undefined) return;
    const now = this.#clock.now();
    // Where the clock was set back, the stall is measured anew.
    this.#pendingSince = Math.min(this.#pendingSince, now);
    const left = this.#pendingSince + MAX_STALL - now;
    if (left > 0) this.#stopWatch = this.#clock.after(left, this.#watch);
    else this.#owner.onBroken("slow-consumer");
  };

  /** Runs what the accepted bytes have made due. */
  #tell(): void {
    const left = this.#pushed - this.#accepted;
    if (left < BUDGET && this.#drained !== undefined) {
      this.#drained.resolve();
      this.#drained = undefined;
    }
    try {
      for (
        let mark = this.#marks[0];
        mark !== undefined && mark.end <= this.#accepted;
        mark = this.#marks[0]
      ) {
        this.#marks.shift();
        this.#hasMarks = this.#marks.length > 0;
        mark.written();
      }
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

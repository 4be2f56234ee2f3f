// A peer at the end of no wire: a test says what it sends and how much of what is written it takes.

import type { Peer } from "../../lib/net/connection.ts";
import type { Transport } from "../../lib/net/transport.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** One write that the code under test waits for. */
export interface PendingWrite {
  readonly bytes: Uint8Array;
  readonly text: string;
  /** The operating system takes `count` bytes: all of them unless said otherwise. */
  accept(count?: number): void;
  fail(error: Error): void;
}

type Arrival = Uint8Array | "end" | "reset";

export class FakeTransport implements Transport {
  readonly peer: Peer = { address: "192.0.2.1", port: 4000, secure: false };
  /** Whether every write is taken whole at once; otherwise it waits in `pending`. */
  takesAll = true;
  /** The write that nobody has answered yet. */
  pending: PendingWrite | undefined;
  /** All that was taken so far. */
  taken = "";
  /** How many bytes each read could have taken. */
  readonly readSizes: number[] = [];
  writes = 0;
  writeClosed = false;
  timesClosed = 0;
  readonly #arrivals: Arrival[] = [];
  #read: { readonly into: Uint8Array; readonly done: PromiseWithResolvers<number | null> } | undefined;

  /** Bytes or text that the peer sends as one packet. */
  sends(packet: Uint8Array | string): void {
    this.#arrive(typeof packet === "string" ? encoder.encode(packet) : packet);
  }

  /** The peer sends no more, but still reads. */
  ends(): void {
    this.#arrive("end");
  }

  resets(): void {
    this.#arrive("reset");
    this.pending?.fail(new Deno.errors.ConnectionReset());
  }

  read(into: Uint8Array): Promise<number | null> {
    if (this.#read !== undefined) throw new Error("two reads at one time");
    this.readSizes.push(into.length);
    this.#read = { into, done: Promise.withResolvers() };
    const { promise } = this.#read.done;
    this.#serve();
    return promise;
  }

  write(bytes: Uint8Array): Promise<number> {
    if (this.pending !== undefined) throw new Error("two writes at one time");
    if (this.writeClosed || this.timesClosed > 0) throw new Error("a write after the end");
    this.writes++;
    const done = Promise.withResolvers<number>();
    this.pending = {
      bytes,
      text: decoder.decode(bytes),
      accept: (count = bytes.length) => {
        this.pending = undefined;
        this.taken += decoder.decode(bytes.subarray(0, count));
        done.resolve(count);
      },
      fail: (error) => {
        this.pending = undefined;
        done.reject(error);
      },
    };
    if (this.takesAll) this.pending.accept();
    return done.promise;
  }

  closeWrite(): Promise<void> {
    this.writeClosed = true;
    return Promise.resolve();
  }

  close(): void {
    this.timesClosed++;
    this.pending?.fail(new Deno.errors.Interrupted());
    this.#read?.done.reject(new Deno.errors.Interrupted());
    this.#read = undefined;
  }

  #arrive(arrival: Arrival): void {
    this.#arrivals.push(arrival);
    this.#serve();
  }

  #serve(): void {
    const arrival = this.#arrivals[0];
    if (this.#read === undefined || arrival === undefined) return;
    const { into, done } = this.#read;
    this.#read = undefined;
    if (arrival === "end") return done.resolve(null);
    if (arrival === "reset") return done.reject(new Deno.errors.ConnectionReset());
    const count = Math.min(into.length, arrival.length);
    into.set(arrival.subarray(0, count));
    if (count === arrival.length) this.#arrivals.shift();
    else this.#arrivals[0] = arrival.subarray(count);
    done.resolve(count);
  }
}

/** Lets everything run that waits for nothing but settled promises. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

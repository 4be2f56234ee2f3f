// Who says how much and when, and how long it takes to arrive.

import type { LoadClient } from "./client.ts";
import type { LoadDialect } from "./dialects.ts";
import type { Histogram } from "./histogram.ts";
import { findMessage, isKind, microseconds, sentOf, spoken } from "./message.ts";
import { Rounds } from "./rounds.ts";

/**
 * `closed`: each sender has `inFlight` lines under way, an even number, in two rounds. `paced`: so many lines per
 * second in all; the senders take turns.
 */
export type Pace =
  | { readonly kind: "closed"; readonly inFlight: number }
  | { readonly kind: "paced"; readonly linesPerSecond: number };

export interface TrafficOptions {
  readonly pace: Pace;
  readonly dialect: LoadDialect;
  readonly senders: readonly LoadClient[];
  /** All others. */
  readonly viewers: readonly LoadClient[];
  /** Those viewers that look into each line. */
  readonly observers: readonly LoadClient[];
  /** Receives the microseconds from the write of a line to each read of it by an observer. */
  readonly latencies: Histogram;
}

export class Traffic {
  /** Lines said so far. */
  said = 0;
  readonly #options: TrafficOptions;
  /** The time of the read that is looked into; 0 before the first line of it. */
  #now = 0;
  #stop = () => {};

  constructor(options: TrafficOptions) {
    this.#options = options;
  }

  /** Nothing else may be under way to anybody. */
  start(): void {
    const { pace, viewers, observers } = this.#options;
    for (const { incoming } of viewers) incoming.lines = 0;
    for (const { incoming } of observers) {
      incoming.look((bytes, start, end) => this.#observe(bytes, start, end));
      incoming.onRead = () => this.#now = 0;
    }
    if (pace.kind === "closed") this.#loop(pace.inFlight / 2);
    else this.#repeat(pace.linesPerSecond);
  }

  /** No further lines; those under way are still observed. */
  stop(): void {
    this.#stop();
  }

  #loop(linesEach: number): void {
    const { senders, viewers } = this.#options;
    const rounds = new Rounds(viewers.length, linesEach * senders.length, () => {
      for (const index of senders.keys()) this.#say(index, linesEach);
    });
    for (const { incoming } of viewers) {
      incoming.onRead = (before) => {
        this.#now = 0;
        rounds.read(before, incoming.lines);
      };
    }
    this.#stop = () => rounds.stop();
    rounds.start();
  }

  #repeat(linesPerSecond: number): void {
    const started = performance.now();
    const timer = setInterval(() => {
      const due = Math.floor((performance.now() - started) / 1000 * linesPerSecond);
      while (this.said < due) this.#say(this.said % this.#options.senders.length, 1);
    }, Math.max(1, 1000 / linesPerSecond));
    this.#stop = () => clearInterval(timer);
  }

  #observe(bytes: Uint8Array, start: number, end: number): void {
    const at = findMessage(bytes, start, end);
    if (at < 0 || !isKind("said", bytes, at)) return;
    if (this.#now === 0) this.#now = microseconds();
    this.#options.latencies.record(this.#now - sentOf(bytes, at));
  }

  #say(index: number, lines: number): void {
    const { dialect, senders } = this.#options;
    const sender = senders[index];
    if (!sender) return;
    this.said += lines;
    sender.send(spoken(dialect, sender.name, "said", lines));
  }
}

// Notices that a client has not spoken for too long.

import type { Clock } from "../domain/clock.ts";

/** Times are in milliseconds. */
export interface IdleWatchOptions {
  readonly clock: Clock;
  /** Silence of this length is the end; 0 = it never is. */
  readonly limit: number;
  /** So long before the end comes the warning; there is none when this is 0 or not shorter than `limit`. */
  readonly warning: number;
  readonly onWarning: () => void;
  /** Runs once; the watch is over then. */
  readonly onEnd: () => void;
}

/** Watches from its making until the end or its disposal. */
export class IdleWatch implements Disposable {
  readonly #options: IdleWatchOptions;
  /** The silence after which something is to be done first: the warning, or the end where there is no warning. */
  readonly #patience: number;
  #lastTouch: number;
  #warned = false;
  #cancel: (() => void) | undefined;

  constructor(options: IdleWatchOptions) {
    const { clock, limit, warning } = options;
    this.#options = options;
    this.#patience = warning < limit ? limit - warning : limit;
    this.#lastTouch = clock.now();
    if (limit > 0) this.#wakeAfter(this.#patience);
  }

  /** The client has spoken. Almost free: the timer runs on, and looks at the time of the last touch when it is due. */
  touch(): void {
    this.#lastTouch = this.#options.clock.now();
    if (!this.#warned) return;
    this.#stop();
    this.#wakeAfter(this.#patience);
  }

  [Symbol.dispose](): void {
    this.#stop();
  }

  #look(): void {
    const { clock, limit, onWarning, onEnd } = this.#options;
    const now = clock.now();
    // Where the clock was set back, the silence is measured anew.
    this.#lastTouch = Math.min(this.#lastTouch, now);
    const silence = now - this.#lastTouch;
    if (silence >= limit) {
      this.#stop();
      onEnd();
    } else if (this.#warned || silence < this.#patience) {
      this.#wakeAfter((this.#warned ? limit : this.#patience) - silence);
    } else {
      // The timer first: whoever is warned may dispose of the watch.
      this.#warned = true;
      this.#wakeAfter(limit - silence);
      onWarning();
    }
  }

  #wakeAfter(ms: number): void {
    this.#cancel = this.#options.clock.after(ms, () => this.#look());
  }

  #stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#warned = false;
  }
}

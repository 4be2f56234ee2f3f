// Accepts connections for as long as it is asked to: no error of one connection, or of all for a while, ends it.

import type { Clock } from "../domain/clock.ts";

/** Milliseconds to wait after an error of the listener itself: doubled each time, reset by a success. */
const BACK_OFF = { first: 5, most: 1000 } as const;
/** Milliseconds between two reports of problems. */
const REPORT_EVERY = 10_000;

interface Closer {
  close(): void;
}

export interface AcceptLoopOptions<Conn extends Closer> {
  /** Resolves with the next connection. */
  readonly accept: () => Promise<Conn>;
  readonly clock: Clock;
  /** What it throws is reported; it closes `conn` itself. */
  readonly onAccepted: (conn: Conn) => void;
  /** `count` problems since the last report, `error` being the latest: the first at once, then at most one in 10 s. */
  readonly onProblem: (error: unknown, count: number) => void;
}

export class AcceptLoop<Conn extends Closer> {
  readonly #options: AcceptLoopOptions<Conn>;
  #stopped = false;
  #wake: (() => void) | undefined;
  #problems = 0;
  #lastProblem: unknown;
  #stopReports: (() => void) | undefined;

  constructor(options: AcceptLoopOptions<Conn>) {
    this.#options = options;
  }

  /** Resolves after `stop`, once the pending accept has settled; never rejects. */
  async run(): Promise<void> {
    let wait: number = BACK_OFF.first;
    while (!this.#stopped) {
      try {
        const conn = await this.#options.accept();
        wait = BACK_OFF.first;
        if (this.#stopped) conn.close();
        else this.#hand(conn);
      } catch (error) {
        if (this.#stopped || isGone(error)) continue;
        this.#report(error);
        await this.#pause(wait);
        wait = Math.min(wait * 2, BACK_OFF.most);
      }
    }
  }

  /** The caller closes the listener as well, which fails the pending accept. */
  stop(): void {
    this.#stopped = true;
    this.#wake?.();
    this.#stopReports?.();
  }

  #hand(conn: Conn): void {
    try {
      this.#options.onAccepted(conn);
    } catch (error) {
      this.#report(error);
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(ms, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }

  #report(error: unknown): void {
    this.#problems++;
    this.#lastProblem = error;
    if (this.#stopReports === undefined) this.#tell();
  }

  readonly #tell = (): void => {
    this.#stopReports = undefined;
    if (this.#problems === 0) return;
    const count = this.#problems;
    this.#problems = 0;
    this.#stopReports = this.#options.clock.after(REPORT_EVERY, this.#tell);
    try {
      this.#options.onProblem(this.#lastProblem, count);
    } catch {
      // A log that cannot be written, on a full disk for example, must not close the door as well.
    }
  };
}

/** The peer left before it was accepted, as port scans and health checks do: the next one is not to wait for that. */
function isGone(error: unknown): boolean {
  return error instanceof Deno.errors.NotConnected || error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.ConnectionAborted;
}

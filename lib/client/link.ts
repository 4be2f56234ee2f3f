// The line to the server: notices when it breaks, also silently, and comes back by itself, more slowly each time.

import type { Clock } from "../domain/clock.ts";
import type { LineSocket } from "./socket.ts";

export interface LinkOptions {
  dial(): Promise<LineSocket>;
  readonly clock: Clock;
  /** From 0 to 1: spreads out the clients that come back after a restart. */
  random(): number;
  /** A line that the server answers. */
  readonly ping: string;
  onOpen(): void;
  onLine(line: string): void;
  /** `wait` is in milliseconds; null: it does not come back by itself. */
  onDown(why: string, wait: number | null): void;
}

/** Milliseconds before the next try: doubled each time, and up to half as much again by chance. */
export const BACK_OFF = { first: 1000, most: 30_000 } as const;
/** Milliseconds after which the server is asked whether it is there; it hears of the user, too, by that. */
export const BEAT = 60_000;
/** Milliseconds for its answer. */
export const ANSWER = 20_000;

/** Milliseconds for the server to close in return. */
const FAREWELL = 1000;

export class Link {
  readonly #options: LinkOptions;
  #socket: LineSocket | undefined;
  #wait: number = BACK_OFF.first;
  /** Runs from the first try until nothing more is tried. */
  #running: Promise<void> | undefined;
  #wanted = false;
  #endPause = () => {};
  /** Why this side ended the connection, where it did. */
  #why: string | undefined;
  /** Whether anything came since the server was asked. */
  #heard = false;
  #cancelBeat = () => {};

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** Connects, and goes on trying until `stop`. At once, when it was waiting. */
  start(): void {
    this.#wanted = true;
    this.#endPause();
    this.#running ??= this.#run().finally(() => this.#running = undefined);
  }

  /** False when there is no connection. */
  send(line: string): boolean {
    this.#socket?.send(line);
    return this.#socket !== undefined;
  }

  /** All is well: after the next break it tries again soon. */
  settled(): void {
    this.#wait = BACK_OFF.first;
  }

  /** Gives this connection up and tries again later; `why` is for people. */
  drop(why: string): void {
    this.#why = why;
    this.#socket?.destroy();
  }

  /** Tries no more. What was sent still leaves; a server that does not close in return is left behind. */
  async stop(): Promise<void> {
    this.#wanted = false;
    this.#endPause();
    const socket = this.#socket;
    socket?.end();
    // A connection that is only being made is not waited for; it is closed when it stands.
    if (!socket) return;
    const cancel = this.#options.clock.after(FAREWELL, () => socket.destroy());
    await this.#running;
    cancel();
  }

  /** The server may close now, and is not called again. */
  expectEnd(): void {
    this.#wanted = false;
  }

  async #run(): Promise<void> {
    const { dial, onOpen, onDown, random } = this.#options;
    while (this.#wanted) {
      let why: string;
      this.#why = undefined;
      try {
        const socket = await dial();
        // Called off while it was under way.
        if (!this.#wanted) return socket.destroy();
        this.#socket = socket;
        this.#beat();
        onOpen();
        await this.#read(socket);
        why = "the server closed the connection";
      } catch (error) {
        why = this.#why ?? (error instanceof Error ? error.message : String(error));
      }
      this.#cancelBeat();
      this.#socket?.destroy();
      this.#socket = undefined;
      if (!this.#wanted) return onDown(why, null);
      const wait = Math.round(this.#wait * (1 + random() / 2));
      this.#wait = Math.min(2 * this.#wait, BACK_OFF.most);
      onDown(why, wait);
      await this.#pause(wait);
    }
  }

  async #read(socket: LineSocket): Promise<void> {
    for await (const line of socket.lines()) {
      this.#heard = true;
      this.#options.onLine(line);
    }
  }

  /** Asks the server again and again whether it is there; any line is an answer. */
  #beat(): void {
    const { clock, ping } = this.#options;
    this.#cancelBeat = clock.after(BEAT, () => {
      this.#heard = false;
      this.#socket?.send(ping);
      this.#cancelBeat = clock.after(
        ANSWER,
        () => this.#heard ? this.#beat() : this.drop("the server does not answer"),
      );
    });
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(ms, resolve);
      this.#endPause = () => {
        cancel();
        resolve();
      };
    });
  }
}

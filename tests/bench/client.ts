// One connection of the load generator.

import { Incoming, type OnLine, type Tally } from "./incoming.ts";
import type { OnBytes, Wire } from "./wire.ts";

export class LoadClient implements Disposable {
  readonly name: string;
  readonly incoming: Incoming;
  readonly #wire: Wire;

  private constructor(name: string, incoming: Incoming, wire: Wire) {
    this.name = name;
    this.incoming = incoming;
    this.#wire = wire;
  }

  static async connect(
    name: string,
    open: (onBytes: OnBytes) => Promise<Wire>,
    tally: Tally = { lines: 0 },
  ): Promise<LoadClient> {
    const incoming = new Incoming(tally);
    return new LoadClient(name, incoming, await open((bytes, end) => incoming.take(bytes, end)));
  }

  /** Settles when nothing more comes. */
  get ended(): Promise<void> {
    return this.#wire.ended;
  }

  /** Queues bytes; never waits. */
  send(bytes: Uint8Array): void {
    this.#wire.send(bytes);
  }

  say(text: string): void {
    this.#wire.send(new TextEncoder().encode(text));
  }

  /**
   * Looks into each line and resolves after the read with the first for which `isIt` holds. Rejects with what `isIt`
   * throws, and when the connection ends.
   */
  heard(isIt: (...line: Parameters<OnLine>) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      this.ended.then(() => reject(new Error("the server has closed a connection")));
      this.incoming.look((...line) => {
        try {
          if (isIt(...line)) resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  [Symbol.dispose](): void {
    this.#wire.close();
  }
}

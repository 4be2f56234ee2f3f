// A client that goes away by a reset, with no end before it: Deno's own connections always send an end first.

import { once } from "node:events";
import { connect, type Socket } from "node:net";

export class ResettingClient {
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static async connect(port: number): Promise<ResettingClient> {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    return new ResettingClient(socket);
  }

  /** Sends a text as it is, without a line end. */
  async send(text: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#socket.write(text, () => resolve());
    await promise;
  }

  /** Resolves when a text has come; what comes after it is not read. */
  async expectText(text: string): Promise<void> {
    let received = "";
    while (!received.includes(text)) received += String((await once(this.#socket, "data"))[0]);
    this.#socket.pause();
  }

  async reset(): Promise<void> {
    const closed = once(this.#socket, "close");
    this.#socket.resetAndDestroy();
    await closed;
  }
}

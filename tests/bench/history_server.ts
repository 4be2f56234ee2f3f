// Parley on a data folder that it leaves as it should, and clients that ask one thing at a time.

import type { Child } from "./child.ts";
import { LoadClient } from "./client.ts";
import { dialects } from "./dialects.ts";
import { enter } from "./login.ts";
import { parley, portOf } from "./servers.ts";
import { plainWire, sourceAddress } from "./wire.ts";

/** How a client asks for an answer that comes after all others, and which it is. */
const PINGS = { login: ["PING", "PONG"], terminal: ["/ping", "pong"] } as const;

const decoder = new TextDecoder();

export class HistoryServer implements AsyncDisposable {
  readonly #child: Child;
  readonly #port: number;
  readonly #askers: Asker[] = [];

  private constructor(child: Child, port: number) {
    this.#child = child;
    this.#port = port;
  }

  static async start(data: string): Promise<HistoryServer> {
    await using all = new AsyncDisposableStack();
    const child = all.use(parley(data));
    const port = await portOf(child);
    all.move();
    return new HistoryServer(child, port);
  }

  /** Somebody who is logged in. */
  async connect(name: string, dialect: keyof typeof PINGS): Promise<Asker> {
    const client = await LoadClient.connect(
      name,
      (onBytes) => plainWire(this.#port, sourceAddress(this.#askers.length), onBytes),
    );
    const asker = new Asker(client, dialect);
    this.#askers.push(asker);
    if (dialect === "login") await enter(dialects.login, client);
    else await asker.ask(name);
    return asker;
  }

  /** Ends it as an operator does; throws when it does not end well. */
  async stop(): Promise<void> {
    for (const { client } of this.#askers) client[Symbol.dispose]();
    await this.#child.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { client } of this.#askers) client[Symbol.dispose]();
    await this.#child[Symbol.asyncDispose]();
  }
}

export class Asker {
  readonly client: LoadClient;
  readonly #ping: string;
  readonly #pong: string;

  constructor(client: LoadClient, dialect: keyof typeof PINGS) {
    this.client = client;
    [this.#ping, this.#pong] = PINGS[dialect];
  }

  /** Says a line; resolves when all answers are read to how many lines they are, and the milliseconds until then. */
  async ask(line: string): Promise<{ readonly lines: number; readonly milliseconds: number }> {
    let lines = 0;
    const answered = this.client.heard((bytes, start, end) => {
      if (decoder.decode(bytes.subarray(start, end)) === this.#pong) return true;
      lines++;
      return false;
    });
    const began = performance.now();
    this.client.say(`${line}\n${this.#ping}\n`);
    await answered;
    return { lines, milliseconds: performance.now() - began };
  }
}

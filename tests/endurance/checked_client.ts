// A client that reads on its own, checks all that it receives, and knows when the server has answered.

import { connectTls } from "../support/certificates.ts";
import type { Socket } from "../support/chat_client.ts";
import { connectFrom } from "../support/loopback_socket.ts";
import { StreamCheck, type StreamRules } from "./stream_check.ts";

/** A program was greeted as a person: it was kept from its first word for too long. */
export class TooLate extends Error {}

/** Milliseconds in which the server has to answer, whatever else it is asked at the time. */
export const PATIENCE = 30_000;

export interface ConnectOptions {
  readonly port: number;
  readonly tls: boolean;
  /** The client's own address, of 127.0.0.0/8, for connections without TLS. Left out: 127.0.0.1. */
  readonly from?: string;
  /** Left out: what comes is not looked at. */
  readonly rules?: StreamRules;
  /** What the server says last when it ends the connection. */
  readonly farewell?: RegExp;
  /** Whether a greeting means that this client is TooLate. */
  readonly ungreeted?: boolean;
}

export class CheckedClient {
  /** Settles when nothing more comes: the server has ended, or this client. Rejects when a check fails. */
  readonly ended: Promise<void>;
  /** Lines received. */
  lines = 0;
  /** Whether the server has said farewell. */
  dismissed = false;
  readonly #socket: Socket;
  readonly #check: StreamCheck | undefined;
  readonly #farewell: RegExp | undefined;
  readonly #ungreeted: boolean;
  readonly #buffer = new Uint8Array(65_536);
  #open = true;
  #resumed: PromiseWithResolvers<void> | undefined;
  #onText: ((text: string) => void) | undefined;

  private constructor(socket: Socket, { rules, farewell, ungreeted = false }: ConnectOptions) {
    this.#socket = socket;
    this.#check = rules && new StreamCheck(rules);
    this.#farewell = farewell;
    this.#ungreeted = ungreeted;
    this.ended = this.#read();
    // Whoever waits for it is told; until then it is no crash.
    this.ended.catch(() => {});
  }

  static async connect(options: ConnectOptions): Promise<CheckedClient> {
    const { port, tls, from } = options;
    const socket = tls
      ? await connectTls(port).catch(lateHello)
      : from === undefined
      ? await Deno.connect({ hostname: "127.0.0.1", port })
      : await connectFrom(from, port);
    return new CheckedClient(socket, options);
  }

  /** Never rejects: that the server has ended shows elsewhere. */
  async send(bytes: Uint8Array): Promise<void> {
    try {
      for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await this.#socket.write(rest));
    } catch {
      // The server is gone, or this client has closed.
    }
  }

  /**
   * Looks at what comes from now on, the line that is not complete included, each part more than once maybe. Resolves
   * to what `find` finds; to undefined when the connection has ended before. Rejects when neither comes in time. One
   * search at a time.
   */
  async find<Found>(find: (text: string) => Found | undefined): Promise<Found | undefined> {
    if (this.#onText) throw new Error("another search is under way");
    const found = Promise.withResolvers<Found>();
    this.#onText = (text) => {
      const what = find(text);
      if (what !== undefined) found.resolve(what);
    };
    try {
      return await inTime(Promise.race([found.promise, this.ended.then(() => undefined)]));
    } finally {
      this.#onText = undefined;
    }
  }

  /** Reads nothing until `resume`. */
  pause(): void {
    this.#resumed ??= Promise.withResolvers();
  }

  resume(): void {
    this.#resumed?.resolve();
    this.#resumed = undefined;
  }

  /** Ends the sending half, and waits until the server has ended the other. */
  async leave(): Promise<void> {
    await this.#socket.closeWrite().catch(() => {});
    await inTime(this.ended);
    this.close();
  }

  /** Ends both halves at once. With something unread, as after `pause`, the system resets the connection. */
  close(): void {
    if (this.#open) this.#socket.close();
    this.#open = false;
    this.resume();
  }

  async #read(): Promise<void> {
    while (this.#open) {
      // A reset is an end as well.
      const count = await this.#socket.read(this.#buffer).catch(() => null);
      if (count === null) break;
      if (this.#check) this.#take(this.#check, this.#buffer.subarray(0, count));
      await this.#resumed?.promise;
    }
  }

  #take(check: StreamCheck, bytes: Uint8Array): void {
    if (this.#ungreeted && this.lines === 0 && bytes[0] === LF) throw new TooLate();
    for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) this.lines++;
    const text = check.take(bytes);
    this.dismissed ||= this.#farewell?.test(text) ?? false;
    this.#onText?.(text);
  }
}

const LF = 10;

/** On a port for all kinds of clients the greeting comes instead of a handshake. */
function lateHello(error: unknown): never {
  throw error instanceof Deno.errors.InvalidData ? new TooLate() : error;
}

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`the server has not answered within ${PATIENCE / 1000} s`)),
    PATIENCE,
  );
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

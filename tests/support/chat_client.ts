// A chat client for tests: says lines, expects lines, and knows without sleeping that the server has answered all.

import assert from "node:assert/strict";
import { connectTls } from "./certificates.ts";
import { connectFrom } from "./loopback_socket.ts";

const encoder = new TextEncoder();

/** How long a test waits for something that never comes, in milliseconds of real time: only a failing test does. */
const PATIENCE = 10_000;

/** What a client needs of its connection; `Deno.TcpConn` is one. */
export type Socket = Pick<Deno.TcpConn, "read" | "write" | "closeWrite" | "close">;

export interface ConnectOptions {
  /** The client's own address, of 127.0.0.0/8; left out: 127.0.0.1. */
  readonly from?: string;
  /** How received bytes become text: with `latin1` those of telnet can be told apart. Left out: UTF-8. */
  readonly encoding?: "latin1";
  /** Whether to speak TLS. Left out: in plain text. */
  readonly tls?: boolean;
}

export class ChatClient {
  readonly #conn: Socket;
  readonly #decoder: TextDecoder;
  readonly #buffer = new Uint8Array(65_536);
  #text = "";
  #open = true;

  private constructor(conn: Socket, encoding: string) {
    this.#conn = conn;
    this.#decoder = new TextDecoder(encoding);
  }

  static async connect(port: number, { from, encoding, tls }: ConnectOptions = {}): Promise<ChatClient> {
    const conn = tls
      ? await connectTls(port)
      : from === undefined
      ? await Deno.connect({ hostname: "127.0.0.1", port })
      : await connectFrom(from, port);
    return new ChatClient(conn, encoding ?? "utf-8");
  }

  /** Sends lines, each with its end, in one write. */
  send(...lines: readonly string[]): Promise<void> {
    return this.sendBytes(encoder.encode(lines.map((line) => `${line}\n`).join("")));
  }

  async sendBytes(bytes: Uint8Array): Promise<void> {
    let rest = bytes;
    while (rest.length > 0) rest = rest.subarray(await this.#conn.write(rest));
  }

  /** The next line, without its end. */
  async line(): Promise<string> {
    while (!this.#text.includes("\n")) {
      if (!await this.#more()) assert.fail(`the connection ended after ${JSON.stringify(this.#text)}`);
    }
    const end = this.#text.indexOf("\n");
    const line = this.#text.slice(0, end);
    this.#text = this.#text.slice(end + 1);
    return line;
  }

  /** The next lines are these, exactly or by pattern. */
  async expect(...lines: readonly (string | RegExp)[]): Promise<void> {
    for (const expected of lines) {
      const line = await this.line();
      if (typeof expected === "string") assert.equal(line, expected);
      else assert.match(line, expected);
    }
  }

  /** Reads up to and including a text that need not end a line, as prompts do not; yields what came before it. */
  async expectText(text: string): Promise<string> {
    while (!this.#text.includes(text)) {
      if (!await this.#more()) assert.fail(`no ${JSON.stringify(text)} in ${JSON.stringify(this.#text)}`);
    }
    const at = this.#text.indexOf(text);
    const before = this.#text.slice(0, at);
    this.#text = this.#text.slice(at + text.length);
    return before;
  }

  /** Everything that came before the answer to a ping: all earlier lines of this client are answered by then. */
  async fence(): Promise<readonly string[]> {
    await this.send("/ping");
    const lines: string[] = [];
    for (let line = await this.line(); line !== "pong"; line = await this.line()) lines.push(line);
    return lines;
  }

  /** Sends lines, and yields everything that came until they were answered. */
  async ask(...lines: readonly string[]): Promise<readonly string[]> {
    await this.send(...lines);
    return await this.fence();
  }

  /** All that comes until the server ends the connection. */
  async rest(): Promise<string> {
    while (await this.#more());
    const text = this.#text;
    this.#text = "";
    return text;
  }

  /** Ends the sending half, as `nc -N` does. */
  closeWrite(): Promise<void> {
    return this.#conn.closeWrite();
  }

  /** Ends both halves, as a program that exits does: what was sent still arrives, what still comes is lost. */
  close(): void {
    if (this.#open) this.#conn.close();
    this.#open = false;
  }

  async #more(): Promise<boolean> {
    const timer = Promise.withResolvers<never>();
    const bomb = setTimeout(
      () => timer.reject(new Error(`nothing more came after ${JSON.stringify(this.#text.slice(-500))}`)),
      PATIENCE,
    );
    try {
      const count = await Promise.race([this.#conn.read(this.#buffer).catch(isReset), timer.promise]);
      if (count === null) return false;
      this.#text += this.#decoder.decode(this.#buffer.subarray(0, count), { stream: true });
      return true;
    } finally {
      clearTimeout(bomb);
    }
  }
}

function isReset(error: unknown): null {
  if (error instanceof Deno.errors.ConnectionReset) return null;
  if (error instanceof Error && "code" in error && error.code === "ECONNRESET") return null;
  throw error;
}

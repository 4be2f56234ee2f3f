// A chat client for tests: says lines, expects lines, and knows without sleeping that the server has answered all.

import assert from "node:assert/strict";

const encoder = new TextEncoder();

/** How long a test waits for something that never comes, in milliseconds of real time: only a failing test does. */
const PATIENCE = 10_000;

export class ChatClient {
  readonly #conn: Deno.TcpConn;
  readonly #decoder = new TextDecoder();
  readonly #buffer = new Uint8Array(65_536);
  #text = "";
  #open = true;

  private constructor(conn: Deno.TcpConn) {
    this.#conn = conn;
  }

  static async connect(port: number): Promise<ChatClient> {
    return new ChatClient(await Deno.connect({ hostname: "127.0.0.1", port }));
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
  throw error;
}

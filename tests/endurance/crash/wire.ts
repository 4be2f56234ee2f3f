// A connection to a server that may be killed at any moment: what it had sent before is read to the last line.

const encoder = new TextEncoder();

export class Wire {
  readonly #conn: Deno.TcpConn;

  private constructor(conn: Deno.TcpConn) {
    this.#conn = conn;
  }

  /** Undefined when nobody listens there. */
  static async open(port: number): Promise<Wire | undefined> {
    try {
      return new Wire(await Deno.connect({ hostname: "127.0.0.1", port }));
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  /** What cannot be sent as the server is gone is dropped: that it is gone shows in `lines`. */
  async send(lines: readonly string[]): Promise<void> {
    try {
      let rest = encoder.encode(lines.map((line) => `${line}\n`).join(""));
      while (rest.length > 0) rest = rest.subarray(await this.#conn.write(rest));
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }

  /** Every line that came complete. Closes the connection at its end. */
  async *lines(): AsyncGenerator<string> {
    const decoder = new TextDecoder();
    const buffer = new Uint8Array(65_536);
    let text = "";
    try {
      for (;;) {
        const count = await this.#read(buffer);
        if (count === null) return;
        const lines = (text + decoder.decode(buffer.subarray(0, count), { stream: true })).split("\n");
        text = lines.pop() ?? "";
        yield* lines;
      }
    } finally {
      this.#conn.close();
    }
  }

  async #read(buffer: Uint8Array): Promise<number | null> {
    try {
      return await this.#conn.read(buffer);
    } catch (error) {
      // A server that is killed with something unread resets its connections.
      if (isGone(error)) return null;
      throw error;
    }
  }
}

const GONE = [
  Deno.errors.ConnectionRefused,
  Deno.errors.ConnectionReset,
  Deno.errors.BrokenPipe,
  // Closed from here, as its end has been read.
  Deno.errors.BadResource,
  Deno.errors.Interrupted,
];

function isGone(error: unknown): boolean {
  return GONE.some((kind) => error instanceof kind);
}

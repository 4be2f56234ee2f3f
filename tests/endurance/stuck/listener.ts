// A client that reads whatever comes as soon as it comes.

const BUFFER = 64 * 1024;
/** Stands in each line that is said, and in no other. */
const MARK = "#".charCodeAt(0);
const LF = "\n".charCodeAt(0);

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Listener implements AsyncDisposable {
  /** How many of the lines that came with one read were said by somebody. */
  onLines: (count: number) => void = () => {};
  /** What came with one read, whole lines only. Left out: nobody looks into lines. */
  onText: ((text: string) => void) | undefined;
  readonly #conn: Deno.TcpConn;
  readonly #buffer = new Uint8Array(BUFFER);
  /** Bytes at the front of the buffer that begin a line which goes on; only where somebody looks into lines. */
  #kept = 0;
  #unsent: string[] = [];
  #writing: Promise<void> | undefined;
  readonly #reading: Promise<void>;

  private constructor(conn: Deno.TcpConn) {
    this.#conn = conn;
    conn.setNoDelay(true);
    this.#reading = this.#read();
  }

  static async enter(port: number, name: string): Promise<Listener> {
    const conn = await Deno.connect({ hostname: "127.0.0.1", port });
    const listener = new Listener(conn);
    const { promise, resolve } = Promise.withResolvers<void>();
    let text = "";
    listener.onText = (more) => {
      text += more;
      if (text.endsWith("pong\n")) resolve();
    };
    listener.send(`${name}\n/ping\n`);
    await promise;
    listener.onText = undefined;
    return listener;
  }

  /** Queues lines; never waits. */
  send(lines: string): void {
    this.#unsent.push(lines);
    this.#writing ??= this.#write();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writing;
    this.#conn.close();
    await this.#reading;
  }

  async #read(): Promise<void> {
    for (;;) {
      const into = this.#buffer.subarray(this.#kept);
      const count = await this.#conn.read(into).catch(() => null);
      if (count === null) return;
      this.#take(into.subarray(0, count), this.#kept + count);
    }
  }

  #take(bytes: Uint8Array, end: number): void {
    let said = 0;
    for (const byte of bytes) if (byte === MARK) said++;
    if (this.onText) {
      const whole = this.#buffer.lastIndexOf(LF, end - 1) + 1;
      this.onText(decoder.decode(this.#buffer.subarray(0, whole)));
      this.#buffer.copyWithin(0, whole, end);
      this.#kept = end - whole;
    } else {
      this.#kept = 0;
    }
    if (said > 0) this.onLines(said);
  }

  async #write(): Promise<void> {
    while (this.#unsent.length > 0) {
      let bytes = encoder.encode(this.#unsent.splice(0).join(""));
      while (bytes.length > 0) bytes = bytes.subarray(await this.#conn.write(bytes));
    }
    this.#writing = undefined;
  }
}

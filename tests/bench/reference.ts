// What Parley is measured against: the same fan-out and nothing else. Each line goes to all other clients as it is,
// without names, commands or a store, by the fastest way that a plain Deno server has: the lines of one turn of the
// event loop leave as one chunk that all readers share, and a reader's waiting chunks are joined into one write. What a
// client sends first is taken for its login and answered, as the load generator waits for that.

/** As Parley's; a longer line is left out. */
const MAX_LINE_BYTES = 4096;
const LF = 10;
const WELCOME = new TextEncoder().encode("OK\n");

class Client {
  readonly #conn: Deno.TcpConn;
  #waiting: Uint8Array[] = [];
  #writing = false;
  #welcomed = false;

  constructor(conn: Deno.TcpConn) {
    this.#conn = conn;
    conn.setNoDelay(true);
  }

  async serve(): Promise<void> {
    const buffer = new Uint8Array(MAX_LINE_BYTES + 1);
    let kept = 0;
    let skipping = false;
    clients.add(this);
    try {
      for (;;) {
        const count = await this.#conn.read(buffer.subarray(kept));
        if (count === null) break;
        const end = kept + count;
        const lines = buffer.lastIndexOf(LF, end - 1) + 1;
        const start = skipping ? buffer.indexOf(LF) + 1 : 0;
        if (lines > start) this.#take(buffer.slice(start, lines));
        if (lines > 0) skipping = false;
        buffer.copyWithin(0, lines, end);
        kept = end - lines;
        if (kept === buffer.length) {
          skipping = true;
          kept = 0;
        }
      }
    } catch {
      // A reset is an end as well.
    }
    clients.delete(this);
    this.#conn.close();
  }

  send(chunk: Uint8Array): void {
    this.#waiting.push(chunk);
    if (!this.#writing) this.#write();
  }

  #take(lines: Uint8Array): void {
    if (!this.#welcomed) this.send(WELCOME);
    this.#welcomed = true;
    say(this, lines);
  }

  async #write(): Promise<void> {
    this.#writing = true;
    try {
      while (this.#waiting.length > 0) {
        let rest = join(this.#waiting);
        this.#waiting = [];
        while (rest.length > 0) rest = rest.subarray(await this.#conn.write(rest));
      }
    } catch {
      // Its reading side notices and ends.
    }
    this.#writing = false;
  }
}

const clients = new Set<Client>();
let said: { readonly by: Client; readonly lines: Uint8Array }[] = [];
let turn: ReturnType<typeof setImmediate> | undefined;

function say(by: Client, lines: Uint8Array): void {
  said.push({ by, lines });
  turn ??= setImmediate(fanOut);
}

function fanOut(): void {
  const all = said;
  said = [];
  turn = undefined;
  const authors = new Set(all.map(({ by }) => by));
  const shared = join(all.map(({ lines }) => lines));
  for (const client of clients) {
    const chunk = authors.has(client)
      ? join(all.filter(({ by }) => by !== client).map(({ lines }) => lines))
      : shared;
    if (chunk.length > 0) client.send(chunk);
  }
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks;
  if (chunks.length === 1 && first) return first;
  const joined = new Uint8Array(chunks.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}

const listener = Deno.listen({ hostname: "127.0.0.1", port: 0, tcpBacklog: 4096 });
console.log(`listening on 127.0.0.1:${listener.addr.port} (tcp)`);
for (;;) new Client(await listener.accept()).serve();

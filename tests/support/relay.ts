// A relay before a server, whose connections a test can cut as a bad network does.

export class Relay implements AsyncDisposable {
  /** Where new connections lead. */
  target: number;
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #open = new Set<Deno.TcpConn>();
  readonly #running: Promise<void>;
  #down = false;

  constructor(target: number) {
    this.target = target;
    this.#running = this.#accept();
  }

  get port(): number {
    return this.#listener.addr.port;
  }

  /** Ends all connections, and new ones at once, until `restore`. */
  cut(): void {
    this.#down = true;
    for (const conn of this.#open) close(conn);
  }

  restore(): void {
    this.#down = false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    this.cut();
    await this.#running;
  }

  async #accept(): Promise<void> {
    const joined: Promise<void>[] = [];
    for await (const client of this.#listener) {
      if (this.#down) close(client);
      else joined.push(this.#join(client));
    }
    await Promise.all(joined);
  }

  async #join(client: Deno.TcpConn): Promise<void> {
    const server = await Deno.connect({ hostname: "127.0.0.1", port: this.target });
    this.#open.add(client).add(server);
    const both = [client.readable.pipeTo(server.writable), server.readable.pipeTo(client.writable)];
    await Promise.allSettled(both);
    this.#open.delete(client);
    this.#open.delete(server);
  }
}

function close(conn: Deno.TcpConn): void {
  try {
    conn.close();
  } catch {
    // Its other end was faster.
  }
}

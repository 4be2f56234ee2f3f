// Which way to speak TLS serves users best: measures those that Deno offers, and plain TCP, in turn, as ratios in one run.
// deno run --no-prompt --allow-net=127.0.0.1 --allow-read --allow-env --allow-run=deno tests/bench/tls_ways.ts [runs]

import { caCerts, one } from "../support/certificates.ts";
import { Child } from "./child.ts";
import { Histogram } from "./histogram.ts";
import { MODULE, type Question, type Usage } from "./measured.ts";
import type { Way } from "./tls_ways_server.ts";

const WAYS: Readonly<Record<Way, string>> = {
  tcp: "plain TCP",
  duplex: "TLSSocket over Deno.listen",
  node: "node:tls server",
  deno: "Deno.listenTls",
};
const LINE = `${"x".repeat(79)}\n`;
/** Lines that are under way at one time while as much is sent as the server takes, and for how long. */
const FLOOD = { lines: 64, ms: 2500 } as const;
/** Lines at a pace that every server keeps. */
const PACED = { lines: 300, everyMs: 10 } as const;
const FIGURES = {
  "deliveries/s, n=100": "M",
  "deliveries/s, n=500": "M",
  "CPU per paced delivery, n=500": "us",
  "paced latency p50, n=500": "ms",
  "paced latency p99, n=500": "ms",
  "CPU per connection made": "us",
  "memory per idle connection": "kB",
} as const;
type Figures = Partial<Record<keyof typeof FIGURES, number>>;

const hostname = "127.0.0.1";

class Client {
  heard = false;
  readonly #conn: Deno.Conn;
  readonly #onBytes: (count: number) => void;

  constructor(conn: Deno.Conn, onBytes: (count: number) => void) {
    this.#conn = conn;
    this.#onBytes = onBytes;
  }

  async readAll(): Promise<void> {
    const buffer = new Uint8Array(64 * 1024);
    for (;;) {
      const count = await this.#conn.read(buffer).catch(() => null);
      if (count === null) return;
      this.heard = true;
      this.#onBytes(count);
    }
  }

  async say(text: string): Promise<void> {
    let rest = new TextEncoder().encode(text);
    while (rest.length > 0) rest = rest.subarray(await this.#conn.write(rest));
  }

  close(): void {
    this.#conn.close();
  }
}

async function encrypted(conn: Deno.TcpConn): Promise<Deno.TlsConn> {
  const tls = await Deno.startTls(conn, { hostname: "localhost", caCerts: [...caCerts] });
  await tls.handshake();
  return tls;
}

class Measurement implements AsyncDisposable {
  readonly #way: Way;
  readonly #child: Child;
  readonly #clients: Client[] = [];
  #port = 0;
  #received = 0;
  #onBytes: (count: number) => void = () => {};

  constructor(way: Way) {
    this.#way = way;
    this.#child = Child.script(
      "measured.ts",
      [way, one.cert, one.key],
      ["--v8-flags=--expose-gc", "--allow-net=127.0.0.1", "--allow-read", "--allow-env"],
      { env: { [MODULE]: new URL("tls_ways_server.ts", import.meta.url).href } },
    );
  }

  async run(): Promise<Figures> {
    this.#port = Number(await this.#child.expect(/^port (\d+)$/));
    const figures: Figures = {};
    await this.#connect(100);
    // Once to warm up.
    await this.#flood();
    figures["deliveries/s, n=100"] = await this.#flood() / 1e6;
    const before = await this.#usage("collect");
    await this.#connect(500);
    const after = await this.#usage("collect");
    figures["CPU per connection made"] = (after.cpu - before.cpu) * 1000 / 400;
    figures["memory per idle connection"] = (after.resident - before.resident) / 1000 / 400;
    Object.assign(figures, await this.#pace());
    figures["deliveries/s, n=500"] = await this.#flood() / 1e6;
    return figures;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.#child[Symbol.asyncDispose]();
  }

  async #usage(question: Question): Promise<Usage> {
    await this.#child.tell(question);
    return (JSON.parse(await this.#child.expect(/^(\{"usage":.*)$/)) as { usage: Usage }).usage;
  }

  async #connect(count: number): Promise<void> {
    const port = this.#port;
    while (this.#clients.length < count) {
      const conn = await Deno.connect({ hostname, port });
      conn.setNoDelay(true);
      const client = new Client(this.#way === "tcp" ? conn : await encrypted(conn), (bytes) => {
        this.#received += bytes;
        this.#onBytes(bytes);
      });
      client.readAll();
      this.#clients.push(client);
    }
    // A server may be done with a handshake later than its client; whoever hears something is served.
    while (this.#clients.some(({ heard }) => !heard)) {
      await this.#clients[0]?.say(LINE);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Sends lines and waits until everybody has them. */
  async #deliver(lines: number): Promise<void> {
    const due = this.#received + lines * LINE.length * this.#clients.length;
    const arrived = Promise.withResolvers<void>();
    this.#onBytes = () => {
      if (this.#received >= due) arrived.resolve();
    };
    await this.#clients[0]?.say(LINE.repeat(lines));
    await arrived.promise;
  }

  async #flood(): Promise<number> {
    const began = performance.now();
    let delivered = 0;
    while (performance.now() - began < FLOOD.ms) {
      await this.#deliver(FLOOD.lines);
      delivered += FLOOD.lines * this.#clients.length;
    }
    return delivered / (performance.now() - began) * 1000;
  }

  async #pace(): Promise<Figures> {
    const latencies = new Histogram();
    const before = await this.#usage("usage");
    for (let line = 0; line < PACED.lines; line++) {
      const sent = performance.now();
      const next = new Promise((resolve) => setTimeout(resolve, PACED.everyMs));
      const delivered = this.#deliver(1);
      const tell = this.#onBytes;
      this.#onBytes = (bytes) => {
        latencies.record((performance.now() - sent) * 1000);
        tell(bytes);
      };
      await Promise.all([delivered, next]);
    }
    const after = await this.#usage("usage");
    return {
      "CPU per paced delivery, n=500": (after.cpu - before.cpu) * 1000 / (PACED.lines * this.#clients.length),
      "paced latency p50, n=500": latencies.percentile(0.5) / 1000,
      "paced latency p99, n=500": latencies.percentile(0.99) / 1000,
    };
  }
}

const ways = Object.keys(WAYS) as readonly Way[];
const runs: Record<Way, Figures[]> = { tcp: [], duplex: [], node: [], deno: [] };
for (let run = 1; run <= Number(Deno.args[0] ?? 3); run++) {
  for (const way of ways) {
    await using measurement = new Measurement(way);
    runs[way].push(await measurement.run());
    console.error(`run ${run}: ${WAYS[way]} is done`);
  }
}

function median(way: Way, figure: keyof Figures): number {
  const values = runs[way].map((figures) => figures[figure] ?? NaN).sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? NaN;
}

console.log(`| median, and ratio to plain TCP | ${ways.map((way) => WAYS[way]).join(" | ")} |`);
console.log(`| --- |${" --- |".repeat(ways.length)}`);
for (const [figure, unit] of Object.entries(FIGURES) as [keyof Figures, string][]) {
  const cells = ways.map((way) => {
    const value = median(way, figure);
    return `${value.toPrecision(3)} ${unit} (${(value / median("tcp", figure)).toPrecision(2)})`;
  });
  console.log(`| ${figure} | ${cells.join(" | ")} |`);
}

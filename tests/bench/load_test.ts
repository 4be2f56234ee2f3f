// The load generator counts right: known traffic, known figures.

import assert from "node:assert/strict";
import fc from "fast-check";
import { dialects } from "./dialects.ts";
import { Histogram } from "./histogram.ts";
import { LineCounter } from "./line_counter.ts";
import { type LoadSpec, runLoad } from "./load.ts";
import { findMessage, isKind, microseconds, sentOf, spoken } from "./message.ts";
import { Rounds } from "./rounds.ts";

/** Hands each line to all other clients, and counts what it hands on; `loses` says which delivery is forgotten. */
class TinyServer implements AsyncDisposable {
  lines = 0;
  deliveries = 0;
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #clients = new Map<Deno.TcpConn, Promise<unknown>>();
  readonly #served: Promise<void>[] = [];
  readonly #accepting: Promise<void>;
  readonly #loses: (delivery: number) => boolean;

  constructor(loses: (delivery: number) => boolean = () => false) {
    this.#loses = loses;
    this.#accepting = this.#accept();
  }

  get port(): number {
    return this.#listener.addr.port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#accepting;
    await Promise.all(this.#served);
  }

  async #accept(): Promise<void> {
    for await (const conn of this.#listener) this.#served.push(this.#serve(conn));
  }

  async #serve(conn: Deno.TcpConn): Promise<void> {
    this.#clients.set(conn, Promise.resolve());
    let text = "";
    for await (const part of conn.readable.pipeThrough(new TextDecoderStream())) {
      const lines = (text + part).split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) this.#handOn(conn, line);
    }
    this.#clients.delete(conn);
  }

  #handOn(author: Deno.TcpConn, line: string): void {
    this.lines++;
    for (const [conn, written] of this.#clients) {
      if (conn === author || this.#loses(this.deliveries++)) continue;
      this.#clients.set(
        conn,
        written.then(() => conn.write(new TextEncoder().encode(`${line}\n`))).catch(() => {}),
      );
    }
  }
}

const CLIENTS = 5;
const TRAFFIC = { senders: 2, observers: 3, warmUp: 0.02, measure: 0.2 };
/** Lines that are not traffic: a name of each client, and the fence. */
const OTHER_LINES = CLIENTS + 1;

const closed: LoadSpec = {
  dialect: "terminal",
  clients: CLIENTS,
  traffic: { ...TRAFFIC, pace: { kind: "closed", inFlight: 4 } },
};
const paced: LoadSpec = {
  dialect: "terminal",
  clients: CLIENTS,
  traffic: { ...TRAFFIC, pace: { kind: "paced", linesPerSecond: 500 } },
};

for (const [name, spec] of Object.entries({ closed, paced })) {
  Deno.test(`runLoad counts every line of ${name} traffic that the server handed on`, async () => {
    await using server = new TinyServer();
    const { traffic } = await runLoad(spec, server.port);
    assert.ok(traffic);
    assert.ok(traffic.said > 0);
    assert.equal(server.lines, traffic.said + OTHER_LINES);
    assert.equal(traffic.missing, 0);
    assert.ok(traffic.deliveries > 0 && traffic.deliveries <= traffic.said * (CLIENTS - 1));
  });
}

Deno.test("runLoad says how many deliveries never came", async () => {
  const before = CLIENTS * CLIENTS;
  await using server = new TinyServer((delivery) => delivery === before + 20 || delivery === before + 30);
  const { traffic } = await runLoad(paced, server.port);
  assert.equal(traffic?.missing, 2);
});

Deno.test("runLoad measures between begin and end, when everybody is there", async () => {
  await using server = new TinyServer();
  const phases: string[] = [];
  await runLoad(closed, server.port, (phase) => {
    phases.push(`${phase} ${phase === "ready" ? server.lines : ""}`);
    return Promise.resolve();
  });
  assert.deepEqual(phases, [`ready ${OTHER_LINES}`, "begin ", "end "]);
});

Deno.test("runLoad fails when the server closes a connection at login", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepted = (async () => {
    (await listener.accept()).close();
    (await listener.accept()).close();
  })();
  await assert.rejects(runLoad(closed, listener.addr.port), /the server has closed a connection/);
  await accepted;
});

Deno.test("LineCounter counts lines of any lengths from the least on, in any split", () => {
  const least = 65;
  const line = fc.oneof(fc.constantFrom(least, 95, 2 * least, 190), fc.integer({ min: least, max: 300 }));
  fc.assert(fc.property(fc.array(line), fc.array(fc.nat(500)), (lengths, parts) => {
    const text = lengths.map((length) => `${"x".repeat(length - 1)}\n`).join("") + "the rest";
    const bytes = new TextEncoder().encode(text);
    const counter = new LineCounter(least);
    let counted = 0;
    let start = 0;
    for (const length of [...parts, bytes.length]) {
      const end = Math.min(bytes.length, start + length);
      counted += counter.count(bytes, start, end);
      start = end;
    }
    assert.equal(counted, lengths.length);
  }));
});

Deno.test("Histogram gives small values exactly and great ones within a 64th above", () => {
  const values = Array.from({ length: 1000 }, (_, index) => (index + 1) * 37);
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  for (const share of [0.001, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1]) {
    const exact = values[Math.ceil(share * values.length) - 1] ?? NaN;
    const found = histogram.percentile(share);
    assert.ok(found >= exact && found <= exact * (1 + 1 / 64), `${share}: ${found} instead of ${exact}`);
  }
  assert.equal(histogram.percentile(0.001), 37);
  assert.equal(histogram.worst, 37_000);
  assert.equal(histogram.count, 1000);
});

Deno.test("Histogram forgets all when it is cleared", () => {
  const histogram = new Histogram();
  histogram.record(5);
  histogram.clear();
  assert.deepEqual([histogram.count, histogram.worst, histogram.percentile(0.99)], [0, 0, 0]);
});

Deno.test("a message is found in a line with its kind and its time", () => {
  const before = microseconds();
  const line = new TextEncoder().encode("[2024-10-12 15:13:02][c00001]: ");
  const bytes = Uint8Array.of(...line, ...spoken(dialects.terminal, "said", 1));
  const at = findMessage(bytes, 0, bytes.length - 1);
  assert.equal(at, line.length);
  assert.equal(bytes.length, line.length + 65);
  assert.deepEqual([isKind("said", bytes, at), isKind("fence", bytes, at)], [true, false]);
  assert.ok(sentOf(bytes, at) >= before && sentOf(bytes, at) <= microseconds());
});

Deno.test("Rounds keeps two rounds under way and waits for the last viewer", () => {
  let said = 0;
  const rounds = new Rounds(2, 10, () => said++);
  rounds.start();
  assert.equal(said, 1);
  rounds.read(0, 3);
  assert.equal(said, 2, "the first round is on its way out, so the second may follow");
  rounds.read(3, 20);
  assert.equal(said, 2, "one viewer has not read the first round");
  rounds.read(0, 10);
  assert.equal(said, 3);
  rounds.read(10, 25);
  assert.equal(said, 4);
});

// Whoever does TLS wrongly, or not at all where it is asked for, is gone, with its socket, and nobody else notices.

import assert from "node:assert/strict";
import { HANDSHAKE_DEADLINE } from "../../lib/net/tls.ts";
import { one } from "../support/certificates.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const encoder = new TextEncoder();

/** The first bytes of a TLS hello, which never goes on. */
const HALF_A_HELLO = Uint8Array.of(0x16, 3, 1, 2, 0, 1, 0);

/** A client in plain text, that also knows what became of the server's socket. */
class RawClient implements Disposable {
  readonly #conn: Deno.TcpConn;
  #open = true;

  private constructor(conn: Deno.TcpConn) {
    this.#conn = conn;
  }

  static async connect(port: number): Promise<RawClient> {
    return new RawClient(await Deno.connect({ hostname: "127.0.0.1", port }));
  }

  async send(bytes: Uint8Array): Promise<void> {
    assert.equal(await this.#conn.write(bytes), bytes.length);
  }

  /** All that comes until the server ends the connection. */
  async rest(): Promise<Uint8Array> {
    const received: number[] = [];
    const buffer = new Uint8Array(4096);
    for (let count = await this.#conn.read(buffer); count !== null; count = await this.#conn.read(buffer)) {
      received.push(...buffer.subarray(0, count));
    }
    return Uint8Array.from(received);
  }

  /** Whether the server has closed its socket, not only ended its sending half: it answers no more, but resets. */
  async isReset(): Promise<boolean> {
    try {
      for (let write = 0; write < 100; write++) await this.#conn.write(HALF_A_HELLO);
      return false;
    } catch (error) {
      return error instanceof Deno.errors.BrokenPipe || error instanceof Deno.errors.ConnectionReset;
    }
  }

  [Symbol.dispose](): void {
    if (this.#open) this.#conn.close();
    this.#open = false;
  }
}

const STALLED = [
  ["connects to the TLS port and says nothing", "tls", new Uint8Array(0)],
  ["stops in its hello on the TLS port", "tls", HALF_A_HELLO],
  ["stops in its hello on the port for everybody", "tcp", HALF_A_HELLO],
] as const;

for (const [what, kind, said] of STALLED) {
  Deno.test(`a client that ${what} is gone after 10 s, with its socket and its place`, async () => {
    await using app = await TestApp.start({ certificate: one, settings: { maxConnections: 2 } });
    const bob = await app.script("bob");
    using stalled = await RawClient.connect(app.portOf(kind));
    await stalled.send(said);
    await app.clock.whenArmed(HANDSHAKE_DEADLINE);
    const refused = await app.connect();
    assert.match(await refused.rest(), /^! This server is full\./);

    app.clock.advance(HANDSHAKE_DEADLINE);
    assert.equal((await stalled.rest()).length, 0);
    assert.ok(await stalled.isReset());
    const alice = await app.script("alice", { tls: true });
    await alice.send("hello");
    await bob.expect(/alice joined the chat$/, /alice\]: hello$/);
    assert.deepEqual(await bob.fence(), []);
  });
}

const NO_HANDSHAKES: readonly (readonly [what: string, said: Uint8Array])[] = [
  ["a hello that makes no sense", Uint8Array.of(0x16, 3, 1, 0, 5, 1, 0, 0, 1, 3)],
  ["a record without end", Uint8Array.of(0x16, 3, 1, 0xff, 0xff, ...new Uint8Array(3000).fill(1))],
  ["a record of another protocol", Uint8Array.of(0x16, ...encoder.encode("\0\0\0 and so on\r\n"))],
];
for (const kind of ["tls", "tcp"] as const) {
  for (const [what, said] of NO_HANDSHAKES) {
    Deno.test(`${what} on the port of kind ${kind} ends its connection, and no other`, async () => {
      await using app = await TestApp.start({ certificate: one });
      const bob = await app.script("bob");
      using client = await RawClient.connect(app.portOf(kind));
      await client.send(said);
      await client.rest();
      assert.ok(await client.isReset());
      const alice = await app.script("alice", { tls: true });
      await alice.send("hello");
      await bob.expect(`${STAMP}[system]: alice joined the chat`, `${STAMP}[alice]: hello`);
      assert.deepEqual(await bob.fence(), []);
    });
  }
}

for (
  const said of [
    "alice\nhello\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "LOGIN alice\n",
    "{}\n",
  ]
) {
  Deno.test(`${JSON.stringify(said)} in plain text on the TLS port is answered by one line`, async () => {
    await using app = await TestApp.start({ certificate: one });
    const bob = await app.script("bob");
    using client = await RawClient.connect(app.portOf("tls"));
    await client.send(encoder.encode(said));
    const answer = new TextDecoder().decode(await client.rest());
    assert.match(answer, /^! This port speaks TLS\. [^\n]*openssl s_client [^\n]*ncat --ssl [^\n]*\n$/);
    assert.deepEqual(await bob.fence(), []);
  });
}

Deno.test("a refusal on the TLS port is plain text, too, and costs no handshake", async () => {
  await using app = await TestApp.start({ certificate: one, settings: { maxConnections: 1 } });
  await app.script("alice");
  using client = await RawClient.connect(app.portOf("tls"));
  assert.match(new TextDecoder().decode(await client.rest()), /^! This server is full\./);
});

Deno.test("a client that goes in the middle of its handshake leaves nothing behind", async () => {
  await using app = await TestApp.start({ certificate: one, settings: { maxConnections: 1 } });
  {
    using client = await RawClient.connect(app.portOf("tls"));
    await client.send(HALF_A_HELLO);
    await app.clock.whenArmed(HANDSHAKE_DEADLINE);
  }
  while (app.clock.armed.includes(HANDSHAKE_DEADLINE)) await new Promise((turn) => setImmediate(turn));
  await app.script("alice", { tls: true });
});

Deno.test("a server that stops does not wait for those who are in the middle of a handshake", async () => {
  await using app = await TestApp.start({ certificate: one });
  using client = await RawClient.connect(app.portOf("tls"));
  await client.send(HALF_A_HELLO);
  await app.clock.whenArmed(HANDSHAKE_DEADLINE);
  const stopped = app.app.stop();
  assert.equal((await client.rest()).length, 0);
  client[Symbol.dispose]();
  await stopped;
});

// Over TLS everything is as it is in plain text, for every dialect, on the port for TLS and on the one for everybody.

import assert from "node:assert/strict";
import { once } from "node:events";
import { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
import { HANDSHAKE_DEADLINE } from "../../lib/net/tls.ts";
import { caCerts, one } from "../support/certificates.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";
import { type Cast, play } from "../support/transcript.ts";

const PROMPT = "[ENTER YOUR NAME]: ";

/** The ways in. */
const WAYS = {
  "in plain text": (app: TestApp) => app.connect(),
  "on the TLS port": (app: TestApp) => app.connectTo("tls"),
  "with a TLS hello on the port for everybody": (app: TestApp) => app.connect({ tls: true }),
} as const;
type Way = keyof typeof WAYS;
const TLS_WAYS = ["on the TLS port", "with a TLS hello on the port for everybody"] as const;

/** Everybody has another way in, and another dialect, in turn. */
const CASTS: readonly Readonly<Record<"terry" | "logan" | "jason", Way>>[] = [
  {
    terry: "in plain text",
    logan: "on the TLS port",
    jason: "with a TLS hello on the port for everybody",
  },
  {
    terry: "on the TLS port",
    logan: "with a TLS hello on the port for everybody",
    jason: "in plain text",
  },
  {
    terry: "with a TLS hello on the port for everybody",
    logan: "in plain text",
    jason: "on the TLS port",
  },
];
const DIALECTS: Cast = { terry: "terminal", logan: "login", jason: "json" };
const CONVERSATION = `
  logan > LOGIN logan
  logan < OK
  terry > terry
  terry < ${STAMP}[system]: logan joined the chat
  logan < INFO terry connected
  jason > {"body":"/login jason"}
  jason < {"type":"welcome","present":3}
  terry < ${STAMP}[system]: jason joined the chat
  logan < INFO jason connected
  logan > MSG one
  terry < ${STAMP}[logan]: one
  jason < {"sender":"logan","body":"one"}
  jason > {"body":"two"}
  terry < ${STAMP}[jason]: two
  logan < MSG jason two
  terry > three
  logan < MSG terry three
  jason < {"sender":"terry","body":"three"}
  logan > QUIT
  logan < OK
  logan |
  terry < ${STAMP}[system]: logan has left our chat...
  jason < {"type":"left","user":"logan"}
  terry > /quit
  terry < Goodbye!
  terry |
  jason < {"type":"left","user":"terry"}
  jason > {"body":"/quit"}
  jason < {"reply":"bye"}
  jason |
`;

for (const cast of CASTS) {
  const who = Object.entries(cast).map(([name, way]) => `${DIALECTS[name]} ${way}`).join(", ");
  Deno.test(`everybody hears everybody in one order: ${who}`, async () => {
    await using app = await TestApp.start({ certificate: one });
    const ways: Readonly<Record<string, Way>> = cast;
    await play(app, DIALECTS, CONVERSATION, (app, name) => WAYS[ways[name] ?? "in plain text"](app));
  });
}

Deno.test("the TLS port is there when there is a certificate, and named as such", async () => {
  await using app = await TestApp.start({ certificate: one });
  assert.deepEqual(app.app.listeners.map(({ kind }) => kind), ["tcp", "tls"]);
  await using without = await TestApp.start();
  assert.deepEqual(without.app.listeners.map(({ kind }) => kind), ["tcp"]);
  await using off = await TestApp.start({ certificate: one, settings: { tlsPort: null } });
  assert.deepEqual(off.app.listeners.map(({ kind }) => kind), ["tcp"]);
  await off.script("alice", { tls: true });
});

for (const way of TLS_WAYS) {
  Deno.test(`a person ${way} gets the prompt after 200 ms of silence`, async () => {
    await using app = await TestApp.start({ certificate: one });
    const client = await WAYS[way](app);
    // Where plain text is spoken, too, a first silence was begun before the hello came.
    const silences = way === "on the TLS port" ? 1 : 2;
    for (let silence = 0; silence < silences; silence++) {
      await app.clock.whenArmed(200);
      app.clock.advance(200);
    }
    await client.expectText(PROMPT);
    await client.send("alice");
    await client.expectText("you are alone in");
  });

  Deno.test(`a client ${way} whose handshake takes long is a script when it speaks at once`, async () => {
    await using app = await TestApp.start({ certificate: one });
    const conn = await Deno.connect({ hostname: "127.0.0.1", port: portOf(app, way) });
    const wire = new HeldWire(conn);
    const client = connectTls({ socket: wire, ca: [...caCerts], servername: "localhost" });
    await app.clock.whenArmed(HANDSHAKE_DEADLINE);
    app.clock.advance(HANDSHAKE_DEADLINE - 1);
    wire.release();
    client.write("LOGIN alice\nPING\n");
    let shown = "";
    while (!shown.endsWith("PONG\n")) shown += (await once(client, "data"))[0];
    client.destroy();
    assert.equal(shown, "OK\nPONG\n");
  });

  Deno.test(`a client ${way} that ends its sending half is answered`, async () => {
    await using app = await TestApp.start({ certificate: one });
    const client = await WAYS[way](app);
    await client.send("LOGIN alice", "PING", "PING");
    await client.closeWrite();
    assert.equal(await client.rest(), "OK\nPONG\nPONG\n");
  });

  Deno.test(`a user ${way} is told when the server stops`, async () => {
    await using app = await TestApp.start({ certificate: one });
    const client = await WAYS[way](app);
    await client.send("alice");
    await client.fence();
    const stopped = app.app.stop();
    assert.equal(await client.rest(), `${STAMP}[system]: The server is stopping. Goodbye!\n`);
    client.close();
    await stopped;
  });
}

function portOf(app: TestApp, way: Way): number {
  return way === "on the TLS port" ? app.portOf("tls") : app.port;
}

/** A socket that at first sends no more than the beginning of a hello. */
class HeldWire extends Duplex {
  readonly #conn: Deno.TcpConn;
  readonly #held: Uint8Array[] = [];
  #holds: "nothing yet" | "the rest" | "nothing more" = "nothing yet";

  constructor(conn: Deno.TcpConn) {
    super();
    this.#conn = conn;
  }

  release(): void {
    this.#holds = "nothing more";
    for (const bytes of this.#held) this.#conn.write(bytes);
  }

  override _read(): void {
    const buffer = new Uint8Array(4096);
    this.#conn.read(buffer).then(
      (count) => this.push(count === null ? null : buffer.subarray(0, count)),
      () => this.push(null),
    );
  }

  override _write(bytes: Uint8Array, _encoding: string, done: () => void): void {
    if (this.#holds === "nothing yet") {
      this.#holds = "the rest";
      this.#conn.write(bytes.subarray(0, 5));
      this.#held.push(bytes.subarray(5));
    } else if (this.#holds === "the rest") this.#held.push(bytes);
    else this.#conn.write(bytes);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#conn.close();
    done(error);
  }
}

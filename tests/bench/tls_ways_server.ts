// Serves the same fan-out in one of the ways to speak TLS that Deno offers: each line goes to every client, through the
// connections that Parley uses. The first argument names the way.

import { createServer, type TLSSocket } from "node:tls";
import { systemClock } from "../../lib/domain/clock.ts";
import { LineConnection } from "../../lib/net/line_connection.ts";
import type { CertificateFiles } from "../../lib/net/certificate.ts";
import { Tls } from "../../lib/net/tls.ts";
import { tcpTransport, type Transport } from "../../lib/net/transport.ts";

export type Way = "tcp" | "duplex" | "node" | "deno";

const hostname = "127.0.0.1";
const tcpBacklog = 4096;
const peer = { address: hostname, port: 0, secure: true } as const;

/** Each hands what it accepts to `serve`, and gives the port. */
const ways: Readonly<Record<Way, (files: CertificateFiles) => number | Promise<number>>> = {
  tcp: () => acceptAll(Deno.listen({ hostname, port: 0, tcpBacklog }), tcpTransport),
  async duplex(files) {
    const tls = await Tls.open(files, { clock: systemClock, onFailed: (_peer, why) => console.error(why) });
    return acceptAll(
      Deno.listen({ hostname, port: 0, tcpBacklog }),
      (conn) => tls.over(tcpTransport(conn), true),
    );
  },
  async node(files) {
    const server = createServer({ ...read(files), allowHalfOpen: true, noDelay: true }, (socket) => {
      serve(nodeTransport(socket));
    });
    await new Promise<void>((listening) => server.listen(0, hostname, tcpBacklog, listening));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("the server does not listen");
    return address.port;
  },
  deno: (files) => acceptAll(Deno.listenTls({ hostname, port: 0, ...read(files) }), denoTransport),
};

function read({ cert, key }: CertificateFiles): CertificateFiles {
  return { cert: Deno.readTextFileSync(cert), key: Deno.readTextFileSync(key) };
}

function acceptAll<Conn extends Deno.Conn>(
  listener: Deno.Listener<Conn, Deno.NetAddr>,
  transportOf: (conn: Conn) => Transport,
): number {
  (async () => {
    for (;;) serve(transportOf(await listener.accept()));
  })();
  return listener.addr.port;
}

function denoTransport(conn: Deno.TlsConn): Transport {
  return {
    peer,
    read: (into) => conn.read(into),
    write: (bytes) => conn.write(bytes),
    closeWrite: () => conn.closeWrite(),
    close: () => conn.close(),
  };
}

function nodeTransport(socket: TLSSocket): Transport {
  const decrypted: Uint8Array[] = [];
  let arrived = Promise.withResolvers<void>();
  let ended = false;
  function end(): void {
    ended = true;
    arrived.resolve();
  }
  socket.on("data", (bytes: Uint8Array) => {
    decrypted.push(bytes);
    arrived.resolve();
  });
  socket.on("end", end).on("error", end);
  return {
    peer,
    async read(into) {
      while (decrypted.length === 0 && !ended) {
        await arrived.promise;
        arrived = Promise.withResolvers();
      }
      const bytes = decrypted.shift();
      if (bytes === undefined) return null;
      const count = Math.min(into.length, bytes.length);
      into.set(bytes.subarray(0, count));
      if (count < bytes.length) decrypted.unshift(bytes.subarray(count));
      return count;
    },
    write: (bytes) =>
      new Promise((resolve, reject) =>
        socket.write(bytes, (error) => error ? reject(error) : resolve(bytes.length))
      ),
    closeWrite: () => new Promise<void>((resolve) => socket.end(resolve)),
    close: () => void socket.destroy(),
  };
}

const connections = new Set<LineConnection>();
let said: string[] = [];

async function serve(transport: Transport): Promise<void> {
  const connection = new LineConnection(transport, { clock: systemClock, onProblem: console.error });
  connections.add(connection);
  for (let more = connection.arrival(); more !== undefined; more = connection.arrival()) {
    await more;
    for (let line = connection.nextLine(); line !== undefined; line = connection.nextLine()) {
      if (line.kind !== "text") continue;
      if (said.length === 0) setImmediate(fanOut);
      said.push(`${line.text}\n`);
    }
  }
  connections.delete(connection);
  connection.close("end");
}

function fanOut(): void {
  const chunk = new TextEncoder().encode(said.join(""));
  for (const connection of connections) connection.out.offer(chunk, said.length);
  said = [];
}

const [way = "", cert = "", key = ""] = Deno.args;
const open = Object.entries(ways).find(([name]) => name === way)?.[1];
if (open === undefined) throw new Error(`no way is named ${way}`);
console.log(`port ${await open({ cert, key })}`);

// TLS in memory: a client of node:tls, and between it and the server a wire that the test can hold up.

import { once } from "node:events";
import { Duplex } from "node:stream";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import type { CertificateFiles } from "../../../lib/net/certificate.ts";
import { Tls } from "../../../lib/net/tls.ts";
import type { Transport } from "../../../lib/net/transport.ts";
import { caCerts, one } from "../../support/certificates.ts";
import { FakeClock } from "../../support/fake_clock.ts";
import { FakeTransport } from "../../support/fake_transport.ts";

const decoder = new TextDecoder();

/** The server's end of the wire; what is taken reaches the client. */
export class Wire extends FakeTransport {
  toClient: (bytes: Uint8Array | null) => void = () => {};

  override write(bytes: Uint8Array): Promise<number> {
    if (this.takesAll) this.toClient(bytes.slice());
    return super.write(bytes);
  }

  override closeWrite(): Promise<void> {
    this.toClient(null);
    return super.closeWrite();
  }

  override close(): void {
    if (this.timesClosed === 0 && !this.writeClosed) this.toClient(null);
    super.close();
  }
}

export interface StartTlsOptions {
  readonly required?: boolean;
  readonly files?: CertificateFiles;
}

/** A transport that may speak TLS, over a wire with nobody at its other end yet. */
export async function startTls({ required = false, files = one }: StartTlsOptions = {}) {
  const clock = new FakeClock();
  const failures: string[] = [];
  const tls = await Tls.open(files, { clock, onFailed: (_peer, why) => failures.push(why) });
  const wire = new Wire();
  return { clock, failures, tls, wire, transport: tls.over(wire, required) };
}

/** A client whose bytes reach the server as `packets` cuts them. */
export function startClient(
  wire: Wire,
  options: ConnectionOptions = {},
  packets: (bytes: Uint8Array) => Iterable<Uint8Array> = (bytes) => [bytes],
): TLSSocket {
  const end = new Duplex({
    read() {},
    write(bytes: Uint8Array, _encoding, done) {
      for (const packet of packets(bytes)) wire.sends(packet);
      done();
    },
    destroy(error, done) {
      wire.ends();
      done(error);
    },
  });
  wire.toClient = (bytes) => end.push(bytes);
  // Whoever expects its errors listens for them; none of them is to end the test.
  return connect({ socket: end, ca: [...caCerts], servername: "localhost", ...options }).on(
    "error",
    () => {},
  );
}

/** A client and a transport that have shaken hands. The client has said `hello`, which the transport has read. */
export async function startSecured(options: ConnectionOptions = {}, files?: CertificateFiles) {
  const started = await startTls(files && { files });
  const client = startClient(started.wire, options);
  client.write("hello");
  const hello = readText(started.transport);
  await once(client, "secureConnect");
  await hello;
  return { ...started, client };
}

/** What comes at one read; null at the end. */
export async function readText(transport: Transport, size = 1024): Promise<string | null> {
  const into = new Uint8Array(size);
  const count = await transport.read(into);
  return count === null ? null : decoder.decode(into.subarray(0, count));
}

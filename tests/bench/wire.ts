// The sockets of the load generator: plain ones, from many addresses, and encrypted ones.

import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { caCerts } from "../support/certificates.ts";

/** Called with each read: `bytes` up to `end`. They are used again afterwards. */
export type OnBytes = (bytes: Uint8Array, end: number) => void;

export interface Wire {
  /** Settles when nothing more comes. A reset is an end as well; what is missing shows in the count. */
  readonly ended: Promise<void>;
  /** Queues bytes; never waits. */
  send(bytes: Uint8Array): void;
  close(): void;
}

/** A viewer that is given a whole turn of a busy server at once takes it in one read. */
const shared = new Uint8Array(64 * 1024);
/** What one TLS record holds at most. */
const RECORD = 16 * 1024;

/** Connections that come from one address, as many as a server of Parley's takes from it unless told otherwise. */
const PER_ADDRESS = 10;

/** Where the connection with this number comes from. macOS has 127.0.0.1 alone. */
export function sourceAddress(index: number): string {
  if (Deno.build.os === "darwin") return "127.0.0.1";
  const place = Math.floor(index / PER_ADDRESS);
  return `127.0.${1 + Math.floor(place / 250)}.${1 + place % 250}`;
}

/**
 * node:net alone can choose the address that it comes from. With `onread` all sockets share one buffer, and a read costs
 * no more than one of `Deno.connect`.
 */
export async function plainWire(port: number, address: string, onBytes: OnBytes): Promise<Wire> {
  const socket = connect({
    host: "127.0.0.1",
    port,
    localAddress: address,
    onread: {
      buffer: shared,
      callback(count) {
        onBytes(shared, count);
        return true;
      },
    },
  });
  await once(socket, "connect");
  return new PlainWire(socket);
}

class PlainWire implements Wire {
  readonly ended: Promise<void>;
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("error", () => {});
    this.ended = new Promise((resolve) => socket.once("close", () => resolve()));
  }

  send(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** All come from 127.0.0.1: Deno's own TLS costs the load generator a quarter less than node:tls. */
export async function encryptedWire(port: number, onBytes: OnBytes): Promise<Wire> {
  const conn = await Deno.connect({ hostname: "127.0.0.1", port });
  conn.setNoDelay(true);
  const tls = await Deno.startTls(conn, { hostname: "localhost", caCerts: [...caCerts] });
  await tls.handshake();
  return new EncryptedWire(tls, onBytes);
}

class EncryptedWire implements Wire {
  readonly ended: Promise<void>;
  readonly #conn: Deno.TlsConn;
  #written: Promise<unknown> = Promise.resolve();
  #open = true;

  constructor(conn: Deno.TlsConn, onBytes: OnBytes) {
    this.#conn = conn;
    this.ended = this.#read(onBytes);
  }

  send(bytes: Uint8Array): void {
    this.#written = this.#written.then(() => this.#write(bytes)).catch(() => this.close());
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#conn.close();
  }

  async #read(onBytes: OnBytes): Promise<void> {
    const buffer = new Uint8Array(RECORD);
    while (this.#open) {
      const count = await this.#conn.read(buffer).catch(() => null);
      if (count === null) break;
      onBytes(buffer, count);
    }
    this.close();
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await this.#conn.write(rest));
  }
}

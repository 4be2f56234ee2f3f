// One accepted socket, as a line connection uses it: plain TCP here, other carriers fit the same port.

import type { Peer } from "./connection.ts";

/** At most one read and one write are in flight. Every method may fail, by rejecting, once the peer is gone. */
export interface Transport {
  readonly peer: Peer;
  /** Resolves with how many bytes were read; null when the peer has ended. */
  read(into: Uint8Array): Promise<number | null>;
  /** Resolves with how many bytes the operating system took: at least one, maybe not all. */
  write(bytes: Uint8Array): Promise<number>;
  /** The TLS handshake, once there is one: resolves when it is over, however it ended. */
  readonly handshake?: Promise<void> | undefined;
  /** Tells the peer that nothing more comes; what was written still arrives. */
  closeWrite(): Promise<void>;
  /** Frees the socket at once; reads and writes in flight reject. Later calls change nothing. */
  close(): void;
}

/** `onClosed` runs once, when the socket has been closed. Never throws. */
export function tcpTransport(conn: Deno.TcpConn, onClosed: () => void = () => {}): Transport {
  return new TcpTransport(conn, onClosed);
}

class TcpTransport implements Transport {
  readonly peer: Peer;
  readonly #conn: Deno.TcpConn;
  readonly #onClosed: () => void;
  #open = true;

  constructor(conn: Deno.TcpConn, onClosed: () => void) {
    const { hostname, port } = conn.remoteAddr;
    this.peer = { address: plainAddress(hostname), port, secure: false };
    this.#conn = conn;
    this.#onClosed = onClosed;
    try {
      // Lines are small and people wait for them; the outbox joins what can be joined.
      conn.setNoDelay(true);
      conn.setKeepAlive(true);
    } catch {
      // Some systems refuse this for a peer that has gone again; the first read will tell.
    }
  }

  read(into: Uint8Array): Promise<number | null> {
    return this.#conn.read(into);
  }

  write(bytes: Uint8Array): Promise<number> {
    return this.#conn.write(bytes);
  }

  closeWrite(): Promise<void> {
    return this.#conn.closeWrite();
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#conn.close();
    this.#onClosed();
  }
}

/** A socket that listens on `::` sees IPv4 peers as `::ffff:192.0.2.1`; bans and limits want one form. */
export function plainAddress(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}

// TLS for peers that begin with a TLS hello, behind the same port as plain connections.

import type { SecureContext } from "node:tls";
import type { Clock } from "../domain/clock.ts";
import { type CertificateFiles, readCertificate } from "./certificate.ts";
import type { Peer } from "./connection.ts";
import { EncryptedTransport } from "./encrypted_transport.ts";
import type { Transport } from "./transport.ts";

/** Milliseconds within which a handshake has to be done. */
export const HANDSHAKE_DEADLINE = 10_000;

/** First byte of a TLS record that holds a handshake (RFC 8446, section 5.1). No text begins with it. */
const HANDSHAKE_RECORD = 0x16;

export interface TlsOptions {
  readonly clock: Clock;
  /** A handshake was begun, or required, and not done; the connection is closed then. */
  readonly onFailed: (peer: Peer, why: string) => void;
}

/** One certificate, for all ports of a server. */
export class Tls {
  readonly #files: CertificateFiles;
  readonly #options: TlsOptions;
  #context: SecureContext;

  private constructor(files: CertificateFiles, options: TlsOptions, context: SecureContext) {
    this.#files = files;
    this.#options = options;
    this.#context = context;
  }

  /** Throws StartError when the files hold no certificate with its key. */
  static async open(files: CertificateFiles, options: TlsOptions): Promise<Tls> {
    return new Tls(files, options, await readCertificate(files));
  }

  /** Reads the files again, for handshakes from now on. Throws StartError, and the old certificate stays. */
  async reload(): Promise<void> {
    this.#context = await readCertificate(this.#files);
  }

  /**
   * Takes over `inner`. A peer that says something else first is heard as it is, also when TLS is required; one that
   * says nothing is late then.
   */
  over(inner: Transport, required: boolean): Transport {
    return new TlsTransport(inner, required, () => this.#context, this.#options);
  }
}

class TlsTransport implements Transport {
  readonly peer: Peer;
  readonly #inner: Transport;
  readonly #context: () => SecureContext;
  readonly #options: TlsOptions;
  /** What reads and writes go through: `inner` itself until the peer has begun a handshake. */
  #carrier: Transport;
  #heard = false;
  #spoken = false;
  #secure = false;
  #settled = false;
  #closed = false;
  #handshake: PromiseWithResolvers<void> | undefined;
  #cancelDeadline = () => {};

  constructor(inner: Transport, required: boolean, context: () => SecureContext, options: TlsOptions) {
    const isSecure = () => this.#secure;
    this.peer = {
      ...inner.peer,
      get secure() {
        return isSecure();
      },
    };
    this.#inner = inner;
    this.#carrier = inner;
    this.#context = context;
    this.#options = options;
    if (required) this.#expectHandshake();
  }

  get handshake(): Promise<void> | undefined {
    return this.#handshake?.promise;
  }

  read(into: Uint8Array): Promise<number | null> {
    return this.#heard ? this.#carrier.read(into) : this.#readFirst(into);
  }

  write(bytes: Uint8Array): Promise<number> {
    this.#spoken = true;
    return this.#carrier.write(bytes);
  }

  closeWrite(): Promise<void> {
    return this.#carrier.closeWrite();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#settle();
    this.#carrier.close();
  }

  async #readFirst(into: Uint8Array): Promise<number | null> {
    const count = await this.#inner.read(into);
    if (this.#closed) throw new Deno.errors.Interrupted("closed from here");
    this.#heard = true;
    // Who was spoken to in plain text can make nothing of a handshake any more.
    if (count === null || into[0] !== HANDSHAKE_RECORD || this.#spoken) {
      this.#settle();
      return count;
    }
    this.#expectHandshake();
    const encrypted = new EncryptedTransport(this.#inner, this.#context(), into.slice(0, count));
    this.#carrier = encrypted;
    encrypted.established.then(() => {
      this.#secure = true;
      this.#settle();
    }, (error) => this.#settle(error instanceof Error ? error.message : String(error)));
    return await encrypted.read(into);
  }

  #expectHandshake(): void {
    if (this.#handshake !== undefined) return;
    this.#handshake = Promise.withResolvers();
    this.#cancelDeadline = this.#options.clock.after(HANDSHAKE_DEADLINE, () => {
      this.#settle("it took too long");
    });
  }

  /** There is no handshake to wait for any more; with `failure`, because it failed. The first call counts. */
  #settle(failure?: string): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#cancelDeadline();
    this.#handshake?.resolve();
    if (failure === undefined) return;
    this.#options.onFailed(this.peer, failure);
    this.close();
  }
}

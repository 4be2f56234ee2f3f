// The server's end of one TLS connection, over any transport, from the peer's hello on.

import { Duplex } from "node:stream";
import { type SecureContext, TLSSocket } from "node:tls";
import { ChunkQueue } from "./chunk_queue.ts";
import type { Peer } from "./connection.ts";
import type { Transport } from "./transport.ts";

/** The fatal alert `handshake_failure`, as every version reads it (RFC 5246, section 7.2). */
const HANDSHAKE_FAILURE = Uint8Array.of(21, 3, 1, 0, 2, 2, 40);

/** Bytes that are encrypted at one go: what a slow peer has not taken yet is held a second time, encrypted. */
const PORTION = 32 * 1024;
/** Encrypted bytes that may wait. More than a portion are answers to a peer that asks for new keys and never reads. */
const MOST_UNSENT = 4 * PORTION;

/**
 * node:tls does the encryption, and nothing else: it is fed when somebody reads, and what it gives is sent here, so that
 * a peer that sends too fast, or reads too slowly, fills no buffer of its own.
 */
export class EncryptedTransport implements Transport {
  readonly peer: Peer;
  readonly #inner: Transport;
  readonly #established = Promise.withResolvers<void>();
  #isEstablished = false;
  readonly #socket: TLSSocket;
  /** The encrypted side of the socket: what the peer sent is pushed in, what it is to get comes out. */
  readonly #wire: Duplex;

  readonly #buffer = new Uint8Array(4096);
  readonly #decrypted: Uint8Array[] = [];
  /** Whether bytes of the peer are on their way: at first the hello is. */
  #pulling = true;
  #ended = false;
  #failure: unknown;
  #reading: { readonly into: Uint8Array; readonly done: PromiseWithResolvers<number | null> } | undefined;

  #answered = false;
  readonly #unsent = new ChunkQueue();
  #unsentBytes = 0;
  #sending: Promise<void> | undefined;
  #outputFailure: unknown;
  #writing:
    | { readonly count: number; encrypted: boolean; readonly done: PromiseWithResolvers<number> }
    | undefined;

  /** Takes over `inner`; `hello` is what was read from it so far. */
  constructor(inner: Transport, context: SecureContext, hello: Uint8Array) {
    this.peer = inner.peer;
    this.#inner = inner;
    this.#wire = new Duplex({
      read() {},
      write: (bytes: Uint8Array, _encoding, done) => {
        this.#send(bytes);
        done();
      },
    });
    this.#socket = new TLSSocket(this.#wire, { isServer: true, secureContext: context });
    this.#socket.on("secure", () => {
      this.#isEstablished = true;
      this.#established.resolve();
    });
    this.#socket.on("data", (bytes: Uint8Array) => {
      this.#decrypted.push(bytes);
      this.#serve();
    });
    this.#socket.on("end", () => this.#end());
    // Sockets without a tls.Server tell what goes wrong after the handshake under the second name alone.
    for (const event of ["error", "_tlsError"]) {
      this.#socket.on(event, (error: Error) => {
        // Over a stream Deno keeps the alert to itself that is owed to a peer whose hello is refused.
        if (!this.#answered) this.#send(HANDSHAKE_FAILURE);
        this.#fail(error);
      });
    }
    // The socket starts in a turn of its own. A hello that was there before, and made no sense, would be an error in
    // that turn, which nobody could catch.
    setImmediate(() => this.#feed(hello));
  }

  /** Resolves when the handshake is done; rejects when it fails, and when it was not done before the close. */
  get established(): Promise<void> {
    return this.#established.promise;
  }

  read(into: Uint8Array): Promise<number | null> {
    const done = Promise.withResolvers<number | null>();
    this.#reading = { into, done };
    this.#serve();
    return done.promise;
  }

  /** Resolves when the operating system has taken the bytes, encrypted. */
  write(bytes: Uint8Array): Promise<number> {
    const portion = bytes.subarray(0, PORTION);
    const writing = { count: portion.length, encrypted: false, done: Promise.withResolvers<number>() };
    this.#writing = writing;
    this.#socket.write(portion, (error) => {
      writing.encrypted = true;
      if (error) this.#outputFailure ??= error;
      this.#tell();
    });
    return writing.done.promise;
  }

  async closeWrite(): Promise<void> {
    if (this.#isEstablished) {
      // The peer is told that this is the end, and that nobody has cut the connection.
      await new Promise<void>((resolve) => this.#socket.end(resolve));
      await this.#sending;
    }
    await this.#inner.closeWrite();
  }

  close(): void {
    this.#inner.close();
    this.#fail(new Deno.errors.Interrupted("closed from here"));
    this.#socket.destroy();
  }

  /** Gives a waiting read what is there. */
  #serve(): void {
    if (this.#reading === undefined) return;
    const { into, done } = this.#reading;
    const chunk = this.#decrypted[0];
    if (chunk !== undefined) {
      const count = Math.min(into.length, chunk.length);
      into.set(chunk.subarray(0, count));
      if (count === chunk.length) this.#decrypted.shift();
      else this.#decrypted[0] = chunk.subarray(count);
      done.resolve(count);
    } else if (this.#ended) done.resolve(null);
    else if (this.#failure !== undefined) done.reject(this.#failure);
    else return this.#pull();
    this.#reading = undefined;
  }

  #pull(): void {
    if (this.#pulling) return;
    this.#pulling = true;
    this.#inner.read(this.#buffer).then(
      (count) => this.#feed(count === null ? null : this.#buffer.slice(0, count)),
      (error) => this.#fail(error),
    );
  }

  #feed(bytes: Uint8Array | null): void {
    this.#pulling = false;
    this.#wire.push(bytes);
    if (bytes !== null) this.#serve();
  }

  /** The peer has said that it ends, or its system has. */
  #end(): void {
    if (!this.#isEstablished) return this.#fail(new Deno.errors.UnexpectedEof("the peer left"));
    this.#ended = true;
    this.#serve();
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#outputFailure ??= error;
    this.#established.reject(error);
    this.#serve();
    this.#tell();
  }

  #send(bytes: Uint8Array): void {
    if (this.#outputFailure !== undefined) return;
    this.#answered = true;
    this.#unsent.push(bytes);
    this.#unsentBytes += bytes.length;
    if (this.#unsentBytes > MOST_UNSENT) return this.#fail(new Error("more waits than a reader would leave"));
    this.#sending ??= this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    try {
      for (let bytes = this.#unsent.take(); bytes !== undefined; bytes = this.#unsent.take()) {
        for (let sent = 0; sent < bytes.length;) sent += await this.#inner.write(bytes.subarray(sent));
        this.#unsentBytes -= bytes.length;
      }
    } catch (error) {
      // What the peer had sent before it went away is still there to be read.
      this.#outputFailure ??= error;
    }
    this.#sending = undefined;
    this.#tell();
  }

  /** Ends a waiting write that has come to its end. */
  #tell(): void {
    if (this.#writing === undefined) return;
    const { count, encrypted, done } = this.#writing;
    if (this.#outputFailure !== undefined) done.reject(this.#outputFailure);
    else if (encrypted && this.#sending === undefined) done.resolve(count);
    else return;
    this.#writing = undefined;
  }
}

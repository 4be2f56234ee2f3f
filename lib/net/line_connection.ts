// A connection over a transport: reading and writing go on apart, and closing brings them together.

import type { Clock } from "../domain/clock.ts";
import type { CloseReason, Connection, Line, Peer } from "./connection.ts";
import { LineReader } from "./line_reader.ts";
import { Outbox } from "./outbox.ts";
import type { Transport } from "./transport.ts";

/** Milliseconds that a closing connection gets to write what is queued, and its peer to end as well. */
export const FLUSH_DEADLINE = 2000;

export interface LineConnectionOptions {
  readonly clock: Clock;
  /** A callback of the owner has thrown; the connection closes as `error`. */
  readonly onProblem: (error: unknown) => void;
}

export class LineConnection implements Connection {
  readonly peer: Peer;
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #outbox: Outbox;
  readonly #reader: LineReader;
  readonly #closed = Promise.withResolvers<CloseReason>();
  #reason: CloseReason | undefined;
  #outputLost = false;
  #flushed = false;
  #finished = false;
  #cancelDeadline: (() => void) | undefined;

  constructor(transport: Transport, { clock, onProblem }: LineConnectionOptions) {
    this.peer = transport.peer;
    this.#transport = transport;
    this.#clock = clock;
    this.#outbox = new Outbox(transport, {
      onBroken: (reason, error) => {
        if (reason === "error") onProblem(error);
        if (reason === "lost") this.#loseOutput();
        else this.close(reason);
      },
    }, clock);
    this.#reader = new LineReader(transport, {
      onAnswers: (bytes) => this.#outbox.send(bytes),
      onEnd: (how) => this.#inputEnded(how),
    });
  }

  get closed(): Promise<CloseReason> {
    return this.#closed.promise;
  }

  get handshake(): Promise<void> | undefined {
    return this.#transport.handshake;
  }

  get arrivals(): number {
    return this.#reader.arrivals;
  }

  get columns(): number | undefined {
    return this.#reader.columns;
  }

  get queued(): number {
    return this.#outbox.queued;
  }

  get onSkipped(): ((lines: number) => Uint8Array) | undefined {
    return this.#outbox.onSkipped;
  }

  set onSkipped(tell: ((lines: number) => Uint8Array) | undefined) {
    this.#outbox.onSkipped = tell;
  }

  firstByte(): Promise<number | undefined> {
    return this.#reader.firstByte();
  }

  lines(): AsyncIterable<Line> {
    return this.#reader.lines();
  }

  send(chunk: Uint8Array, written?: () => void): void {
    this.#outbox.send(chunk, written);
  }

  offer(chunk: Uint8Array, lines: number): void {
    this.#outbox.offer(chunk, lines);
  }

  hideInput(hidden: boolean): void {
    this.#reader.hideInput(hidden);
  }

  drained(): Promise<void> | undefined {
    return this.#outbox.drained();
  }

  close(reason: CloseReason, lastWords?: Uint8Array): void {
    if (this.#reason !== undefined) return;
    this.#reader.drop();
    this.#end(this.#outputLost ? "lost" : reason, lastWords);
  }

  #end(reason: CloseReason, lastWords?: Uint8Array): void {
    this.#reason = reason;
    this.#cancelDeadline?.();
    if (reason === "lost") return this.#finish(reason);
    this.#outbox.end(() => this.#linger(reason), lastWords);
    if (!this.#finished) this.#cancelDeadline = this.#clock.after(FLUSH_DEADLINE, () => this.#finish(reason));
  }

  /**
   * All is written, but a socket that is closed with unread input resets the connection, which destroys what the peer
   * has not received yet. So the peer is told the end and has until the deadline to end too.
   */
  #linger(reason: CloseReason): void {
    this.#flushed = true;
    const told = this.#transport.closeWrite().catch(() => {});
    // Refused peers are not counted in the limits, so they must not hold a socket: a flood of them would take all.
    if (this.#reader.ended || reason === "refused") told.then(() => this.#finish(reason));
    else this.#reader.discard();
  }

  #inputEnded(how: "end" | "lost"): void {
    const reason = this.#reason;
    if (reason === undefined) {
      if (how === "lost" || this.#outputLost) this.#end("lost");
    } else if (how === "lost" || this.#flushed) {
      this.#finish(reason);
    }
  }

  /** A peer that sends and goes away at once resets what comes back; what it sent is still there to be read. */
  #loseOutput(): void {
    this.#outputLost = true;
    if (this.#reason !== undefined) this.#finish(this.#reason);
    else if (this.#reader.ended) this.#end("lost");
    else this.#cancelDeadline = this.#clock.after(FLUSH_DEADLINE, () => this.#end("lost"));
  }

  #finish(reason: CloseReason): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#cancelDeadline?.();
    this.#outbox.stop();
    this.#transport.close();
    this.#closed.resolve(reason);
  }
}

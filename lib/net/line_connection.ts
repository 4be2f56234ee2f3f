// A connection over a transport: reading and writing go on apart, and closing brings them together.

import type { Clock } from "../domain/clock.ts";
import type { CloseReason, Connection, Line, Peer } from "./connection.ts";
import { LineReader, type LineReaderOwner } from "./line_reader.ts";
import { Outbox, type OutboxOwner } from "./outbox.ts";
import type { Transport } from "./transport.ts";

/** Milliseconds that a closing connection gets to write what is queued, and its peer to end as well. */
export const FLUSH_DEADLINE = 2000;

export interface LineConnectionOptions {
  readonly clock: Clock;
  /** A callback of the owner has thrown; the connection closes as `error`. */
  readonly onProblem: (error: unknown) => void;
}

export class LineConnection implements Connection, OutboxOwner, LineReaderOwner {
  readonly peer: Peer;
  readonly out: Outbox;
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #onProblem: LineConnectionOptions["onProblem"];
  readonly #reader: LineReader;
  #reason: CloseReason | undefined;
  /** Made for whoever asks: most connections are open and idle, and what each of them holds counts. */
  #closed: PromiseWithResolvers<CloseReason> | undefined;
  #outputLost = false;
  #flushed = false;
  /** Why it is closed. */
  #finished: CloseReason | undefined;
  #cancelDeadline: (() => void) | undefined;

  constructor(transport: Transport, { clock, onProblem }: LineConnectionOptions) {
    this.peer = transport.peer;
    this.#transport = transport;
    this.#clock = clock;
    this.#onProblem = onProblem;
    this.out = new Outbox(transport, this, clock);
    this.#reader = new LineReader(transport, this);
  }

  /** For the outbox. */
  onBroken(reason: "lost" | "slow-consumer" | "error", error?: unknown): void {
    if (reason === "error") this.#onProblem(error);
    if (reason === "lost") this.#loseOutput();
    else this.close(reason);
  }

  /** For the reader. */
  onAnswers(bytes: Uint8Array): void {
    this.out.send(bytes);
  }

  /** For the reader. */
  onEnd(how: "end" | "lost"): void {
    const reason = this.#reason;
    if (reason === undefined) {
      if (how === "lost" || this.#outputLost) this.#end("lost");
    } else if (how === "lost" || this.#flushed) {
      this.#finish(reason);
    }
  }

  get closed(): Promise<CloseReason> {
    if (this.#finished !== undefined) return Promise.resolve(this.#finished);
    this.#closed ??= Promise.withResolvers();
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

  firstByte(): Promise<number | undefined> {
    return this.#reader.firstByte();
  }

  firstLine(): Promise<Line | undefined> {
    return this.#reader.firstLine();
  }

  nextLine(): Line | undefined {
    return this.#reader.nextLine();
  }

  arrival(): Promise<void> | undefined {
    return this.#reader.arrival();
  }

  hideInput(hidden: boolean): void {
    this.#reader.hideInput(hidden);
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
    this.out.end(() => this.#linger(reason), lastWords);
    if (this.#finished === undefined) {
      this.#cancelDeadline = this.#clock.after(FLUSH_DEADLINE, () => this.#finish(reason));
    }
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

  /** A peer that sends and goes away at once resets what comes back; what it sent is still there to be read. */
  #loseOutput(): void {
    this.#outputLost = true;
    if (this.#reason !== undefined) this.#finish(this.#reason);
    else if (this.#reader.ended) this.#end("lost");
    else this.#cancelDeadline = this.#clock.after(FLUSH_DEADLINE, () => this.#end("lost"));
  }

  #finish(reason: CloseReason): void {
    if (this.#finished !== undefined) return;
    this.#finished = reason;
    this.#cancelDeadline?.();
    this.out.stop();
    this.#transport.close();
    this.#closed?.resolve(reason);
  }
}

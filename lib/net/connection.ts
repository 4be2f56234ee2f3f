// What the rest of the server knows of a connection: lines come in, bytes go out, and neither ever waits for the other.

/** One line without its end; over-long ones are a value too, so that their author can be told. */
export type Line = { readonly kind: "text"; readonly text: string } | { readonly kind: "too-long" };

export interface Peer {
  /** IP address, IPv4-mapped IPv6 written as IPv4. */
  readonly address: string;
  readonly port: number;
  /** Whether the bytes travel under TLS; false until its handshake is done. */
  readonly secure: boolean;
}

/**
 * Why a connection ended. `end`: the peer finished sending; `lost`: reset or unreachable;
 * `slow-consumer`: it did not read what was sent; `kicked`: somebody who may do so sent the user away.
 */
export type CloseReason =
  | "quit"
  | "end"
  | "lost"
  | "slow-consumer"
  | "idle"
  | "refused"
  | "kicked"
  | "shutdown"
  | "error";

/** The bytes to a peer, in order. */
export interface Outgoing {
  /**
   * Queues bytes that must arrive; never waits, never skips. Past the hard limit the connection is closed as
   * `slow-consumer`. `written` runs when the last byte has been handed to the operating system, or never.
   */
  send(chunk: Uint8Array, written?: () => void): void;
  /** Queues `lines` lines that may be skipped; past the budget they are counted instead, and `onSkipped` tells. */
  offer(chunk: Uint8Array, lines: number): void;
  /** Set by the owner: what to send once the peer reads again after `lines` lines were skipped. */
  onSkipped: ((lines: number) => Uint8Array) | undefined;
  /** How many chunks were queued so far: lets an owner see whether anything was sent in between. */
  readonly queued: number;
  /**
   * Resolves when the queue is within its budget again, or the connection closes: whoever asks for more waits here
   * first. Undefined: there is nothing to wait for.
   */
  drained(): Promise<void> | undefined;
}

export interface Connection {
  readonly peer: Peer;
  readonly out: Outgoing;
  /** Settles once, when nothing more will be read or written and the socket is closed. Never rejects. */
  readonly closed: Promise<CloseReason>;
  /** The TLS handshake, once one is begun or awaited: resolves when it is over, however it went. */
  readonly handshake: Promise<void> | undefined;
  /**
   * The first byte that the peer sends, which stays unread; undefined when it ends without one. The bytes of telnet
   * negotiation are not the peer's word and do not count.
   */
  firstByte(): Promise<number | undefined>;
  /** The first line that the peer sends, which stays unread; undefined when it ends without one. */
  firstLine(): Promise<Line | undefined>;
  /** The next of the peer's lines that have come; undefined when there is none, and once closed from here. */
  nextLine(): Line | undefined;
  /**
   * Resolves when more has come, which may be no whole line, or the peer has ended; to be asked for when there is no
   * line. Undefined when nothing more will come: the peer has ended or is lost, or the connection is closed from here.
   */
  arrival(): Promise<void> | undefined;
  /**
   * How often something has come from the peer so far: lines of one arrival were sent together, before their sender
   * can have read an answer to the first of them.
   */
  readonly arrivals: number;
  /**
   * Asks a telnet client not to show what is typed, as for a password, and to show it again. Clients that never spoke
   * telnet see no byte of it.
   */
  hideInput(hidden: boolean): void;
  /** How wide the peer's window is now, in characters, as telnet clients tell; undefined: it has not said. */
  readonly columns: number | undefined;
  /**
   * Gives no more lines, writes out what is queued and `lastWords` after it, which no limit keeps out, and closes when
   * the peer has ended too; all within a deadline. Later calls change nothing.
   */
  close(reason: CloseReason, lastWords?: Uint8Array): void;
}

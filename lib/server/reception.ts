// The first moments of a connection: who speaks first, and in which dialect.

import type { Clock } from "../domain/clock.ts";
import type { Problem } from "../domain/problem.ts";
import { othersTurn } from "../domain/turn.ts";
import type { Connection } from "../net/connection.ts";
import type { Dialect, DialectFactory } from "../dialects/dialect.ts";

/** A client that is silent for so long, in milliseconds, is a person who waits for the prompt. */
export const SILENCE = 200;

/** First byte of a TLS record that holds a handshake (RFC 8446, section 5.1). */
const TLS_HANDSHAKE = 0x16;
/** Request line of HTTP/1.x (RFC 9112, section 3). */
const HTTP_REQUEST = /^[A-Z]{3,10} \S+ HTTP\/\d/;

const PLAIN_ANSWER =
  "! This port speaks TLS. Try: openssl s_client -quiet -connect <host>:<port>, or: ncat --ssl <host> <port>\n";
const HTTP_ANSWER =
  "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n" +
  "This is a chat server, not a web server. Talk to it with: nc <host> <port>\n";

export type Welcome =
  | { readonly kind: "dialect"; readonly dialect: Dialect }
  /** Not a chat client: say this, if anything, and close. */
  | { readonly kind: "turned-away"; readonly text: string; readonly why: string }
  /** It left without a word. */
  | { readonly kind: "gone" };

/** A port, as a client finds it. */
export interface Port {
  /** In the order in which they are asked whether a first line is theirs; the last takes what is left. */
  readonly dialects: readonly DialectFactory[];
  /** Whether a client that keeps silent is greeted; else the server is silent until the client speaks. */
  readonly greets: boolean;
  /** Whether TLS is all that is spoken here; elsewhere it is taken, but not asked for. */
  readonly secure: boolean;
}

/** Finds out how a client talks; what it says stays unread. */
export async function receive(
  connection: Connection,
  { dialects, greets, secure }: Port,
  clock: Clock,
): Promise<Welcome> {
  const alone = dialects.length === 1;
  const opening = greets ? await firstByteOrSilence(connection, clock) : await connection.firstByte();
  if (opening === undefined) return { kind: "gone" };
  if (secure && !connection.peer.secure) {
    return { kind: "turned-away", text: PLAIN_ANSWER, why: "not tls" };
  }
  if (opening === "silent") {
    return { kind: "dialect", dialect: last(dialects).open({ spoke: false, alone }) };
  }
  if (opening === TLS_HANDSHAKE) return { kind: "turned-away", text: "", why: "tls" };
  const first = await connection.firstLine();
  if (first === undefined) return { kind: "gone" };
  const line = first.kind === "text" ? first.text : "";
  if (HTTP_REQUEST.test(line)) return { kind: "turned-away", text: HTTP_ANSWER, why: "http" };
  const factory = dialects.find((each) => each.claims(line)) ?? last(dialects);
  return { kind: "dialect", dialect: factory.open({ spoke: true, alone }) };
}

/** Tells a client that has said nothing yet why it may not come in. `now` in milliseconds since 1970-01-01 UTC. */
export function turnAway(problem: Problem, { dialects }: Port, now: number): string {
  const dialect = last(dialects).open({ spoke: true, alone: dialects.length === 1 });
  return dialect.renderer(dialect.theme).refusal(problem, { name: undefined, now });
}

function last(dialects: readonly DialectFactory[]): DialectFactory {
  return dialects.at(-1) ?? raise("a port speaks at least one dialect");
}

function raise(message: string): never {
  throw new Error(message);
}

async function firstByteOrSilence(
  connection: Connection,
  clock: Clock,
): Promise<number | undefined | "silent"> {
  const first = connection.firstByte();
  for (;;) {
    // Nobody can speak before a handshake is done, so that silence counts from there.
    const { handshake } = connection;
    await Promise.race([first, handshake]);
    const opening = await firstOrSilence(first, clock);
    if (opening !== "silent" || connection.handshake === handshake) return opening;
  }
}

async function firstOrSilence<T>(first: Promise<T>, clock: Clock): Promise<T | "silent"> {
  let cancel = () => {};
  const silence = new Promise<"silent">((resolve) => cancel = clock.after(SILENCE, () => resolve("silent")));
  try {
    const opening = await Promise.race([first, silence]);
    if (opening !== "silent") return opening;
    // What came in time may still be unread where the server was busy: a program must not be taken for a person then.
    await othersTurn();
    return await Promise.race([first, opening]);
  } finally {
    cancel();
  }
}

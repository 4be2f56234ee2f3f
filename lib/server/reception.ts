// The first moments of a connection: who speaks first, and in which dialect.

import type { Clock } from "../domain/clock.ts";
import type { Connection, Line } from "../net/connection.ts";
import type { Dialect, DialectFactory } from "../dialects/dialect.ts";

/** A client that is silent for so long, in milliseconds, is a person who waits for the prompt. */
export const SILENCE = 200;

/** First byte of a TLS record that holds a handshake (RFC 8446, section 5.1). */
const TLS_HANDSHAKE = 0x16;
/** Request line of HTTP/1.x (RFC 9112, section 3). */
const HTTP_REQUEST = /^[A-Z]{3,10} \S+ HTTP\/\d/;

const HTTP_ANSWER =
  "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n" +
  "This is a chat server, not a web server. Talk to it with: nc <host> <port>\n";

export type Welcome =
  | { readonly kind: "dialect"; readonly dialect: Dialect; readonly first: Line | undefined }
  /** Not a chat client: say this, if anything, and close. */
  | { readonly kind: "turned-away"; readonly text: string; readonly why: string }
  /** It left without a word. */
  | { readonly kind: "gone" };

/** Finds out how a client talks. Takes at most its first line from `lines`. */
export async function receive(
  connection: Connection,
  lines: AsyncIterator<Line>,
  terminal: DialectFactory,
  clock: Clock,
): Promise<Welcome> {
  const opening = await firstByteOrSilence(connection, clock);
  if (opening === "silent") return { kind: "dialect", dialect: terminal({ spoke: false }), first: undefined };
  if (opening === undefined) return { kind: "gone" };
  if (opening === TLS_HANDSHAKE) return { kind: "turned-away", text: "", why: "tls" };
  const { value: first, done } = await lines.next();
  if (done) return { kind: "gone" };
  if (first.kind === "text" && HTTP_REQUEST.test(first.text)) {
    return { kind: "turned-away", text: HTTP_ANSWER, why: "http" };
  }
  return { kind: "dialect", dialect: terminal({ spoke: true }), first };
}

async function firstByteOrSilence(
  connection: Connection,
  clock: Clock,
): Promise<number | undefined | "silent"> {
  let cancel = () => {};
  const silence = new Promise<"silent">((resolve) => cancel = clock.after(SILENCE, () => resolve("silent")));
  try {
    return await Promise.race([connection.firstByte(), silence]);
  } finally {
    cancel();
  }
}

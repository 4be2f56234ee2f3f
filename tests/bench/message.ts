// The 64 bytes that are said: what for, and when. Found again in the line of any dialect.

import type { LoadDialect } from "./dialects.ts";

export const MESSAGE_BYTES = 64;

/** Opens a message; no dialect's own text, no name and no address has it. */
const MARK = "|".charCodeAt(0);
const PADDING = ".".charCodeAt(0);
const ZERO = "0".charCodeAt(0);

/** `said` is traffic; whoever has seen the `fence` has nothing older under way. */
const KINDS = { said: "S".charCodeAt(0), fence: "F".charCodeAt(0) } as const;
export type Kind = keyof typeof KINDS;

const KIND = 1;
const SENT = 2;
const SENT_DIGITS = 14;

/** On the clock of this process. */
export function microseconds(): number {
  return Math.round(performance.now() * 1000);
}

/** The bytes with which `name` says `lines` messages, all with the present time. */
export function spoken(dialect: LoadDialect, name: string, kind: Kind, lines: number): Uint8Array {
  const { before, after } = dialect.around(name);
  const line = new TextEncoder().encode(before + " ".repeat(MESSAGE_BYTES) + after);
  writeMessage(line, before.length, kind, microseconds());
  const bytes = new Uint8Array(line.length * lines);
  for (let at = 0; at < bytes.length; at += line.length) bytes.set(line, at);
  return bytes;
}

/** Where the message in the line from `start` to `end` begins; -1 when there is none. */
export function findMessage(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at + MESSAGE_BYTES <= end; at++) if (bytes[at] === MARK) return at;
  return -1;
}

export function isKind(kind: Kind, bytes: Uint8Array, at: number): boolean {
  return bytes[at + KIND] === KINDS[kind];
}

/** When the message at `at` was said, in microseconds. */
export function sentOf(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let place = at + SENT; place < at + SENT + SENT_DIGITS; place++) {
    value = value * 10 + (bytes[place] ?? ZERO) - ZERO;
  }
  return value;
}

function writeMessage(bytes: Uint8Array, at: number, kind: Kind, sent: number): void {
  bytes.fill(PADDING, at, at + MESSAGE_BYTES);
  bytes[at] = MARK;
  bytes[at + KIND] = KINDS[kind];
  let rest = sent;
  for (let place = at + SENT + SENT_DIGITS - 1; place >= at + SENT; place--) {
    bytes[place] = ZERO + rest % 10;
    rest = Math.floor(rest / 10);
  }
}

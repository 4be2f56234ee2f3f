// What the database holds, made fit to be shown: old text passes the sanitiser again.

import type { SQLOutputValue } from "node:sqlite";
import { formatTime } from "../domain/clock.ts";
import { type SafeText, sanitise } from "../domain/text.ts";

/** One row of the log, fit to be shown. */
export interface LogRow {
  readonly id: number;
  /** Local time, as the lines of the log show it. */
  readonly time: string;
  /** The same moment in ISO 8601, UTC: local time is ambiguous when clocks are turned back. */
  readonly at: string;
  readonly kind: string;
  readonly lobby: SafeText | null;
  readonly author: SafeText;
  readonly target: SafeText | null;
  /** An answer of the assistant may have several lines. */
  readonly body: string;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Whether the bytes are `count` lines of valid text that `sanitise` would leave alone, and no more line ends. */
export function isClean(bytes: Uint8Array, count: number): boolean {
  const text = decoder.decode(bytes);
  const withoutLineEnds = text.replaceAll("\n", "");
  return text.length - withoutLineEnds.length === count && sanitise(withoutLineEnds) === withoutLineEnds &&
    // What it shows may have been an invalid byte.
    !text.includes("\ufffd");
}

export function toLogRow(row: Record<string, SQLOutputValue>): LogRow {
  const { id, at, kind, lobby, author, target, body } = row;
  return {
    id: Number(id),
    time: formatTime(Number(at)),
    at: new Date(Number(at)).toISOString(),
    kind: String(kind),
    lobby: lobby === null ? null : sanitiseValue(lobby),
    author: sanitiseValue(author),
    target: target === null ? null : sanitiseValue(target),
    body: sanitiseLines(body, kind, "\n"),
  };
}

/** A text that may have several lines if it is an answer; `end` stands between them, and nothing else is a line end. */
export function sanitiseLines(
  text: SQLOutputValue | undefined,
  kind: SQLOutputValue | undefined,
  end: string,
): string {
  return kind === "answered" ? textOf(text).split(end).map(sanitise).join(end) : sanitiseValue(text);
}

/** Text as the database gives it: a string, or bytes in UTF-8. */
export function sanitiseValue(text: SQLOutputValue | undefined): SafeText {
  return sanitise(textOf(text));
}

function textOf(text: SQLOutputValue | undefined): string {
  return text instanceof Uint8Array ? decoder.decode(text) : String(text);
}

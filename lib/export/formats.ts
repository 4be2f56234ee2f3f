// The forms in which a log leaves: text lines, CSV, JSON Lines.

import { stringify } from "csv-stringify/sync";
import type { Lines, LogReader, Page } from "./log_reader.ts";
import type { LogRow } from "./log_row.ts";

export type Format = "text" | "csv" | "jsonl";

export interface LogFormat {
  /** Bytes before the first page. */
  readonly header: Uint8Array;
  /** A page of the log; each row ends its line. */
  encode(log: LogReader, page: Page): Lines;
}

const COLUMNS = [
  "id",
  "time",
  "at",
  "kind",
  "lobby",
  "author",
  "target",
  "body",
] as const satisfies readonly (keyof LogRow)[];

const encoder = new TextEncoder();

export const formats: Readonly<Record<Format, LogFormat>> = {
  /** The lines that theme `plain` shows. */
  text: {
    header: new Uint8Array(),
    encode: (log, page) => log.lines(page),
  },
  /** RFC 4180 but for the line end, which is a line feed. */
  csv: {
    header: encoder.encode(toCsv([COLUMNS])),
    encode: (log, page) => ofRows(log.rows(page), (rows) => toCsv(rows.map(values))),
  },
  /** One object per line; every object has all keys. */
  jsonl: {
    header: new Uint8Array(),
    encode: (log, page) => ofRows(log.rows(page), (rows) => rows.map(toJsonLine).join("")),
  },
};

function ofRows(rows: readonly LogRow[], toText: (rows: readonly LogRow[]) => string): Lines {
  return { count: rows.length, bytes: encoder.encode(toText(rows)) };
}

function values(row: LogRow): readonly unknown[] {
  return COLUMNS.map((column) => row[column]);
}

function toCsv(records: readonly (readonly unknown[])[]): string {
  // A spreadsheet would run a text that starts like a formula; such a one gets an apostrophe before it.
  return stringify([...records], { escape_formulas: true });
}

function toJsonLine(row: LogRow): string {
  return `${JSON.stringify(row)}\n`;
}

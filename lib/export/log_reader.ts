// Reads the log view page by page, beside a running server and without ever holding it up.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { nameKey } from "../domain/names.ts";
import { StartError } from "../domain/start_error.ts";
import { sanitise } from "../domain/text.ts";
import { isClean, type LogRow, sanitiseLines, toLogRow } from "./log_row.ts";
import { openReadOnly, unreadable } from "./read_only.ts";

export interface LogFilter {
  /** By name, in any case. Every lobby that ever had it counts, closed ones too. */
  readonly lobby?: string;
  /** The first moment that counts, in milliseconds since 1970-01-01 UTC. */
  readonly since?: number;
  /** The first moment that counts no more. */
  readonly until?: number;
  /** Direct messages belong to no lobby: beside `lobby` this adds none. */
  readonly withDirect: boolean;
}

/** The messages with `after < id <= upTo`. */
export interface Page {
  readonly after: number;
  readonly upTo: number;
}

/** The messages of a page, each with its line end; an answer may have several lines. */
export interface Lines {
  /** How many messages. */
  readonly count: number;
  readonly bytes: Uint8Array;
}

/** How many ids a page spans. */
const PAGE_SPAN = 2000;

/** What the view puts between the lines of an answer. */
const INDENTED = "\n    ";

const encoder = new TextEncoder();

/**
 * Opens the log of a database file for reading only. Throws StartError when the file is missing, no database of
 * Parley's or one of a newer Parley, and when no lobby ever had the name in the filter.
 */
export function openLog(path: string, filter: LogFilter): LogReader {
  const database = openReadOnly(path);
  try {
    return new LogReader(path, database, filter, lobbiesOf(database, filter.lobby));
  } catch (error) {
    database.close();
    throw unreadable(path, error);
  }
}

/**
 * A log that is open for reading, up to the message that was the newest then. Each page is read in a transaction of its
 * own: one over the whole log would keep the server's write-ahead log growing until the end.
 */
export class LogReader implements Disposable {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #filter: Readonly<Record<string, number>>;
  readonly #newest: number;
  readonly #nextId: StatementSync;
  readonly #joined: StatementSync;
  readonly #lines: () => StatementSync;
  readonly #rows: () => StatementSync;

  /** `lobbies`: the ids of those to read, undefined for all. */
  constructor(
    path: string,
    database: DatabaseSync,
    filter: LogFilter,
    lobbies: readonly number[] | undefined,
  ) {
    const { since, until, withDirect } = filter;
    this.#path = path;
    this.#database = database;
    this.#filter = { ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
    this.#newest = Number(database.prepare("SELECT max(id) AS id FROM messages").get()?.["id"] ?? 0);
    this.#nextId = database.prepare("SELECT min(id) AS id FROM messages WHERE id > ?");
    const span = "id > :after AND id <= :upTo";
    const where = [
      // The index of lobbies makes a quiet lobby as cheap as it is small; the view does not know their ids.
      lobbies ? `id IN (SELECT id FROM messages WHERE lobby_id IN (${lobbies}) AND ${span})` : span,
      ...(since === undefined ? [] : ["at >= :since"]),
      ...(until === undefined ? [] : ["at < :until"]),
      ...(withDirect ? [] : ["kind <> 'direct'"]),
    ].join(" AND ");
    // The others are prepared when they are needed: SQLite gives the first statements of a connection its fast memory,
    // and without it a line takes a third longer.
    const prepared = (sql: string) => {
      let statement: StatementSync | undefined;
      return () => statement ??= database.prepare(sql);
    };
    // As a string, text would end at its first NUL; as bytes it is whole, but a row of them costs more.
    this.#joined = database.prepare(
      `SELECT count(*) AS count, sum(ends) AS ends, CAST(group_concat(line, char(10)) || char(10) AS BLOB) AS bytes
       FROM (
         SELECT line, 1 + CASE kind WHEN 'answered' THEN length(body) - length(replace(body, char(10), '')) ELSE 0 END AS ends
         FROM chat_log WHERE ${where} ORDER BY id
       )`,
    );
    this.#lines = prepared(
      `SELECT id, kind, CAST(line AS BLOB) AS line FROM chat_log WHERE ${where} ORDER BY id`,
    );
    this.#rows = prepared(
      `SELECT id, at, kind, lobby, author, target,
         CASE WHEN instr(body, char(0)) THEN CAST(body AS BLOB) ELSE body END AS body
       FROM chat_log WHERE ${where} ORDER BY id`,
    );
  }

  /** The pages that hold all messages, oldest first. What the filter leaves out is left out by `lines` and `rows`. */
  *pages(): Generator<Page> {
    let upTo = 0;
    while (true) {
      // A page starts at a message, so that a gap in the ids costs nothing.
      const next = this.#read(() => this.#nextId.get(upTo))?.["id"];
      if (typeof next !== "number" || next > this.#newest) return;
      const after = next - 1;
      upTo = Math.min(after + PAGE_SPAN, this.#newest);
      yield { after, upTo };
    }
  }

  /** The view's column `line`. SQLite joins them, as a JavaScript row for each would cost half as much again. */
  lines(page: Page): Lines {
    const { count, ends, bytes } = this.#read(() => this.#joined.get({ ...this.#filter, ...page })) ?? {};
    if (count === 0) return { count, bytes: new Uint8Array() };
    if (bytes instanceof Uint8Array && isClean(bytes, Number(ends))) return { count: Number(count), bytes };
    return this.#sanitisedLines(page);
  }

  /** All columns but `line`. */
  rows(page: Page): readonly LogRow[] {
    return this.#read(() => this.#rows().all({ ...this.#filter, ...page }).map(toLogRow));
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }

  #sanitisedLines(page: Page): Lines {
    const lines = this.#read(() => this.#lines().all({ ...this.#filter, ...page })).map(
      ({ id, kind, line }) => {
        if (line === null) throw new StartError(`${this.#path} is damaged: message ${id} has no line.`);
        return `${sanitiseLines(line, kind, INDENTED)}\n`;
      },
    );
    return { count: lines.length, bytes: encoder.encode(lines.join("")) };
  }

  #read<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw unreadable(this.#path, error);
    }
  }
}

/** Undefined without a name. */
function lobbiesOf(database: DatabaseSync, name: string | undefined): readonly number[] | undefined {
  if (name === undefined) return undefined;
  const rows = database.prepare("SELECT id FROM lobbies WHERE name_key = ?").all(nameKey(name));
  if (rows.length === 0) throw new StartError(`No lobby was ever called "${sanitise(name)}".`);
  return rows.map((row) => Number(row["id"]));
}

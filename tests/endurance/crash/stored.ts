// What is in the store, read beside the server.

import type { DatabaseSync } from "node:sqlite";

/** A row of `messages`, with names for ids. */
export interface StoredRow {
  readonly id: number;
  readonly kind: string;
  /** Null: a direct message. */
  readonly lobby: string | null;
  readonly author: string;
  readonly target: string | null;
  readonly body: string;
}

/** Rows after an id, in order. One that refers to nobody is not among them. */
export function rowsAfter(database: DatabaseSync, id: number): readonly StoredRow[] {
  return database.prepare(
    `SELECT m.id, m.kind, l.name AS lobby, a.name AS author, t.name AS target, m.body
     FROM messages m JOIN users a ON a.id = m.author_id
       LEFT JOIN lobbies l ON l.id = m.lobby_id LEFT JOIN users t ON t.id = m.target_id
     WHERE m.id > ? ORDER BY m.id`,
  ).all(id).map((row) => ({
    id: Number(row["id"]),
    kind: String(row["kind"]),
    lobby: textOrNull(row["lobby"]),
    author: String(row["author"]),
    target: textOrNull(row["target"]),
    body: String(row["body"]),
  }));
}

function textOrNull(value: unknown): string | null {
  return value === null ? null : String(value);
}

/** Ids of direct messages that count as delivered. */
export function deliveredIds(database: DatabaseSync): readonly number[] {
  return database.prepare("SELECT id FROM messages WHERE delivered_at IS NOT NULL").all()
    .map(({ id }) => Number(id));
}

/** How often the warden's acts are in the audit, by `mute ann` and the like. */
export function auditedActs(database: DatabaseSync): ReadonlyMap<string, number> {
  const rows = database.prepare(
    `SELECT act || ' ' || name AS act, count(*) AS times FROM audit JOIN users ON users.id = audit.user_id
     GROUP BY 1`,
  ).all();
  return new Map(rows.map(({ act, times }) => [String(act), Number(times)]));
}

// Whether a store is sound by itself, whatever anybody has seen of it. A transaction that is there by half shows here.

import type { DatabaseSync } from "node:sqlite";

/** Each finds rows that must not be. */
const CHECKS: Readonly<Record<string, string>> = {
  "SQLite finds damage": "SELECT integrity_check AS what FROM pragma_integrity_check WHERE what <> 'ok'",
  "a row refers to nothing":
    `SELECT "table" || ' row ' || rowid || ' to ' || parent AS what FROM pragma_foreign_key_check`,
  "a message is incomplete": `
    SELECT 'message ' || id AS what FROM messages
    WHERE (kind = 'direct') = (lobby_id IS NOT NULL) OR (kind = 'direct') = (target_id IS NULL)
      OR (kind IN ('said', 'direct', 'moderated')) = (body = '') OR (kind <> 'direct' AND delivered_at IS NOT NULL)`,
  "a user's lines are not all counted": `
    SELECT name AS what FROM users
    WHERE messages_sent <> (SELECT count(*) FROM messages WHERE author_id = users.id AND kind = 'said')`,
  "somebody left a lobby for nowhere": `
    SELECT 'message ' || m.id AS what FROM messages m
    WHERE m.kind = 'exited' AND NOT EXISTS (
      SELECT 1 FROM messages n WHERE n.id = m.id + 1 AND n.kind = 'entered' AND n.author_id = m.author_id)`,
  "acts and their audit are not as many": `
    SELECT audited || ' in the audit, ' || told || ' told' AS what FROM (
      SELECT (SELECT count(*) FROM audit WHERE act IN ('mute', 'unmute')) AS audited, (SELECT count(*) FROM messages WHERE kind = 'moderated') AS told)
    WHERE audited <> told`,
  "the search index is not that of the messages": `
    SELECT u.name || ': ' || i.found || ' for ' || i.stored AS what
    FROM users u, (
      SELECT u.id,
        (SELECT count(*) FROM message_index WHERE message_index MATCH 'body: "said ' || u.name || '"') AS found,
        (SELECT count(*) FROM messages WHERE author_id = u.id AND kind = 'said'
          AND id <= (SELECT up_to FROM message_index_progress)) AS stored
      FROM users u) i ON i.id = u.id
    WHERE i.found <> i.stored`,
};

/** What is wrong with a store; empty when nothing is. */
export function unsound(database: DatabaseSync): readonly string[] {
  return Object.entries(CHECKS).flatMap(([what, sql]) =>
    database.prepare(sql).all().map((row) => `${what}: ${row["what"]}`)
  );
}

/** What must be so after a start, before anybody has come. */
export function unsoundAtRest(database: DatabaseSync): readonly string[] {
  return database.prepare("SELECT 'a session is left open: ' || id AS what FROM sessions").all()
    .map(({ what }) => String(what));
}

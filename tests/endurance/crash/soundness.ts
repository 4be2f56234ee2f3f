// Whether a store is sound by itself, whatever anybody has seen of it. A transaction that is there by half shows here.

import { DatabaseSync } from "node:sqlite";

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
};

/** What is wrong with a store; empty when nothing is. */
export function unsound(database: DatabaseSync): readonly string[] {
  return Object.entries(CHECKS).flatMap(([what, sql]) =>
    database.prepare(sql).all().map((row) => `${what}: ${row["what"]}`)
  );
}

/** Where the search index at `path` finds other lines of somebody than are stored, as far as it goes. */
export function unsoundIndex(database: DatabaseSync, path: string): readonly string[] {
  using index = new DatabaseSync(path, { readOnly: true });
  const found = index.prepare(
    `SELECT (SELECT count(*) FROM message_index WHERE message_index MATCH ?) AS lines, (SELECT up_to FROM progress) AS up_to`,
  );
  const stored = database.prepare(
    "SELECT count(*) AS lines FROM messages WHERE author_id = ? AND kind = 'said' AND id <= ?",
  );
  return database.prepare("SELECT id, name FROM users").all().flatMap(({ id, name }) => {
    const { lines, up_to } = found.get(`body: "said ${name}"`) ?? {};
    const expected = stored.get(Number(id), Number(up_to))?.["lines"];
    const what = `the search index is not that of the messages: ${name}: ${lines} for ${expected}`;
    return lines === expected ? [] : [what];
  });
}

/** What must be so after a start, before anybody has come. */
export function unsoundAtRest(database: DatabaseSync): readonly string[] {
  return database.prepare("SELECT 'a session is left open: ' || id AS what FROM sessions").all()
    .map(({ what }) => String(what));
}

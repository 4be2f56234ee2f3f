// The full-text index over what was said. It is made from the messages, outside the hot path, and trails behind them.

import type { LobbyId } from "../domain/ids.ts";
import type { SafeText } from "../domain/text.ts";
import type { Database } from "./database.ts";

export class SearchIndex {
  readonly #database: Database;
  readonly #behind;
  readonly #upTo;
  readonly #add;
  readonly #advance;

  constructor(database: Database) {
    this.#database = database;
    this.#behind = database.prepare(
      "SELECT EXISTS (SELECT 1 FROM messages WHERE id > (SELECT up_to FROM message_index_progress)) AS behind",
    );
    this.#upTo = database.prepare(
      `SELECT max(id) AS id FROM (
         SELECT id FROM messages WHERE id > (SELECT up_to FROM message_index_progress) ORDER BY id LIMIT ?)`,
    );
    this.#add = database.prepare(
      `INSERT INTO message_index (rowid, lobby, body) SELECT id, lobby_id, body FROM messages
       WHERE id > (SELECT up_to FROM message_index_progress) AND id <= ? AND kind IN ('said', 'action', 'tagged', 'answered')`,
    );
    this.#advance = database.prepare("UPDATE message_index_progress SET up_to = ?");
  }

  /** Adds at most `rows` messages that are missing; tells whether any are missing still. */
  catchUp(rows: number): boolean {
    if (!this.#isBehind()) return false;
    this.#database.transaction(() => {
      const upTo = Number(this.#upTo.get(rows)?.["id"]);
      this.#add.run(upTo);
      this.#advance.run(upTo);
    });
    return this.#isBehind();
  }

  #isBehind(): boolean {
    return this.#behind.get()?.["behind"] === 1;
  }
}

/**
 * What people type to a query of the index: every word must be there, `word*` begins a word. Undefined when there is
 * no word in it.
 */
export function matchQuery(words: SafeText, lobby: LobbyId): string | undefined {
  const terms = words.split(/\s+/).flatMap((word) => {
    const bare = word.replaceAll('"', " ").replace(/(?<!\*)\*+$/, "").trim();
    if (!/[\p{L}\p{N}\p{Co}]/u.test(bare)) return [];
    return [`"${bare}"${word.endsWith("*") ? "*" : ""}`];
  });
  return terms.length === 0 ? undefined : `lobby : "${lobby}" AND body : (${terms.join(" AND ")})`;
}

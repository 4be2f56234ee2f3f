// The full-text index over what was said, in a file of its own. It is derived from the messages and trails behind them;
// where it does not fit them it is made anew.

import { DatabaseSync } from "node:sqlite";
import type { LobbyEvent } from "../domain/event.ts";
import type { LobbyId, MessageId, UserId } from "../domain/ids.ts";
import { StartError } from "../domain/start_error.ts";
import type { SafeText } from "../domain/text.ts";
import { primaryCode, troubleOf } from "../domain/trouble.ts";
import { Database } from "./database.ts";
import type { MessageStore } from "./messages.ts";

/** In the data folder. */
export const INDEX_FILE = "search.db";

/** Counts the forms that the file has had; one of another form is made anew. */
const VERSION = 1;

// `lobby` holds the lobby's id as a word, so that a common word in a busy lobby costs a quiet one nothing. What is added
// at one time is a part of its own, and a search reads each; by itself FTS5 merges some hundred pages of them at once,
// which takes 40 ms, so it is told when to.
const SCHEMA = `
  CREATE VIRTUAL TABLE message_index USING fts5 (
    lobby, body, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
  );
  INSERT INTO message_index (message_index, rank) VALUES ('automerge', 0);
  CREATE TABLE progress (
    up_to INTEGER NOT NULL, -- the last id of messages that was looked at, and its time
    at    INTEGER NOT NULL
  ) STRICT;
  INSERT INTO progress VALUES (0, 0);
  PRAGMA user_version = ${VERSION}`;

/** Walked newest first, so a common word costs no more than a rare one; public, so that a test can hold its plan. */
export const MATCHES = `SELECT rowid AS id FROM message_index
  WHERE message_index MATCH :query AND rowid < :before ORDER BY rowid DESC LIMIT :limit`;

/** Pages that are merged at once: two milliseconds of work, except where large old parts are let go. */
const MERGED_PAGES = 32;

const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

export interface Search {
  /** As `matchQuery` makes it. */
  readonly query: string;
  readonly lobby: LobbyId;
  readonly viewer: UserId;
  /** The most events to be found. */
  readonly limit: number;
}

/** What the index is made from. */
export type Indexable = Pick<MessageStore, "after" | "found" | "newestId">;

/** The file cannot be used as it is. */
class Unfit extends Error {}

export class SearchIndex implements Disposable {
  readonly #sqlite: DatabaseSync;
  readonly #database: Database;
  readonly #messages: Indexable;
  readonly #add;
  readonly #advance;
  readonly #merge;
  readonly #changes;
  readonly #matches;
  #upTo: MessageId;

  /** Throws Unfit when the index is none of these messages. */
  private constructor(sqlite: DatabaseSync, database: Database, messages: Indexable) {
    this.#sqlite = sqlite;
    this.#database = database;
    this.#messages = messages;
    this.#upTo = indexedOf(database, messages);
    this.#add = database.prepare("INSERT INTO message_index (rowid, lobby, body) VALUES (?, ?, ?)");
    this.#advance = database.prepare("UPDATE progress SET up_to = ?, at = ?");
    this.#merge = database.prepare("INSERT INTO message_index (message_index, rank) VALUES ('merge', ?)");
    this.#changes = database.prepare("SELECT total_changes() AS changes");
    this.#matches = database.prepare(MATCHES);
  }

  /** The index of a data folder; a new one where there is none that fits. Throws StartError when there can be none. */
  static open(folder: string, messages: Indexable): SearchIndex {
    const path = `${folder}/${INDEX_FILE}`;
    try {
      return SearchIndex.#openFitting(path, messages);
    } catch (error) {
      const why = troubleOf(error) ?? (error instanceof Error ? error.message : String(error));
      throw new StartError(`${path} cannot be opened: ${why}.`, { cause: error });
    }
  }

  static #openFitting(path: string, messages: Indexable): SearchIndex {
    try {
      return SearchIndex.#openFile(path, messages);
    } catch (error) {
      if (!isUnfit(error)) throw error;
      for (const file of [path, `${path}-wal`, `${path}-shm`]) removeIfThere(file);
      return SearchIndex.#openFile(path, messages);
    }
  }

  static #openFile(path: string, messages: Indexable): SearchIndex {
    const sqlite = new DatabaseSync(path);
    try {
      const database = new Database(sqlite);
      database.pragma("journal_mode = WAL");
      database.pragma("synchronous = NORMAL");
      if (database.prepare("SELECT 1 FROM sqlite_schema").get() === undefined) {
        database.transaction(() => database.script(SCHEMA));
      }
      return new SearchIndex(sqlite, database, messages);
    } catch (error) {
      sqlite.close();
      throw error;
    }
  }

  /** Adds what is missing of the next `rows` messages, as a part of its own; tells whether more are missing. */
  catchUp(rows: number): boolean {
    const next = this.#messages.after(this.#upTo, rows);
    const last = next.at(-1);
    if (last === undefined) return false;
    this.#database.transaction(() => {
      for (const { id, spoken } of next) if (spoken) this.#add.run(id, spoken.lobby, spoken.body);
      this.#advance.run(last.id, last.at);
    });
    this.#upTo = last.id;
    return last.id < this.#messages.newestId();
  }

  /** Merges parts by a few pages, so that searches read fewer of them; tells whether there was anything to merge. */
  merge(): boolean {
    return this.#database.transaction(() => {
      const before = this.#totalChanges();
      this.#merge.run(MERGED_PAGES);
      // The statement itself counts as one.
      return this.#totalChanges() - before > 1;
    });
  }

  /** Lines that match, as the viewer may see them, newest first. */
  find({ query, lobby, viewer, limit }: Search): readonly LobbyEvent[] {
    const events: LobbyEvent[] = [];
    let before = Number.MAX_SAFE_INTEGER as MessageId;
    // Where some are not to be seen it looks at more, and at twice as many each time, as each time costs a search.
    for (let count = limit;; count *= 2) {
      const ids = this.#matching(query, before, count);
      for (const id of ids) {
        const event = this.#messages.found(id, lobby, viewer);
        if (event !== undefined) events.push(event);
      }
      const last = ids.at(-1);
      if (events.length >= limit || ids.length < count || last === undefined) return events.slice(0, limit);
      before = last;
    }
  }

  #matching(query: string, before: MessageId, limit: number): readonly MessageId[] {
    return this.#matches.all({ query, before, limit }).map(({ id }) => Number(id) as MessageId);
  }

  [Symbol.dispose](): void {
    if (this.#sqlite.isOpen) this.#sqlite.close();
  }

  #totalChanges(): number {
    return Number(this.#changes.get()?.["changes"]);
  }
}

/** Up to which message the index goes. Its time tells a restored database, whose ids mean other messages. */
function indexedOf(database: Database, messages: Indexable): MessageId {
  if (database.pragma("user_version") !== VERSION) throw new Unfit();
  const { up_to, at } = database.prepare("SELECT up_to, at FROM progress").get() ?? {};
  const upTo = Number(up_to);
  const [last] = messages.after(upTo - 1 as MessageId, 1);
  if (upTo > 0 && (last?.id !== upTo || last.at !== at)) throw new Unfit();
  return upTo as MessageId;
}

function isUnfit(error: unknown): boolean {
  if (error instanceof Unfit) return true;
  if (!(error instanceof Error) || !("errcode" in error)) return false;
  return [SQLITE_CORRUPT, SQLITE_NOTADB].includes(primaryCode(Number(error.errcode)));
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
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

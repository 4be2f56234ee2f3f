// Everything that was said and everybody who came and went, in one order; and direct messages that still wait.

import type { DirectMessage, LobbyEvent, LobbyLine, StoredEvent } from "../domain/event.ts";
import type { LobbyId, MessageId, UserId } from "../domain/ids.ts";
import { type SafeText, sanitise } from "../domain/text.ts";
import type { Database } from "./database.ts";
import { lobby, person } from "./users.ts";

/** A stored event before it has its id. */
export type Draft = StoredEvent extends infer Event ? Event extends StoredEvent ? Omit<Event, "id"> : never
  : never;

export type LineDraft = Omit<LobbyLine, "id">;

const EVENT =
  `SELECT m.id, m.at, m.kind, m.body, m.lobby_id, l.name AS lobby, a.id AS author_id, a.name AS author,
    a.picture AS author_picture, t.id AS target_id, t.name AS target, t.picture AS target_picture
  FROM messages m JOIN users a ON a.id = m.author_id
    LEFT JOIN users t ON t.id = m.target_id LEFT JOIN lobbies l ON l.id = m.lobby_id`;

/** A viewer does not see lines of those whom it ignores; that they came or went it does. */
const NOT_IGNORED = `(m.kind IN ('joined', 'left', 'entered', 'exited', 'moderated', 'announced')
  OR NOT EXISTS (SELECT 1 FROM ignores i WHERE i.user_id = :viewer AND i.ignored_id = m.author_id))`;

/** The newest events of a lobby before an id; public, so that a test can hold its query plan. */
export const HISTORY = `${EVENT}
  WHERE m.lobby_id = :lobby AND m.id < :before AND ${NOT_IGNORED} ORDER BY m.id DESC LIMIT :limit`;

const QUEUED = `${EVENT}
  WHERE m.kind = 'direct' AND m.delivered_at IS NULL AND m.target_id = :viewer AND ${NOT_IGNORED} ORDER BY m.id`;

const FOUND = `${EVENT} WHERE m.id = :id AND m.lobby_id = :lobby AND ${NOT_IGNORED}`;

/** A statement for several rows costs half as much for each of them. */
const LINES_AT_ONCE = 16;

/** A message as the search index reads it; `spoken`: what can be searched for, the lobby by its id. */
export interface IndexableMessage {
  readonly id: MessageId;
  readonly at: number;
  readonly spoken?: { readonly lobby: LobbyId; readonly body: string };
}

/** What people say to a lobby. */
const SPOKEN: ReadonlySet<unknown> = new Set<StoredEvent["type"]>(["said", "action", "tagged", "answered"]);

export class MessageStore {
  readonly #append;
  readonly #appendLines;
  readonly #history;
  readonly #queued;
  readonly #delivered;
  readonly #firstFrom;
  readonly #newest;
  readonly #after;
  readonly #found;

  constructor(database: Database) {
    this.#append = database.prepare(
      "INSERT INTO messages (at, kind, lobby_id, author_id, target_id, body) VALUES (?, ?, ?, ?, ?, ?)",
    );
    this.#appendLines = database.prepare(
      `INSERT INTO messages (at, kind, lobby_id, author_id, body)
       VALUES ${Array(LINES_AT_ONCE).fill("(?, ?, ?, ?, ?)").join(", ")}`,
    );
    this.#history = database.prepare(HISTORY);
    this.#queued = database.prepare(QUEUED);
    this.#delivered = database.prepare(
      "UPDATE messages SET delivered_at = ? WHERE id = ? AND kind = 'direct' AND target_id = ? AND delivered_at IS NULL",
    );
    this.#firstFrom = database.prepare("SELECT id, at FROM messages WHERE id >= ? ORDER BY id LIMIT 1");
    this.#newest = database.prepare("SELECT coalesce(max(id), 0) AS id FROM messages");
    this.#after = database.prepare(
      "SELECT id, at, kind, lobby_id, body FROM messages WHERE id > ? ORDER BY id LIMIT ?",
    );
    this.#found = database.prepare(FOUND);
  }

  append<Event extends Draft>(draft: Event): Event & { readonly id: MessageId } {
    const { lastInsertRowid } = this.#append.run(
      draft.at,
      draft.type,
      draft.type === "direct" ? null : draft.lobby.id,
      draft.from.id,
      draft.type === "direct" || draft.type === "tagged" ? draft.to.id : null,
      bodyOf(draft),
    );
    return { ...draft, id: Number(lastInsertRowid) as MessageId };
  }

  /** Stores many lines at once, within a transaction. Yields their ids, in their order. */
  appendLines(drafts: readonly LineDraft[]): readonly MessageId[] {
    const single = drafts.length % LINES_AT_ONCE;
    const ids = drafts.slice(0, single).map((draft) => this.append(draft).id);
    for (let start = single; start < drafts.length; start += LINES_AT_ONCE) {
      const values = [];
      for (const { at, type, lobby, from, text } of drafts.slice(start, start + LINES_AT_ONCE)) {
        values.push(at, type, lobby.id, from.id, text);
      }
      // Within a transaction ids follow each other.
      const last = Number(this.#appendLines.run(...values).lastInsertRowid);
      for (let id = last - LINES_AT_ONCE + 1; id <= last; id++) ids.push(id as MessageId);
    }
    return ids;
  }

  /** The newest `limit` events of a lobby before an id, as `viewer` may see them, oldest first. */
  history(lobby: LobbyId, viewer: UserId, before: MessageId, limit: number): readonly LobbyEvent[] {
    return this.#history.all({ lobby, viewer, before, limit }).reverse().map((row) =>
      event(row) as LobbyEvent
    );
  }

  /** Direct messages that the reader was not yet seen to get, oldest first. */
  queued(reader: UserId): readonly DirectMessage[] {
    return this.#queued.all({ viewer: reader }).map((row) => event(row) as DirectMessage);
  }

  delivered(id: MessageId, reader: UserId, at: number): void {
    this.#delivered.run(at, id, reader);
  }

  newestId(): MessageId {
    return Number(this.#newest.get()?.["id"]) as MessageId;
  }

  /**
   * The first id that was stored at or after a time. Ids rise with time, so a binary search finds it without an
   * index; where the clock was set back it may be off by the lines of that hour.
   */
  firstIdAt(at: number): MessageId {
    let low = 1;
    let high = this.newestId() + 1;
    while (low < high) {
      const middle = low + Math.floor((high - low) / 2);
      const row = this.#firstFrom.get(middle);
      if (row && Number(row["at"]) < at) low = Number(row["id"]) + 1;
      else high = middle;
    }
    return low as MessageId;
  }

  /** The next `rows` messages after an id. */
  after(id: MessageId, rows: number): readonly IndexableMessage[] {
    return this.#after.all(id, rows).map((row) => ({
      id: Number(row["id"]) as MessageId,
      at: Number(row["at"]),
      ...SPOKEN.has(row["kind"]) && {
        spoken: { lobby: Number(row["lobby_id"]) as LobbyId, body: String(row["body"]) },
      },
    }));
  }

  /** An event of a lobby by its id; undefined when `viewer` may not see it, or it is another lobby's. */
  found(id: MessageId, lobby: LobbyId, viewer: UserId): LobbyEvent | undefined {
    const row = this.#found.get({ id, lobby, viewer });
    return row && event(row) as LobbyEvent;
  }
}

function bodyOf(draft: Draft): string {
  if (draft.type === "answered") return draft.lines.join("\n");
  return "text" in draft ? draft.text : "";
}

function event(row: Record<string, unknown>): StoredEvent {
  const type = String(row["kind"]) as StoredEvent["type"];
  const stored = {
    id: Number(row["id"]) as MessageId,
    at: Number(row["at"]),
    from: person(row["author_id"], row["author"], row["author_picture"]),
  };
  const text = sanitise(String(row["body"]));
  if (type === "direct") {
    return { ...stored, type, text, to: person(row["target_id"], row["target"], row["target_picture"]) };
  }
  const inLobby = { ...stored, lobby: lobby(row["lobby_id"], row["lobby"]) };
  switch (type) {
    case "said":
    case "action":
      return { ...inLobby, type, text };
    case "tagged":
      return { ...inLobby, type, text, to: person(row["target_id"], row["target"], row["target_picture"]) };
    case "joined":
    case "left":
    case "entered":
    case "exited":
      return { ...inLobby, type };
    case "moderated":
    case "announced":
      return { ...inLobby, type, text };
    case "answered":
      return { ...inLobby, type, lines: linesOf(row["body"]), grown: 0 };
    default:
      throw new Error(`message ${stored.id} is of an unknown kind: ${type satisfies never}`);
  }
}

/** A column that holds lines. Each is checked like any other text. */
export function linesOf(column: unknown): readonly SafeText[] {
  return String(column).split("\n").map(sanitise);
}

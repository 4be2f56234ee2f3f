// The places in which people talk.

import type { Lobby } from "../domain/event.ts";
import type { LobbyId, UserId } from "../domain/ids.ts";
import { type LobbyName, nameKey, nameLook, type UserName } from "../domain/names.ts";
import type { LobbySummary } from "../domain/reply.ts";
import { type SafeText, sanitise } from "../domain/text.ts";
import type { Database } from "./database.ts";
import { lobby } from "./users.ts";

/** An open lobby as rules need it. */
export interface LobbyRow extends Lobby {
  /** Null: public. */
  readonly passwordHash: string | null;
  /** Who has a creator's rights now. */
  readonly owner: UserId | null;
}

export interface NewLobby {
  readonly name: LobbyName;
  readonly description: SafeText;
  readonly passwordHash: string | null;
  readonly creator: UserId;
  readonly at: number;
}

const LOBBY = "SELECT id, name, password_hash, owner_id FROM lobbies WHERE closed_at IS NULL";
const SUMMARY = `
  SELECT l.id, l.name, l.description, l.password_hash IS NOT NULL AS private, u.name AS creator,
    l.assistant_prompt IS NOT NULL AS custom_assistant,
    (SELECT count(*) FROM sessions s WHERE s.lobby_id = l.id) AS present
  FROM lobbies l LEFT JOIN users u ON u.id = l.creator_id WHERE l.closed_at IS NULL`;

export class LobbyStore {
  readonly #get;
  readonly #byName;
  readonly #byLook;
  readonly #add;
  readonly #describe;
  readonly #setPrompt;
  readonly #prompt;
  readonly #disown;
  readonly #counts;
  readonly #unused;
  readonly #close;
  readonly #summary;
  readonly #all;

  constructor(database: Database) {
    this.#get = database.prepare(`${LOBBY} AND id = ?`);
    this.#byName = database.prepare(`${LOBBY} AND name_key = ?`);
    this.#byLook = database.prepare(`${LOBBY} AND name_look = ?`);
    this.#add = database.prepare(
      `INSERT INTO lobbies (name, name_key, name_look, description, password_hash, creator_id, owner_id, created_at)
       VALUES (:name, :key, :look, :description, :hash, :creator, :creator, :at)`,
    );
    this.#describe = database.prepare("UPDATE lobbies SET description = ? WHERE id = ?");
    this.#setPrompt = database.prepare("UPDATE lobbies SET assistant_prompt = ? WHERE id = ?");
    this.#prompt = database.prepare("SELECT assistant_prompt FROM lobbies WHERE id = ?");
    this.#disown = database.prepare("UPDATE lobbies SET owner_id = NULL WHERE owner_id = ?");
    this.#counts = database.prepare(
      "SELECT count(*) AS total, coalesce(sum(creator_id = ?), 0) AS own FROM lobbies WHERE closed_at IS NULL",
    );
    // The newest event is found through the index of a lobby's messages, so a long history costs nothing here.
    this.#unused = database.prepare(
      `SELECT id, name FROM lobbies l WHERE closed_at IS NULL AND id <> 1
         AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.lobby_id = l.id)
         AND coalesce((SELECT m.at FROM messages m WHERE m.lobby_id = l.id ORDER BY m.id DESC LIMIT 1), l.created_at) < ?
       ORDER BY id`,
    );
    this.#close = database.prepare("UPDATE lobbies SET closed_at = ?, owner_id = NULL WHERE id = ?");
    this.#summary = database.prepare(`${SUMMARY} AND l.id = ?`);
    this.#all = database.prepare(`${SUMMARY} ORDER BY l.id <> 1, present DESC, l.name_key`);
  }

  /** An open lobby. */
  find(id: LobbyId): LobbyRow | undefined {
    return lobbyRow(this.#get.get(id));
  }

  /** The same; throws when there is none, as where an id comes from a row of somebody who is in it. */
  get(id: LobbyId): LobbyRow {
    return this.find(id) ?? fail(id);
  }

  byName(name: string): LobbyRow | undefined {
    return lobbyRow(this.#byName.get(nameKey(name)));
  }

  /** An open lobby whose name is, or could be taken for, this one. */
  byLook(name: string): LobbyRow | undefined {
    return lobbyRow(this.#byLook.get(nameLook(name)));
  }

  add({ name, description, passwordHash, creator, at }: NewLobby): LobbyId {
    const row = {
      name,
      key: nameKey(name),
      look: nameLook(name),
      description,
      hash: passwordHash,
      creator,
      at,
    };
    return Number(this.#add.run(row).lastInsertRowid) as LobbyId;
  }

  describe(id: LobbyId, description: SafeText): void {
    this.#describe.run(description, id);
  }

  /** Gives the assistant a character of the lobby's own; null: as it comes. */
  setPrompt(id: LobbyId, prompt: SafeText | null): void {
    this.#setPrompt.run(prompt, id);
  }

  prompt(id: LobbyId): SafeText | null {
    const prompt = this.#prompt.get(id)?.["assistant_prompt"];
    return typeof prompt === "string" ? sanitise(prompt) : null;
  }

  /** Takes a creator's rights from a user. */
  disown(owner: UserId): void {
    this.#disown.run(owner);
  }

  /** How many lobbies are open, and how many of them this user made, also as a guest who lost its rights since. */
  counts(creator: UserId): { readonly total: number; readonly own: number } {
    const row = this.#counts.get(creator);
    return { total: Number(row?.["total"]), own: Number(row?.["own"]) };
  }

  /** Open lobbies with nobody in them and no event since a time; never `general`. */
  unusedSince(at: number): readonly Lobby[] {
    return this.#unused.all(at).map((row) => lobby(row["id"], row["name"]));
  }

  close(id: LobbyId, at: number): void {
    this.#close.run(at, id);
  }

  summary(id: LobbyId): LobbySummary {
    const row = this.#summary.get(id);
    return row ? summary(row) : fail(id);
  }

  /** `general` first, then those with the most people. */
  all(): readonly LobbySummary[] {
    return this.#all.all().map(summary);
  }
}

function lobbyRow(row: Record<string, unknown> | undefined): LobbyRow | undefined {
  return row && {
    ...lobby(row["id"], row["name"]),
    passwordHash: row["password_hash"] === null ? null : String(row["password_hash"]),
    owner: row["owner_id"] === null ? null : Number(row["owner_id"]) as UserId,
  };
}

function summary(row: Record<string, unknown>): LobbySummary {
  return {
    ...lobby(row["id"], row["name"]),
    private: row["private"] === 1,
    creator: row["creator"] === null ? null : sanitise(String(row["creator"])) as UserName,
    description: sanitise(String(row["description"])),
    present: Number(row["present"]),
    customAssistant: row["custom_assistant"] === 1,
  };
}

function fail(id: LobbyId): never {
  throw new Error(`no open lobby has the id ${id}`);
}

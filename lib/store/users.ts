// Everybody who was ever here, and whom they ignore.

import type { KnownUser } from "../domain/reply.ts";
import type { Lobby, Person } from "../domain/event.ts";
import type { LobbyId, UserId } from "../domain/ids.ts";
import { type LobbyName, nameKey, nameLook, type UserName } from "../domain/names.ts";
import { sanitise } from "../domain/text.ts";
import { isTheme, type Theme } from "../domain/theme.ts";
import type { Database } from "./database.ts";

/** A user as rules need it. */
export interface UserRow extends Person {
  readonly hasPassword: boolean;
  readonly theme: Theme | null;
}

const USER = "SELECT id, name, picture, theme, password_hash IS NOT NULL AS has_password FROM users";
const KNOWN = `
  SELECT u.id, u.name, u.picture, u.created_at, u.last_seen_at, u.messages_sent,
    u.password_hash IS NOT NULL AS has_password, l.id AS lobby_id, l.name AS lobby
  FROM users u LEFT JOIN sessions s ON s.user_id = u.id LEFT JOIN lobbies l ON l.id = s.lobby_id`;

export class UserStore {
  readonly #byKey;
  readonly #byLook;
  readonly #add;
  readonly #seen;
  readonly #countMessage;
  readonly #setTheme;
  readonly #known;
  readonly #latest;
  readonly #total;
  readonly #ignore;
  readonly #unignore;
  readonly #ignored;
  readonly #ignoreNobody;

  constructor(database: Database) {
    this.#byKey = database.prepare(`${USER} WHERE name_key = ?`);
    this.#byLook = database.prepare(`${USER} WHERE name_look = ?`);
    this.#add = database.prepare(
      "INSERT INTO users (name, name_key, name_look, created_at, last_seen_at) VALUES (?, ?, ?, ?, ?)",
    );
    this.#seen = database.prepare("UPDATE users SET last_seen_at = ? WHERE id = ?");
    this.#countMessage = database.prepare("UPDATE users SET messages_sent = messages_sent + 1 WHERE id = ?");
    this.#setTheme = database.prepare("UPDATE users SET theme = ? WHERE id = ?");
    this.#known = database.prepare(`${KNOWN} WHERE u.name_key = ?`);
    this.#latest = database.prepare(
      `${KNOWN} ORDER BY s.user_id IS NULL, u.last_seen_at DESC, u.id LIMIT ?`,
    );
    this.#total = database.prepare("SELECT count(*) AS total FROM users");
    this.#ignore = database.prepare("INSERT OR IGNORE INTO ignores (user_id, ignored_id) VALUES (?, ?)");
    this.#unignore = database.prepare("DELETE FROM ignores WHERE user_id = ? AND ignored_id = ?");
    this.#ignored = database.prepare("SELECT ignored_id FROM ignores WHERE user_id = ?");
    this.#ignoreNobody = database.prepare("DELETE FROM ignores WHERE user_id = ?");
  }

  byName(name: string): UserRow | undefined {
    return user(this.#byKey.get(nameKey(name)));
  }

  /** Somebody whose name is, or could be taken for, this one. */
  byLook(name: string): UserRow | undefined {
    return user(this.#byLook.get(nameLook(name)));
  }

  add(name: UserName, at: number): UserRow {
    const { lastInsertRowid } = this.#add.run(name, nameKey(name), nameLook(name), at, at);
    return { id: Number(lastInsertRowid) as UserId, name, picture: null, hasPassword: false, theme: null };
  }

  seen(id: UserId, at: number): void {
    this.#seen.run(at, id);
  }

  countMessage(id: UserId): void {
    this.#countMessage.run(id);
  }

  setTheme(id: UserId, theme: Theme | null): void {
    this.#setTheme.run(theme, id);
  }

  known(name: string): KnownUser | undefined {
    const row = this.#known.get(nameKey(name));
    return row && knownUser(row);
  }

  /** Those online first, then by when they were last seen; at most `limit`. */
  everyone(limit: number): readonly KnownUser[] {
    return this.#latest.all(limit).map(knownUser);
  }

  total(): number {
    return Number(this.#total.get()?.["total"]);
  }

  ignore(user: UserId, ignored: UserId): void {
    this.#ignore.run(user, ignored);
  }

  unignore(user: UserId, ignored: UserId): void {
    this.#unignore.run(user, ignored);
  }

  ignored(user: UserId): readonly UserId[] {
    return this.#ignored.all(user).map((row) => row["ignored_id"] as UserId);
  }

  ignoreNobody(user: UserId): void {
    this.#ignoreNobody.run(user);
  }
}

type Row = Record<string, unknown>;

function user(row: Row | undefined): UserRow | undefined {
  if (!row) return undefined;
  const theme = row["theme"];
  return {
    ...person(row["id"], row["name"], row["picture"]),
    hasPassword: row["has_password"] === 1,
    theme: typeof theme === "string" && isTheme(theme) ? theme : null,
  };
}

function knownUser(row: Row): KnownUser {
  return {
    ...person(row["id"], row["name"], row["picture"]),
    createdAt: Number(row["created_at"]),
    lastSeenAt: Number(row["last_seen_at"]),
    lobby: row["lobby_id"] === null ? null : lobby(row["lobby_id"], row["lobby"]),
    messagesSent: Number(row["messages_sent"]),
    hasPassword: row["has_password"] === 1,
  };
}

/** Columns to a person. Rows are checked like any other source of text: an old one may hold anything. */
export function person(id: unknown, name: unknown, picture: unknown): Person {
  return {
    id: Number(id) as UserId,
    name: sanitise(String(name)) as UserName,
    picture: picture === null ? null : sanitise(String(picture)),
  };
}

/** Columns to a lobby. */
export function lobby(id: unknown, name: unknown): Lobby {
  return { id: Number(id) as LobbyId, name: sanitise(String(name)) as LobbyName };
}

// Everybody who was ever here.

import type { KnownUser, Role } from "../domain/reply.ts";
import type { Lobby, Person } from "../domain/event.ts";
import type { LobbyId, UserId } from "../domain/ids.ts";
import { type LobbyName, nameKey, nameLook, type UserName } from "../domain/names.ts";
import { sanitise } from "../domain/text.ts";
import { isTheme, type Theme } from "../domain/theme.ts";
import type { Database } from "./database.ts";

/** A user as rules need it. */
export interface UserRow extends Person {
  /** Null: a guest. */
  readonly passwordHash: string | null;
  readonly operator: boolean;
  /** Whether it is the assistant, now or under an earlier name. Nobody can log in as it. */
  readonly assistant: boolean;
  readonly theme: Theme | null;
}

const USER = "SELECT id, name, picture, theme, password_hash, role FROM users";
const PEOPLE = "role <> 'assistant'";
/** `:viewer_lobby` is where the asker is: nobody outside of a private lobby learns who is in it. */
const KNOWN = `
  SELECT u.id, u.name, u.picture, u.created_at, u.last_seen_at, u.messages_sent, u.role,
    u.password_hash IS NOT NULL AS has_password, s.user_id IS NOT NULL AS online, s.operator, l.id AS lobby_id, l.name AS lobby
  FROM users u LEFT JOIN sessions s ON s.user_id = u.id
    LEFT JOIN lobbies l ON l.id = s.lobby_id AND (l.password_hash IS NULL OR l.id = :viewer_lobby)`;

export class UserStore {
  readonly #get;
  readonly #byKey;
  readonly #byLook;
  readonly #add;
  readonly #seen;
  readonly #countMessages;
  readonly #setTheme;
  readonly #setPicture;
  readonly #setPassword;
  readonly #setRole;
  readonly #forget;
  readonly #known;
  readonly #latest;
  readonly #any;
  readonly #total;

  constructor(database: Database) {
    this.#get = database.prepare(`${USER} WHERE id = ?`);
    this.#byKey = database.prepare(`${USER} WHERE name_key = ?`);
    this.#byLook = database.prepare(`${USER} WHERE name_look = ?`);
    this.#add = database.prepare(
      "INSERT INTO users (name, name_key, name_look, role, created_at, last_seen_at) VALUES (?, ?, ?, ?, ?, ?)",
    );
    this.#seen = database.prepare("UPDATE users SET last_seen_at = ? WHERE id = ?");
    this.#countMessages = database.prepare("UPDATE users SET messages_sent = messages_sent + ? WHERE id = ?");
    this.#setTheme = database.prepare("UPDATE users SET theme = ? WHERE id = ?");
    this.#setPicture = database.prepare("UPDATE users SET picture = ? WHERE id = ?");
    this.#setPassword = database.prepare(
      "UPDATE users SET password_hash = ?, registered_at = coalesce(registered_at, ?) WHERE id = ?",
    );
    this.#setRole = database.prepare("UPDATE users SET role = ? WHERE id = ?");
    this.#forget = database.prepare("UPDATE users SET theme = NULL, picture = NULL WHERE id = ?");
    this.#known = database.prepare(`${KNOWN} WHERE u.name_key = :key`);
    this.#latest = database.prepare(
      `${KNOWN} WHERE ${PEOPLE} ORDER BY s.user_id IS NULL, u.last_seen_at DESC, u.id LIMIT :limit`,
    );
    this.#any = database.prepare(`SELECT EXISTS (SELECT 1 FROM users WHERE ${PEOPLE}) AS any`);
    this.#total = database.prepare(`SELECT count(*) AS total FROM users WHERE ${PEOPLE}`);
  }

  /** Somebody whose id comes from a row; throws when there is none. */
  get(id: UserId): UserRow {
    return user(this.#get.get(id)) ?? fail(id);
  }

  byName(name: string): UserRow | undefined {
    return user(this.#byKey.get(nameKey(name)));
  }

  /** Somebody whose name is, or could be taken for, this one. */
  byLook(name: string): UserRow | undefined {
    return user(this.#byLook.get(nameLook(name)));
  }

  add(name: UserName, at: number, role: "member" | "assistant" = "member"): UserRow {
    const { lastInsertRowid } = this.#add.run(name, nameKey(name), nameLook(name), role, at, at);
    return {
      id: Number(lastInsertRowid) as UserId,
      name,
      picture: null,
      passwordHash: null,
      operator: false,
      assistant: role === "assistant",
      theme: null,
    };
  }

  seen(id: UserId, at: number): void {
    this.#seen.run(at, id);
  }

  /** Adds to the lines that a user has said. */
  countMessages(id: UserId, lines: number): void {
    if (lines > 0) this.#countMessages.run(lines, id);
  }

  setTheme(id: UserId, theme: Theme | null): void {
    this.#setTheme.run(theme, id);
  }

  setPicture(id: UserId, picture: string | null): void {
    this.#setPicture.run(picture, id);
  }

  setPassword(id: UserId, hash: string, at: number): void {
    this.#setPassword.run(hash, at, id);
  }

  setOperator(id: UserId, operator: boolean): void {
    this.#setRole.run(operator ? "operator" : "member", id);
  }

  /** Drops what a guest chose: the name may be somebody else's next time. */
  forgetChoices(id: UserId): void {
    this.#forget.run(id);
  }

  /** A user as somebody sees it who is in the lobby `viewer`. */
  known(name: string, viewer: LobbyId): KnownUser | undefined {
    const row = this.#known.get({ key: nameKey(name), viewer_lobby: viewer });
    return row && knownUser(row);
  }

  /** People, those online first, then by when they were last seen; at most `limit`, as the lobby `viewer` sees them. */
  everyone(limit: number, viewer: LobbyId): readonly KnownUser[] {
    return this.#latest.all({ limit, viewer_lobby: viewer }).map(knownUser);
  }

  /** Whether nobody was ever here; the assistant does not count, neither does it below. */
  none(): boolean {
    return this.#any.get()?.["any"] === 0;
  }

  total(): number {
    return Number(this.#total.get()?.["total"]);
  }
}

type Row = Record<string, unknown>;

function user(row: Row | undefined): UserRow | undefined {
  if (!row) return undefined;
  const theme = row["theme"];
  return {
    ...person(row["id"], row["name"], row["picture"]),
    passwordHash: row["password_hash"] === null ? null : String(row["password_hash"]),
    operator: row["role"] === "operator",
    assistant: row["role"] === "assistant",
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
    online: row["online"] === 1,
    role: roleOf(row),
  };
}

function roleOf(row: Row): Role {
  if (row["role"] === "assistant") return "assistant";
  if (row["role"] === "operator" || row["operator"] === 1) return "operator";
  return row["has_password"] === 1 ? "member" : "guest";
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

function fail(id: UserId): never {
  throw new Error(`no user has the id ${id}`);
}

// Who is here now, and in which lobby.

import type { Lobby, Person } from "../domain/event.ts";
import type { LobbyId, SessionId, UserId } from "../domain/ids.ts";
import type { Database } from "./database.ts";
import { lobby, person } from "./users.ts";

/** A session with what every line of it needs. */
export interface SessionRow {
  readonly id: SessionId;
  readonly user: Person;
  readonly lobby: Lobby;
  readonly address: string;
  /** By the user's role, or for this session alone. */
  readonly operator: boolean;
  /** Whether the user has no password. */
  readonly guest: boolean;
}

export interface NewSession {
  readonly id: SessionId;
  readonly user: UserId;
  readonly lobby: LobbyId;
  readonly address: string;
  /** For this session alone, whatever the user's role. */
  readonly operator: boolean;
  readonly at: number;
}

const SESSION = `
  SELECT s.id, u.id AS user_id, u.name, u.picture, l.id AS lobby_id, l.name AS lobby, s.address,
    s.operator OR u.role = 'operator' AS operator, u.password_hash IS NULL AS guest
  FROM sessions s JOIN users u ON u.id = s.user_id JOIN lobbies l ON l.id = s.lobby_id`;

export class SessionStore {
  readonly #open;
  readonly #close;
  readonly #move;
  readonly #setOperator;
  readonly #get;
  readonly #ofUser;
  readonly #all;
  readonly #inLobby;
  readonly #countInLobby;

  constructor(database: Database) {
    this.#open = database.prepare(
      "INSERT INTO sessions (id, user_id, lobby_id, address, operator, opened_at) VALUES (?, ?, ?, ?, ?, ?)",
    );
    this.#move = database.prepare("UPDATE sessions SET lobby_id = ? WHERE id = ?");
    this.#setOperator = database.prepare("UPDATE sessions SET operator = ? WHERE id = ?");
    this.#close = database.prepare("DELETE FROM sessions WHERE id = ?");
    this.#get = database.prepare(`${SESSION} WHERE s.id = ?`);
    this.#ofUser = database.prepare(`${SESSION} WHERE s.user_id = ?`);
    this.#all = database.prepare(`${SESSION} ORDER BY s.opened_at, u.id`);
    this.#inLobby = database.prepare(`${SESSION} WHERE s.lobby_id = ? ORDER BY u.name_key`);
    this.#countInLobby = database.prepare("SELECT count(*) AS total FROM sessions WHERE lobby_id = ?");
  }

  open({ id, user, lobby, address, operator, at }: NewSession): void {
    this.#open.run(id, user, lobby, address, operator ? 1 : 0, at);
  }

  move(id: SessionId, lobby: LobbyId): void {
    this.#move.run(lobby, id);
  }

  setOperator(id: SessionId, operator: boolean): void {
    this.#setOperator.run(operator ? 1 : 0, id);
  }

  close(id: SessionId): void {
    this.#close.run(id);
  }

  get(id: SessionId): SessionRow | undefined {
    return session(this.#get.get(id));
  }

  ofUser(user: UserId): SessionRow | undefined {
    return session(this.#ofUser.get(user));
  }

  /** Oldest first. */
  all(): readonly SessionRow[] {
    return this.#all.all().flatMap((row) => session(row) ?? []);
  }

  /** By name. */
  inLobby(lobby: LobbyId): readonly SessionRow[] {
    return this.#inLobby.all(lobby).flatMap((row) => session(row) ?? []);
  }

  countInLobby(lobby: LobbyId): number {
    return Number(this.#countInLobby.get(lobby)?.["total"]);
  }
}

function session(row: Record<string, unknown> | undefined): SessionRow | undefined {
  return row && {
    id: String(row["id"]) as SessionId,
    user: person(row["user_id"], row["name"], row["picture"]),
    lobby: lobby(row["lobby_id"], row["lobby"]),
    address: String(row["address"]),
    operator: row["operator"] === 1,
    guest: row["guest"] === 1,
  };
}

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
}

const SESSION = `
  SELECT s.id, u.id AS user_id, u.name, u.picture, l.id AS lobby_id, l.name AS lobby
  FROM sessions s JOIN users u ON u.id = s.user_id JOIN lobbies l ON l.id = s.lobby_id`;

export class SessionStore {
  readonly #open;
  readonly #close;
  readonly #get;
  readonly #ofUser;
  readonly #all;
  readonly #inLobby;
  readonly #countInLobby;

  constructor(database: Database) {
    this.#open = database.prepare(
      "INSERT INTO sessions (id, user_id, lobby_id, opened_at) VALUES (?, ?, ?, ?)",
    );
    this.#close = database.prepare("DELETE FROM sessions WHERE id = ?");
    this.#get = database.prepare(`${SESSION} WHERE s.id = ?`);
    this.#ofUser = database.prepare(`${SESSION} WHERE s.user_id = ?`);
    this.#all = database.prepare(`${SESSION} ORDER BY s.opened_at, u.id`);
    this.#inLobby = database.prepare(`${SESSION} WHERE s.lobby_id = ? ORDER BY u.name_key`);
    this.#countInLobby = database.prepare("SELECT count(*) AS total FROM sessions WHERE lobby_id = ?");
  }

  open(id: SessionId, user: UserId, lobby: LobbyId, at: number): void {
    this.#open.run(id, user, lobby, at);
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
  };
}

// The places in which people talk.

import type { Lobby } from "../domain/event.ts";
import type { LobbyId } from "../domain/ids.ts";
import type { Database } from "./database.ts";
import { lobby } from "./users.ts";

export class LobbyStore {
  readonly #get;

  constructor(database: Database) {
    this.#get = database.prepare("SELECT id, name FROM lobbies WHERE id = ?");
  }

  /** Throws when there is no such row: ids come from other rows only. */
  get(id: LobbyId): Lobby {
    const row = this.#get.get(id);
    if (!row) throw new Error(`no lobby has the id ${id}`);
    return lobby(row["id"], row["name"]);
  }
}

// All tables of one database, behind the functions that rules ask for.

import type { Database } from "./database.ts";
import { IgnoreStore } from "./ignores.ts";
import { LobbyStore } from "./lobbies.ts";
import { MessageStore } from "./messages.ts";
import { SanctionStore } from "./sanctions.ts";
import { SessionStore } from "./sessions.ts";
import { TurnStore } from "./turns.ts";
import { UserStore } from "./users.ts";

export class Store {
  readonly #database: Database;
  readonly lobbies: LobbyStore;
  readonly users: UserStore;
  readonly ignores: IgnoreStore;
  readonly sanctions: SanctionStore;
  readonly sessions: SessionStore;
  readonly messages: MessageStore;
  readonly turns: TurnStore;

  constructor(database: Database) {
    this.#database = database;
    this.lobbies = new LobbyStore(database);
    this.users = new UserStore(database);
    this.ignores = new IgnoreStore(database);
    this.sanctions = new SanctionStore(database);
    this.sessions = new SessionStore(database);
    this.messages = new MessageStore(database);
    this.turns = new TurnStore(database);
  }

  /** All of `work` is stored, or nothing. */
  transaction<Result>(work: () => Result): Result {
    return this.#database.transaction(work);
  }
}

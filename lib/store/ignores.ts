// Who does not want to see whom.

import type { UserId } from "../domain/ids.ts";
import type { Database } from "./database.ts";

export class IgnoreStore {
  readonly #add;
  readonly #remove;
  readonly #of;
  readonly #clear;

  constructor(database: Database) {
    this.#add = database.prepare("INSERT OR IGNORE INTO ignores (user_id, ignored_id) VALUES (?, ?)");
    this.#remove = database.prepare("DELETE FROM ignores WHERE user_id = ? AND ignored_id = ?");
    this.#of = database.prepare("SELECT ignored_id FROM ignores WHERE user_id = ?");
    this.#clear = database.prepare("DELETE FROM ignores WHERE user_id = ?");
  }

  add(user: UserId, ignored: UserId): void {
    this.#add.run(user, ignored);
  }

  remove(user: UserId, ignored: UserId): void {
    this.#remove.run(user, ignored);
  }

  of(user: UserId): readonly UserId[] {
    return this.#of.all(user).map((row) => row["ignored_id"] as UserId);
  }

  clear(user: UserId): void {
    this.#clear.run(user);
  }
}

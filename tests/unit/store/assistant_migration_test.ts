// A database of the second schema is brought to the one with the assistant.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { Database, DATABASE_FILE } from "../../../lib/store/database.ts";
import { migrate, migrations, newestVersion, versionOf } from "../../../lib/store/migrate.ts";
import { Store } from "../../../lib/store/store.ts";
import { AT, userName } from "../../support/entries.ts";
import { TempFolder } from "../../support/store.ts";

/** What a server of the second schema left behind. */
const ROWS = `
  INSERT INTO users (id, name, name_key, name_look, role, created_at, last_seen_at)
  VALUES (1, 'alice', 'alice', 'allce', 'operator', ${AT}, ${AT}), (2, 'bob', 'bob', 'bob', 'member', ${AT}, ${AT});
  INSERT INTO lobbies (id, name, name_key, name_look, creator_id, owner_id, assistant_prompt, created_at)
  VALUES (2, 'games', 'games', 'games', 1, 1, NULL, ${AT});
  INSERT INTO messages (at, kind, lobby_id, author_id, target_id, body)
  VALUES (${AT}, 'said', 1, 1, NULL, 'hello'), (${AT}, 'tagged', 1, 1, 2, 'look'),
    (${AT}, 'moderated', 2, 1, NULL, 'bob was muted'), (${AT}, 'announced', 1, 1, NULL, 'noon');
  INSERT INTO audit (at, act, actor_id, user_id) VALUES (${AT}, 'mute', 1, 2);`;

const TABLES = ["users", "lobbies", "messages", "audit"];

class Migrated implements Disposable {
  readonly folder = new TempFolder();
  readonly database = new Database(new DatabaseSync(`${this.folder.path}/${DATABASE_FILE}`));
  readonly before: readonly unknown[];
  readonly store: Store;

  constructor() {
    migrate(this.database, migrations().slice(0, 2));
    this.database.script(ROWS);
    this.before = this.dump();
    migrate(this.database);
    this.store = new Store(this.database);
  }

  /** All rows, and the log. */
  dump(): readonly unknown[] {
    return [...TABLES, "chat_log"].map((table) =>
      this.database.prepare(`SELECT * FROM ${table} ORDER BY id`).all()
    );
  }

  [Symbol.dispose](): void {
    this.database.close();
    this.folder[Symbol.dispose]();
  }
}

Deno.test("a database of the second schema is brought to the newest one, with every row and line as it was", () => {
  using test = new Migrated();
  assert.equal(versionOf(test.database), newestVersion());
  assert.equal(test.database.pragma("integrity_check"), "ok");
  assert.deepEqual(test.dump(), test.before);
});

Deno.test("a database of the second schema has no question open, and takes an assistant", () => {
  using test = new Migrated();
  assert.deepEqual(test.store.turns.unfinished(), []);
  assert.equal(test.store.users.add(userName("Rox"), AT, "assistant").assistant, true);
  assert.equal(test.store.users.total(), 2);
});

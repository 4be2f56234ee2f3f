// A database of the first schema, with rows in every table, is brought to the one with accounts and moderation.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { GENERAL, type MessageId } from "../../../lib/domain/ids.ts";
import { Database, DATABASE_FILE } from "../../../lib/store/database.ts";
import { migrate, migrations, newestVersion, versionOf } from "../../../lib/store/migrate.ts";
import { Store } from "../../../lib/store/store.ts";
import { AT, sessionId } from "../../support/entries.ts";
import { TempFolder } from "../../support/store.ts";

/** What a server of the first schema left behind, people who are still here included. */
const ROWS = `
  INSERT INTO users (id, name, name_key, name_look, password_hash, picture, theme, messages_sent, created_at, last_seen_at)
  VALUES (1, 'Alice', 'alice', 'allce', 'hash', '(o-o)', 'cozy', 7, ${AT}, ${AT + 1}),
         (2, 'bob', 'bob', 'bob', NULL, NULL, NULL, 0, ${AT}, ${AT + 2});
  INSERT INTO lobbies (id, name, name_key, description, password_hash, creator_id, created_at, closed_at)
  VALUES (2, 'games', 'games', 'play', 'secret', 1, ${AT}, NULL), (3, 'old', 'old', '', NULL, 2, ${AT}, ${
  AT + 3
});
  INSERT INTO messages (at, kind, lobby_id, author_id, target_id, body)
  VALUES (${AT}, 'joined', 1, 1, NULL, ''), (${AT}, 'said', 1, 1, NULL, 'hello'),
         (${AT}, 'direct', NULL, 1, 2, 'psst');
  INSERT INTO sessions (id, user_id, lobby_id, opened_at) VALUES ('s', 1, 2, ${AT});
  INSERT INTO ignores (user_id, ignored_id) VALUES (1, 2);
  INSERT INTO bans (action, user_id, lobby_id, until, reason, actor_id, created_at)
  VALUES ('mute', 2, NULL, NULL, 'spam', 1, ${AT});
  INSERT INTO bans (action, address, until, reason, actor_id, created_at)
  VALUES ('ban', '192.0.2.0/24', ${AT + 9}, '', 1, ${AT});`;

const TABLES = ["users", "lobbies", "messages", "sessions", "ignores", "bans"];

class Migrated implements Disposable {
  readonly folder = new TempFolder();
  readonly database = new Database(new DatabaseSync(`${this.folder.path}/${DATABASE_FILE}`));
  /** All rows as they were before. */
  readonly before: Readonly<Record<string, readonly Record<string, unknown>[]>>;
  readonly store: Store;

  constructor() {
    migrate(this.database, migrations().slice(0, 1));
    this.database.script(ROWS);
    this.before = this.rows();
    migrate(this.database);
    this.store = new Store(this.database);
  }

  rows() {
    return Object.fromEntries(
      TABLES.map((table) => [table, this.database.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all()]),
    );
  }

  [Symbol.dispose](): void {
    this.database.close();
    this.folder[Symbol.dispose]();
  }
}

Deno.test("a database of the first schema is brought to the newest one", () => {
  using test = new Migrated();
  assert.equal(versionOf(test.database), newestVersion());
  assert.equal(test.database.pragma("integrity_check"), "ok");
});

Deno.test("every row of the first schema keeps every value", () => {
  using test = new Migrated();
  const after = test.rows();
  for (const [table, rows] of Object.entries(test.before)) {
    assert.ok(rows.length > 0, table);
    rows.forEach((row, index) =>
      assert.deepEqual({ ...after[table]?.[index], ...row }, { ...after[table]?.[index] })
    );
    assert.equal(after[table]?.length, rows.length, table);
  }
});

Deno.test("users of the first schema are members, whether or not they had a password", () => {
  using test = new Migrated();
  const roles = ["alice", "bob"].map((name) => test.store.users.known(name, GENERAL)?.role);
  assert.deepEqual(roles, ["member", "guest"]);
});

Deno.test("lobbies of the first schema have their creator, and no owner", () => {
  using test = new Migrated();
  const games = test.store.lobbies.byName("games") ?? assert.fail("games is gone");
  assert.deepEqual([test.store.lobbies.summary(games.id).creator, games.owner], ["Alice", null]);
});

Deno.test("sessions of the first schema are no operators' and have no address", () => {
  using test = new Migrated();
  const session = test.store.sessions.get(sessionId("s"));
  assert.deepEqual([session?.operator, session?.address, session?.guest], [false, "", false]);
});

Deno.test("mutes and bans of the first schema hold", () => {
  using test = new Migrated();
  assert.deepEqual(test.store.sanctions.all(null, AT).map(({ action, subject }) => [action, subject]), [
    ["mute", "bob"],
    ["ban", "192.0.2.0/24"],
  ]);
});

Deno.test("messages of the first schema are read, replayed and delivered as before", () => {
  using test = new Migrated();
  const { messages } = test.store;
  const alice = test.store.users.byName("alice") ?? assert.fail("alice is gone");
  const bob = test.store.users.byName("bob") ?? assert.fail("bob is gone");
  assert.deepEqual(messages.history(GENERAL, bob.id, 99 as MessageId, 9).map(({ type }) => type), [
    "joined",
    "said",
  ]);
  assert.deepEqual(messages.queued(bob.id).map(({ text, from }) => [text, from.id]), [["psst", alice.id]]);
});

Deno.test("the log of the first schema reads as before", () => {
  using test = new Migrated();
  const lines = test.database.prepare("SELECT substr(line, 22) AS line FROM chat_log ORDER BY id").all();
  assert.deepEqual(lines.map(({ line }) => line), [
    "[system]: Alice joined the chat",
    "[Alice]: hello",
    "[DM from Alice]: psst",
  ]);
});

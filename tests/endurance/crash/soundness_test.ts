// What a store that is damaged or holds half of a transaction looks like to the crash test.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { DATABASE_FILE } from "../../../lib/store/database.ts";
import { INDEX_FILE } from "../../../lib/store/search_index.ts";
import { TestStore } from "../../support/store.ts";
import { unsound, unsoundAtRest, unsoundIndex } from "./soundness.ts";

/** Ann came, said two lines of which one is indexed, changed the lobby, muted ben and left. */
function soundStore(): TestStore {
  const test = new TestStore();
  for (const name of ["ann", "ben"]) {
    test.database.prepare(
      "INSERT INTO users (name, name_key, name_look, created_at, last_seen_at) VALUES (?, ?, ?, 0, 0)",
    ).run(name, name, name);
  }
  for (
    const [kind, body] of [
      ...[["joined", ""], ["said", "said-ann-1"], ["exited", ""], ["entered", ""]],
      ...[["said", "said-ann-2"], ["moderated", "ben was muted"], ["left", ""]],
    ]
  ) {
    test.database.prepare("INSERT INTO messages (at, kind, lobby_id, author_id, body) VALUES (0, ?, 1, 1, ?)")
      .run(kind ?? "", body ?? "");
  }
  test.database.script(
    `UPDATE users SET messages_sent = 2 WHERE name = 'ann';
     INSERT INTO messages (at, kind, author_id, target_id, body) VALUES (0, 'direct', 1, 2, 'direct-ann-1');
     INSERT INTO audit (at, act, actor_id, user_id) VALUES (0, 'mute', 1, 2)`,
  );
  test.index.catchUp(2);
  return test;
}

Deno.test("unsound finds nothing in a sound store", () => {
  using test = soundStore();
  using database = new DatabaseSync(`${test.folder.path}/${DATABASE_FILE}`, { readOnly: true });
  const index = `${test.folder.path}/${INDEX_FILE}`;
  assert.deepEqual([...unsound(database), ...unsoundIndex(database, index), ...unsoundAtRest(database)], []);
});

for (
  const [what, sql, found] of [
    ["that lacks a line", "UPDATE progress SET up_to = 5", "ann: 1 for 2"],
    [
      "that has a line twice",
      "INSERT INTO message_index (rowid, lobby, body) VALUES (9, 1, 'said-ann-1')",
      "ann: 2 for 1",
    ],
  ] as const
) {
  Deno.test(`unsoundIndex finds an index ${what}`, () => {
    using test = soundStore();
    const path = `${test.folder.path}/${INDEX_FILE}`;
    {
      using index = new DatabaseSync(path);
      index.exec(sql);
    }
    using database = new DatabaseSync(`${test.folder.path}/${DATABASE_FILE}`, { readOnly: true });
    assert.deepEqual(unsoundIndex(database, path), [
      `the search index is not that of the messages: ${found}`,
    ]);
  });
}

Deno.test("unsound finds an index that does not fit its table any more", () => {
  using test = soundStore();
  const { rootpage } = test.database.prepare(
    "SELECT rootpage FROM sqlite_schema WHERE name = 'messages_of_lobby'",
  ).get() ?? {};
  const pageSize = Number(test.database.pragma("page_size"));
  test.database.close();
  const path = `${test.folder.path}/${DATABASE_FILE}`;
  {
    using file = Deno.openSync(path, { write: true });
    // How many entries are on the page, in two bytes after the page's type and its list of free space.
    file.seekSync((Number(rootpage) - 1) * pageSize + 3, Deno.SeekMode.Start);
    file.writeSync(Uint8Array.of(0, 0));
  }
  using database = new DatabaseSync(path, { readOnly: true });
  assert.match(unsound(database)[0] ?? "nothing", /^SQLite finds damage: /);
});

for (
  const [what, sql, found] of [
    [
      "a direct message without a reader",
      "UPDATE messages SET target_id = NULL WHERE kind = 'direct'",
      /^a message is incomplete: message 8$/,
    ],
    [
      "a line without a lobby",
      "UPDATE messages SET lobby_id = NULL WHERE id = 2",
      /^a message is incomplete: message 2$/,
    ],
    [
      "a line without its text",
      "UPDATE messages SET body = '' WHERE id = 5",
      /^a message is incomplete: message 5$/,
    ],
    [
      "a line that is not counted",
      "UPDATE users SET messages_sent = 1 WHERE name = 'ann'",
      /^a user's lines are not all counted: ann$/,
    ],
    [
      "half of a change of lobbies",
      "DELETE FROM messages WHERE kind = 'entered'",
      /^somebody left a lobby for nowhere: message 3$/,
    ],
    [
      "an act that nobody was told of",
      "DELETE FROM messages WHERE kind = 'moderated'",
      /^acts and their audit are not as many: 1 in the audit, 0 told$/,
    ],
    [
      "a row that refers to nobody",
      "PRAGMA foreign_keys = OFF; UPDATE messages SET author_id = 9 WHERE id = 1",
      /^a row refers to nothing: messages row 1 to users$/,
    ],
  ] as const
) {
  Deno.test(`unsound finds ${what}`, () => {
    using test = soundStore();
    test.database.script(sql);
    using database = new DatabaseSync(`${test.folder.path}/${DATABASE_FILE}`, { readOnly: true });
    const [first = "nothing", ...more] = unsound(database);
    assert.match(first, found);
    assert.deepEqual(more, []);
  });
}

Deno.test("unsoundAtRest finds a session that nobody has closed", () => {
  using test = soundStore();
  test.database.script("INSERT INTO sessions (id, user_id, lobby_id, opened_at) VALUES ('s', 1, 1, 0)");
  using database = new DatabaseSync(`${test.folder.path}/${DATABASE_FILE}`, { readOnly: true });
  assert.deepEqual(unsoundAtRest(database), ["a session is left open: s"]);
});

// No query that runs on every line, login or page may read a whole table or sort it.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { Database, DATABASE_FILE, openDatabase } from "../../../lib/store/database.ts";
import { HISTORY, MessageStore } from "../../../lib/store/messages.ts";
import { SearchIndex } from "../../../lib/store/search_index.ts";
import { SessionStore } from "../../../lib/store/sessions.ts";
import { UserStore } from "../../../lib/store/users.ts";
import { TempFolder } from "../../support/store.ts";

/** Remembers what was prepared. */
class Recorder extends Database {
  readonly prepared: string[] = [];

  override prepare(sql: string) {
    this.prepared.push(sql);
    return super.prepare(sql);
  }

  plan(sql: string): readonly string[] {
    return super.prepare(`EXPLAIN QUERY PLAN ${sql}`).all().map((row) => String(row["detail"]));
  }
}

function withRecorder(check: (database: Recorder) => void): void {
  using folder = new TempFolder();
  openDatabase(folder.path, "normal").close();
  using database = new Recorder(new DatabaseSync(`${folder.path}/${DATABASE_FILE}`));
  check(database);
}

Deno.test("HISTORY is read from the end of the lobby's own index", () => {
  withRecorder((database) => {
    const plan = database.plan(HISTORY);
    assert.ok(
      plan.includes("SEARCH m USING INDEX messages_of_lobby (lobby_id=? AND rowid<?)"),
      plan.join("\n"),
    );
    assert.doesNotMatch(plan.join("\n"), /SCAN|TEMP B-TREE/);
  });
});

Deno.test("queued direct messages are read from an index of the queued ones alone", () => {
  withRecorder((database) => {
    new MessageStore(database);
    const queued = database.prepared.find((sql) =>
      sql.includes("delivered_at IS NULL") && sql.includes("SELECT")
    );
    assert.ok(database.plan(queued ?? "").includes("SEARCH m USING INDEX messages_queued (target_id=?)"));
  });
});

Deno.test("messages are never scanned or sorted; a search walks its index newest first", () => {
  withRecorder((database) => {
    new MessageStore(database);
    assert.ok(database.prepared.includes(HISTORY));
    for (const sql of database.prepared) {
      const plan = database.plan(sql).filter((step) => !/^SCAN i VIRTUAL TABLE/.test(step));
      assert.doesNotMatch(plan.join("\n"), /SCAN|TEMP B-TREE/, sql);
    }
  });
});

Deno.test("the search index looks only at messages that it does not hold", () => {
  withRecorder((database) => {
    new SearchIndex(database);
    for (const sql of database.prepared) {
      assert.doesNotMatch(
        database.plan(sql).join("\n"),
        /SCAN (?!message_index_progress|CONSTANT)|TEMP B-TREE/,
        sql,
      );
    }
  });
});

Deno.test("sessions are found by id, user or lobby; only the list of all of them is a scan", () => {
  withRecorder((database) => {
    new SessionStore(database);
    const scans = database.prepared.filter((sql) => /SCAN/.test(database.plan(sql).join("\n")));
    assert.deepEqual(scans.map((sql) => /ORDER BY .*$/.exec(sql)?.[0]), ["ORDER BY s.opened_at, u.id"]);
  });
});

Deno.test("users are found by index; only the lists of everybody are scans", () => {
  withRecorder((database) => {
    new UserStore(database);
    const scans = database.prepared.filter((sql) => /SCAN/.test(database.plan(sql).join("\n")));
    assert.equal(scans.length, 2);
    for (const sql of scans) assert.match(sql, /ORDER BY .* LIMIT \?$|^SELECT count\(\*\)/);
  });
});

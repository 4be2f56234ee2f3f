// No query that runs on every line, login or page may read a whole table or sort it.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { Database, DATABASE_FILE, openDatabase } from "../../../lib/store/database.ts";
import { IgnoreStore } from "../../../lib/store/ignores.ts";
import { LobbyStore } from "../../../lib/store/lobbies.ts";
import { HISTORY, MessageStore } from "../../../lib/store/messages.ts";
import { SanctionStore } from "../../../lib/store/sanctions.ts";
import { SessionStore } from "../../../lib/store/sessions.ts";
import { TurnStore } from "../../../lib/store/turns.ts";
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

Deno.test("messages are never scanned or sorted", () => {
  withRecorder((database) => {
    new MessageStore(database);
    assert.ok(database.prepared.includes(HISTORY));
    for (const sql of database.prepared) {
      // Rows to insert are "scanned" as well, and questions only where a statement has broken a foreign key.
      const plan = database.plan(sql).filter((step) =>
        !/^SCAN (\d+-ROW VALUES CLAUSE|assistant_turns$)/.test(step)
      );
      assert.doesNotMatch(plan.join("\n"), /SCAN|TEMP B-TREE/, sql);
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
    assert.deepEqual(scans.map((sql) => /ORDER BY .*$|count\(\*\)|EXISTS/.exec(sql)?.[0]), [
      "ORDER BY s.user_id IS NULL, u.last_seen_at DESC, u.id LIMIT :limit",
      // Looks for one row and finds the first.
      "EXISTS",
      "count(*)",
    ]);
  });
});

Deno.test("lobbies are found by id or name; what concerns all of them is a scan", () => {
  withRecorder((database) => {
    new LobbyStore(database);
    const scans = database.prepared.filter((sql) => /SCAN/.test(database.plan(sql).join("\n")));
    assert.deepEqual(scans.map((sql) => /count\(\*\) AS total|m\.at|ORDER BY .*$/.exec(sql)?.[0]), [
      ...["count(*) AS total", "m.at", "ORDER BY l.id <> 1, present DESC, l.name_key"],
    ]);
  });
});

Deno.test("whether a lobby is unused is seen at the end of its own index of messages", () => {
  withRecorder((database) => {
    new LobbyStore(database);
    const unused = database.prepared.find((sql) => sql.includes("m.at")) ?? assert.fail("no such statement");
    const plan = database.plan(unused).join("\n");
    assert.match(plan, /SEARCH m USING INDEX messages_of_lobby \(lobby_id=\?\)/);
    assert.doesNotMatch(plan, /SCAN (?!l$)|TEMP B-TREE/m);
  });
});

Deno.test("a creator's lobbies are found by their owner", () => {
  withRecorder((database) => {
    new LobbyStore(database);
    const disown = database.prepared.find((sql) => /SET owner_id = NULL WHERE owner_id/.test(sql));
    assert.match(
      database.plan(disown ?? "").join("\n"),
      /USING COVERING INDEX lobbies_owned \(owner_id=\?\)/,
    );
  });
});

Deno.test("mutes and bans of a user are found by that user, at every line", () => {
  withRecorder((database) => {
    new SanctionStore(database);
    const ofUser = database.prepared.filter((sql) => sql.includes("user_id = :user"));
    assert.equal(ofUser.length, 2);
    for (const sql of ofUser) {
      const plan = database.plan(sql).join("\n");
      assert.match(plan, /SEARCH b USING INDEX bans_of_user \(user_id=\?\)/);
      assert.doesNotMatch(plan, /SCAN/);
    }
  });
});

Deno.test("bans of addresses are read from an index of their own, at every connection", () => {
  withRecorder((database) => {
    new SanctionStore(database);
    const ofAddresses = database.prepared.find((sql) => sql.includes("b.address IS NOT NULL"));
    assert.match(database.plan(ofAddresses ?? "").join("\n"), /SEARCH b USING INDEX bans_of_addresses/);
  });
});

Deno.test("the list of all that is in force is the only scan of mutes and bans", () => {
  withRecorder((database) => {
    new SanctionStore(database);
    const scans = database.prepared.filter((sql) => /SCAN b/.test(database.plan(sql).join("\n")));
    assert.deepEqual(scans.map((sql) => sql.includes(":lobby IS NULL")), [true]);
  });
});

Deno.test("ignores are found by user", () => {
  withRecorder((database) => {
    new IgnoreStore(database);
    for (const sql of database.prepared) assert.doesNotMatch(database.plan(sql).join("\n"), /SCAN/, sql);
  });
});

Deno.test("a lobby's conversation with the assistant is read from the end of its own index", () => {
  withRecorder((database) => {
    new TurnStore(database);
    const exchanges = database.prepared.find((sql) => sql.includes("LIMIT :limit"));
    const plan = database.plan(exchanges ?? "").join("\n");
    assert.match(plan, /SEARCH assistant_turns USING INDEX assistant_turns_of_lobby \(lobby_id=\?\)/);
    assert.doesNotMatch(plan, /SCAN (?!t$)/m);
  });
});

Deno.test("open questions are found by id, or in an index of the open ones alone", () => {
  withRecorder((database) => {
    new TurnStore(database);
    const open = database.prepared.filter((sql) => sql.includes("ended_at IS NULL")).map((sql) =>
      database.plan(sql)
    );
    assert.deepEqual(open.map(([first]) => first), [
      "SEARCH t USING INTEGER PRIMARY KEY (rowid=?)",
      "SCAN assistant_turns USING INDEX assistant_turns_open",
    ]);
  });
});

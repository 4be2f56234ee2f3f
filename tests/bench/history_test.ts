// A made history is one that a server could have: the rows that are asked for, each with its line, all in the index.

import assert from "node:assert/strict";
import { GENERAL, type MessageId, type UserId } from "../../lib/domain/ids.ts";
import { sanitise } from "../../lib/domain/text.ts";
import { openDatabase } from "../../lib/store/database.ts";
import { matchQuery, SearchIndex } from "../../lib/store/search_index.ts";
import { Store } from "../../lib/store/store.ts";
import { TempFolder } from "../support/store.ts";
import { makeHistory, QUIET_LOBBY, WORDS } from "./history.ts";

Deno.test("makeHistory makes as many rows as it is asked for, and what is searched for is in them", () => {
  using folder = new TempFolder();
  const rows = 20_000;
  makeHistory(folder.path, rows);
  using database = openDatabase(folder.path, "normal");
  const log = database.prepare("SELECT count(*) AS rows, count(line) AS lines FROM chat_log").get();
  assert.deepEqual({ ...log }, { rows, lines: rows });

  const { lobbies, messages } = new Store(database);
  using index = SearchIndex.open(folder.path, messages);
  assert.equal(index.catchUp(1), false, "the index lacks nothing");
  const viewer = 1 as UserId;
  const quiet = lobbies.byName(QUIET_LOBBY);
  assert.ok(quiet);
  assert.equal(messages.history(quiet.id, viewer, Number.MAX_SAFE_INTEGER as MessageId, 10).length, 2);
  const [common = 0, lessCommon = 0, rare = 0] = [WORDS.common, WORDS.lessCommon, WORDS.rare].map((word) =>
    index.find({ query: matchQuery(sanitise(word), GENERAL) ?? "", lobby: GENERAL, viewer, limit: rows })
      .length
  );
  assert.equal(rare, 1);
  assert.ok(common > rows / 10 && lessCommon > 10 && lessCommon < common / 5, `${common}, ${lessCommon}`);
});

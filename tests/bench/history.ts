// A data folder with a long history, as a busy server has it after years: made by SQL alone, in the real schema.

import { nameKey, nameLook } from "../../lib/domain/names.ts";
import { type Database, openDatabase } from "../../lib/store/database.ts";
import { MessageStore } from "../../lib/store/messages.ts";
import { SearchIndex } from "../../lib/store/search_index.ts";

/** Every second line has the first, one in 30 the second; the third is rare, and in `general` alone. */
export const WORDS = { common: "the", lessCommon: "meeting", rare: "zyzzyva" } as const;
/** `general` has three of five rows. */
export const QUIET_LOBBY = "lobby20";

const USERS = 1000;
const LOBBIES = 20;
/** One row of so many has the rare word, and one is in the quiet lobby. */
const RARE = 1_000_000;
const QUIET = 10_000;
const VOCABULARY = 20_000;
const LESS_COMMON_RANK = 25;
/** Halves of lines, of 2 to 7 words each; any two of them make a line. */
const HALVES = 50_000;
const ROWS_AT_A_TIME = 500_000;
/** A server takes fewer into one transaction; the parts of the index are merged in the same way. */
const INDEX_SLICE = 20_000;
/** Milliseconds from one row to the next: ten million are two years. */
const PACE = 6000;

/** Rows `first` to `last` of all. A draw is made once for each row, which SQLite promises for MATERIALIZED alone. */
const ADD_ROWS = `
  WITH RECURSIVE ids (id) AS (SELECT :first UNION ALL SELECT id + 1 FROM ids WHERE id < :last),
  drawn AS MATERIALIZED (
    SELECT id, abs(random()) % 1000 AS kind, abs(random()) % 100 AS place, abs(random()) % ${USERS} AS author,
      abs(random()) % ${USERS} AS target, abs(random()) % ${HALVES} AS half, abs(random()) % ${HALVES} AS other
    FROM ids
  ),
  rows AS (
    SELECT id, author + 1 AS author, target + 1 AS target, half, other,
      CASE WHEN kind < 920 OR id % ${RARE} = 7 OR id % ${QUIET} = 0 THEN 'said' WHEN kind < 940 THEN 'action' WHEN kind < 950 THEN 'tagged'
        WHEN kind < 960 THEN 'joined' WHEN kind < 970 THEN 'left' WHEN kind < 980 THEN 'entered'
        WHEN kind < 990 THEN 'exited' ELSE 'direct' END AS kind,
      CASE WHEN id % ${QUIET} = 0 THEN ${LOBBIES} WHEN place < 60 OR id % ${RARE} = 7 THEN 1
        ELSE 2 + (place - 60) * (place - 60) * ${LOBBIES - 2} / 1600 END AS lobby
    FROM drawn
  )
  INSERT INTO messages (id, at, kind, lobby_id, author_id, target_id, body, delivered_at)
  SELECT id, :end - (:rows - id) * ${PACE}, kind, CASE kind WHEN 'direct' THEN NULL ELSE lobby END, author,
    CASE WHEN kind IN ('direct', 'tagged') THEN target END,
    CASE WHEN kind IN ('joined', 'left', 'entered', 'exited') THEN ''
      ELSE (SELECT text FROM halves WHERE halves.id = half) || ' ' || (SELECT text FROM halves WHERE halves.id = other)
        || CASE WHEN id % ${RARE} = 7 THEN ' ${WORDS.rare}' ELSE '' END
    END,
    CASE kind WHEN 'direct' THEN :end END
  FROM rows`;

/** Makes a history of `rows` rows in an empty folder. Takes some ten seconds per million. */
export function makeHistory(folder: string, rows: number): void {
  using database = openDatabase(folder, "normal");
  // Nothing is lost that could not be made again.
  database.pragma("synchronous = OFF");
  database.transaction(() => {
    addUsers(database);
    addLobbies(database);
    addHalves(database);
  });
  const add = database.prepare(ADD_ROWS);
  const end = Date.now();
  for (let first = 1; first <= rows; first += ROWS_AT_A_TIME) {
    const last = Math.min(rows, first + ROWS_AT_A_TIME - 1);
    database.transaction(() => add.run({ first, last, rows, end }));
  }
  database.script("DROP TABLE temp.halves");
  using index = SearchIndex.open(folder, new MessageStore(database));
  while (index.catchUp(INDEX_SLICE)) while (index.merge());
}

function addUsers(database: Database): void {
  const add = database.prepare(
    "INSERT INTO users (name, name_key, name_look, created_at, last_seen_at) VALUES (?, ?, ?, 0, 0)",
  );
  for (let index = 0; index < USERS; index++) {
    const name = `user${String(index).padStart(4, "0")}`;
    add.run(name, nameKey(name), nameLook(name));
  }
}

/** The first is there: `general`. */
function addLobbies(database: Database): void {
  const add = database.prepare(
    "INSERT INTO lobbies (name, name_key, name_look, created_at) VALUES (?, ?, ?, 0)",
  );
  for (let id = 2; id <= LOBBIES; id++) {
    const name = `lobby${String(id).padStart(2, "0")}`;
    add.run(name, nameKey(name), nameLook(name));
  }
}

function addHalves(database: Database): void {
  database.script("CREATE TEMP TABLE halves (id INTEGER PRIMARY KEY, text TEXT NOT NULL)");
  const add = database.prepare("INSERT INTO temp.halves VALUES (?, ?)");
  const random = pseudoRandom();
  for (let id = 0; id < HALVES; id++) {
    const words = Array.from({ length: 2 + Math.floor(random() * 6) }, () => {
      // As in languages, a word's frequency falls as its rank grows.
      return wordOf(Math.floor(VOCABULARY ** random()));
    });
    add.run(id, words.join(" "));
  }
}

/** The word of a rank from 1. */
function wordOf(rank: number): string {
  if (rank === 1) return WORDS.common;
  if (rank === LESS_COMMON_RANK) return WORDS.lessCommon;
  const syllables = ["ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu"];
  return [...String(rank)].map((digit) => syllables[Number(digit)]).join("");
}

/** Numbers from 0 to 1, the same ones each time (a linear congruential generator, as in Numerical Recipes). */
function pseudoRandom(): () => number {
  let state = 1;
  return () => (state = (state * 1664525 + 1013904223) % 2 ** 32) / 2 ** 32;
}

if (import.meta.main) {
  const [folder = "", rows = ""] = Deno.args;
  makeHistory(folder, Number(rows));
  console.log("made");
}

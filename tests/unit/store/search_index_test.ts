// Full-text search: what people type finds what was said, and nothing they type is an error.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { GENERAL, type LobbyId, type UserId } from "../../../lib/domain/ids.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import { Database, DATABASE_FILE, openDatabase } from "../../../lib/store/database.ts";
import { MessageStore } from "../../../lib/store/messages.ts";
import { migrate, migrations } from "../../../lib/store/migrate.ts";
import { INDEX_FILE, MATCHES, matchQuery, SearchIndex } from "../../../lib/store/search_index.ts";
import { hostileText } from "../../support/arbitrary.ts";
import { AT, userName } from "../../support/entries.ts";
import { MessageRows } from "../../support/messages.ts";
import { TempFolder, TestStore } from "../../support/store.ts";

class Fixture extends TestStore {
  readonly rowsOf = new MessageRows(this);
  readonly alice = this.rowsOf.user("alice");

  /** The first value of a query to the index's file. */
  file(sql: string): unknown {
    using file = new DatabaseSync(`${this.folder.path}/${INDEX_FILE}`, { readOnly: true });
    return Object.values(file.prepare(sql).get() ?? {})[0];
  }

  says(...texts: readonly string[]): void {
    for (const text of texts) this.rowsOf.said(this.alice, text);
  }

  /** The texts that are found, after all messages were indexed. */
  finds(words: string, lobby: LobbyId = GENERAL, limit = 100): readonly string[] {
    while (this.index.catchUp(1000));
    const query = matchQuery(sanitise(words), lobby);
    if (query === undefined) return [];
    return this.index.find({ query, lobby, viewer: this.alice.id, limit })
      .map((event) => "text" in event ? event.text : event.type);
  }
}

Deno.test("search finds lines that hold all of the words, in any order and case, newest first", () => {
  using test = new Fixture();
  test.says("red apples", "green pears", "Apples are RED", "red pears");
  assert.deepEqual(test.finds("red apples"), ["Apples are RED", "red apples"]);
  assert.deepEqual(test.finds("RED"), ["red pears", "Apples are RED", "red apples"]);
});

Deno.test("search finds whole words, and with a star words that begin so", () => {
  using test = new Fixture();
  test.says("on monday", "the money", "mon ami", "lemon");
  assert.deepEqual(test.finds("mon"), ["mon ami"]);
  assert.deepEqual(test.finds("mon*"), ["mon ami", "the money", "on monday"]);
  assert.deepEqual(test.finds("the mon*"), ["the money"]);
  assert.deepEqual(test.finds("*mon"), ["mon ami"]);
});

Deno.test("search takes letters with and without their accents for the same", () => {
  using test = new Fixture();
  test.says("Café crème", "cafe noir", "ΣΟΦΙΑ", "Straße", "日本語 text");
  assert.deepEqual(test.finds("cafe"), ["cafe noir", "Café crème"]);
  assert.deepEqual(test.finds("CAFÉ CREME"), ["Café crème"]);
  assert.deepEqual(test.finds("cafe\u0301 creme"), ["Café crème"]);
  assert.deepEqual(test.finds("σοφια"), ["ΣΟΦΙΑ"]);
  assert.deepEqual(test.finds("日本*"), ["日本語 text"]);
});

Deno.test("search takes quotes, operators and column names for words", () => {
  using test = new Fixture();
  test.says("this OR that", 'say "hello" twice', "lobby 2", "a NEAR miss", "not now", "it's");
  assert.deepEqual(test.finds("this OR"), ["this OR that"]);
  assert.deepEqual(test.finds('"hello twice"'), ['say "hello" twice']);
  assert.deepEqual(test.finds("OR not"), []);
  assert.deepEqual(test.finds("lobby:2"), ["lobby 2"]);
  assert.deepEqual(test.finds("NEAR(miss)"), ["a NEAR miss"]);
  assert.deepEqual(test.finds("it's"), ["it's"]);
  assert.deepEqual(test.finds('now" OR "hello'), []);
});

Deno.test("search has nothing to look for in text without a letter or digit", () => {
  for (const words of ["", "   ", "*", "***", '"', '""', "- ( ) : ^ +", "😀", "\u0301"]) {
    assert.equal(matchQuery(sanitise(words), GENERAL), undefined, JSON.stringify(words));
  }
});

Deno.test("search leaves out what holds no word when other words do", () => {
  using test = new Fixture();
  test.says("nice 😀");
  assert.deepEqual(test.finds("nice 😀 !!! *"), ["nice 😀"]);
});

const operators = [
  "AND",
  "OR",
  "NOT",
  "NEAR",
  "(",
  ")",
  '"',
  "*",
  ":",
  "^",
  "{",
  "}",
  "+",
  "-",
  "body",
  "lobby",
  "a",
];
const typed = fc.oneof(
  fc.string({ unit: "binary" }),
  hostileText,
  fc.array(fc.constantFrom(...operators, " "), { maxLength: 12 }).map((parts) => parts.join("")),
  fc.array(fc.constantFrom(...operators), { maxLength: 12 }).map((parts) => parts.join(" ")),
);

Deno.test("search never fails, whatever is typed", () => {
  using test = new Fixture();
  test.says("a body of AND OR NOT", "lobby NEAR (a)");
  fc.assert(fc.property(typed, (words) => void test.finds(words)), { numRuns: 1000 });
});

Deno.test("search finds every line by each of its own words", () => {
  using test = new Fixture();
  const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
      const line = words.join(" ");
      test.says(line);
      for (const word of words) assert.ok(test.finds(word).includes(line));
      assert.ok(test.finds(line).includes(line));
    }),
    { numRuns: 50 },
  );
});

Deno.test("search stays in its lobby, whose number is no word of anybody's", () => {
  using test = new Fixture();
  const other = test.rowsOf.lobby("games");
  test.says("shared word", `the number ${GENERAL}`);
  test.rowsOf.said(test.alice, "shared elsewhere", { lobby: other });
  assert.deepEqual(test.finds("shared"), ["shared word"]);
  assert.deepEqual(test.finds("shared", other.id), ["shared elsewhere"]);
  assert.deepEqual(test.finds(`${GENERAL}`), [`the number ${GENERAL}`]);
  assert.deepEqual(test.finds(`${GENERAL}`, other.id), []);
});

Deno.test("search finds no direct message, and nobody by coming or going", () => {
  using test = new Fixture();
  const bob = test.rowsOf.user("bob");
  test.rowsOf.joined(test.alice);
  test.rowsOf.direct(test.alice, bob, "secret joined");
  assert.deepEqual(test.finds("secret"), []);
  assert.deepEqual(test.finds("joined"), []);
});

Deno.test("search finds actions and what was said to somebody tagged", () => {
  using test = new Fixture();
  const at = { at: AT, from: test.alice, lobby: test.rowsOf.general };
  test.store.messages.append({ type: "action", ...at, text: sanitise("waves wildly") });
  test.store.messages.append({ type: "tagged", ...at, to: test.alice, text: sanitise("look wildly") });
  assert.deepEqual(test.finds("wildly"), ["look wildly", "waves wildly"]);
});

Deno.test("search finds answers of the assistant by the words of any of their lines", () => {
  using test = new Fixture();
  const { store, rowsOf: { general }, alice } = test;
  const rox = { from: store.users.add(userName("Rox"), AT, "assistant"), lobby: general, at: AT };
  const lines = ["Apples are red.", "", "Pears are green."].map(sanitise);
  store.messages.append({ type: "answered", ...rox, lines, grown: 0 });
  assert.deepEqual(test.finds("red green"), ["answered"]);
  store.ignores.add(alice.id, rox.from.id);
  assert.deepEqual(test.finds("red green"), []);
});

Deno.test("search leaves out those whom the viewer ignores, and yields no more than asked", () => {
  using test = new Fixture();
  const bob = test.rowsOf.user("bob");
  test.says("word 1", "word 2", "word 3");
  for (let line = 0; line < 20; line++) test.rowsOf.said(bob, "word of bob");
  test.store.ignores.add(test.alice.id, bob.id);
  assert.deepEqual(test.finds("word", GENERAL, 2), ["word 3", "word 2"]);
});

Deno.test("matchQuery asks the index for the lobby too, so that a busy lobby costs a quiet one nothing", () => {
  assert.equal(
    matchQuery(sanitise('mon* "or'), GENERAL),
    `lobby : "${GENERAL}" AND body : ("mon"* AND "or")`,
  );
});

Deno.test("matchQuery takes time in proportion to what is typed", () => {
  const stars = sanitise("*".repeat(200_000) + "a");
  const start = performance.now();
  assert.equal(matchQuery(stars, GENERAL)?.endsWith('a")'), true);
  // Milliseconds. A quadratic pass takes half a minute.
  assert.ok(performance.now() - start < 1000);
});

Deno.test("SearchIndex.catchUp adds a slice at a time and tells whether more is missing", () => {
  using test = new Fixture();
  const { index } = test;
  assert.equal(index.catchUp(2), false);
  test.says("one", "two", "three", "four", "five");
  for (const [more, indexed] of [[true, 2], [true, 4], [false, 5], [false, 5]]) {
    assert.deepEqual([index.catchUp(2), test.file("SELECT up_to FROM progress")], [more, indexed]);
  }
  assert.deepEqual(test.finds("five"), ["five"]);
});

Deno.test("SearchIndex.catchUp steps over gaps and over what is not indexed", () => {
  using test = new Fixture();
  test.says("one");
  test.database.script(
    "INSERT INTO messages (id, at, kind, lobby_id, author_id) VALUES (900, 0, 'joined', 1, 1)",
  );
  test.says("two");
  assert.equal(test.index.catchUp(2), true);
  assert.equal(test.index.catchUp(2), false);
  assert.deepEqual([...test.finds("one"), ...test.finds("two")], ["one", "two"]);
});

Deno.test("matches are walked newest first, and never sorted", () => {
  using test = new Fixture();
  test.finds("hello");
  using file = new DatabaseSync(`${test.folder.path}/${INDEX_FILE}`, { readOnly: true });
  const plan = file.prepare(`EXPLAIN QUERY PLAN ${MATCHES}`).all().map(({ detail }) => String(detail));
  assert.equal(plan.length, 1, plan.join("\n"));
  assert.match(plan[0] ?? "", /^SCAN message_index VIRTUAL TABLE INDEX/);
});

Deno.test("SearchIndex.merge alone makes one part of those that were added apart, a few pages at a time", () => {
  using test = new Fixture();
  const { index } = test;
  const parts = () => test.file("SELECT count(DISTINCT segid) FROM message_index_idx");
  const words = (line: number) => Array.from({ length: 400 }, (_, word) => `w${line}x${word}`).join(" ");
  const said = Array.from({ length: 160 }, (_, line) => words(line));
  for (let line = 0; line < said.length; line += 40) {
    test.says(...said.slice(line, line + 40));
    while (index.catchUp(40));
  }
  assert.equal(parts(), 4);
  let steps = 0;
  while (index.merge()) steps++;
  assert.ok(steps > 2, `${steps} steps`);
  assert.equal(parts(), 1);
  assert.deepEqual(test.finds("w0x399"), [said[0]]);
  assert.deepEqual(test.finds("w159x0"), [said[159]]);
});

/** What an index of a folder knows when it is opened, before it catches up. */
function opened(test: Fixture, messages = test.store.messages): readonly string[] {
  using index = SearchIndex.open(test.folder.path, messages);
  const query = matchQuery(sanitise("hello"), GENERAL) ?? "";
  return index.find({ query, lobby: GENERAL, viewer: test.alice.id, limit: 9 })
    .map((event) => "text" in event ? event.text : "");
}

Deno.test("SearchIndex.open takes up the index where it was left", () => {
  using test = new Fixture();
  test.says("hello", "hello again");
  test.finds("hello");
  assert.deepEqual(opened(test), ["hello again", "hello"]);
});

for (
  const [what, spoil] of [
    ["is missing", (path) => Deno.removeSync(path)],
    ["is no database", (path) => Deno.writeTextFileSync(path, "hello".repeat(1000))],
    ["is of another form", (path) => script(path, "PRAGMA user_version = 9")],
    ["goes further than the messages", (path) => script(path, "UPDATE progress SET up_to = 9")],
    ["was made of other messages", (path) => script(path, "UPDATE progress SET at = at + 1")],
  ] as const satisfies readonly (readonly [string, (path: string) => void])[]
) {
  Deno.test(`SearchIndex.open makes a new index where the one that is there ${what}`, () => {
    using test = new Fixture();
    test.says("hello");
    {
      using index = SearchIndex.open(test.folder.path, test.store.messages);
      index.catchUp(9);
    }
    assert.deepEqual(opened(test), ["hello"]);
    spoil(`${test.folder.path}/${INDEX_FILE}`);
    assert.deepEqual(opened(test), []);
    assert.deepEqual(test.finds("hello"), ["hello"]);
  });
}

function script(path: string, sql: string): void {
  using file = new DatabaseSync(path);
  file.exec(sql);
}

Deno.test("SearchIndex.open says what is in the way of an index", () => {
  using test = new Fixture();
  Deno.mkdirSync(`${test.folder.path}/${INDEX_FILE}`);
  assert.throws(() => opened(test), {
    name: "StartError",
    message: /search\.db cannot be opened: unable to open/,
  });
});

Deno.test("a database that held its index itself loses it, and all is found again", () => {
  using folder = new TempFolder();
  {
    using sqlite = new DatabaseSync(`${folder.path}/${DATABASE_FILE}`);
    const old = new Database(sqlite);
    migrate(old, migrations().slice(0, 3));
    old.script(
      `INSERT INTO users (id, name, name_key, name_look, created_at, last_seen_at) VALUES (1, 'ann', 'ann', 'ann', 0, 0);
       INSERT INTO messages (at, kind, lobby_id, author_id, body) VALUES (0, 'said', 1, 1, 'hello'), (0, 'said', 1, 1, 'bye');
       INSERT INTO message_index (rowid, lobby, body) VALUES (1, 1, 'hello');
       UPDATE message_index_progress SET up_to = 1`,
    );
  }
  using database = openDatabase(folder.path, "normal");
  assert.equal(
    database.prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'message_index%'").get(),
    undefined,
  );
  using index = SearchIndex.open(folder.path, new MessageStore(database));
  index.catchUp(9);
  const query = matchQuery(sanitise("hello"), GENERAL) ?? "";
  const found = index.find({ query, lobby: GENERAL, viewer: 1 as UserId, limit: 9 });
  assert.deepEqual(found.map(({ id }) => id), [1]);
});

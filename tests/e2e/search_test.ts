// Finding what was said.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { DATABASE_FILE } from "../../lib/store/database.ts";
import { INDEX_FILE } from "../../lib/store/search_index.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

// The ids of lines begin at 2: alice's arrival is the first event.
const SAID = ["Meeting on monday", "no meeting today", "Müller's CAFÉ, 10:30", "tea", "snake_case and c++"];

/** Alice has said these lines and searches them. */
async function library(app: TestApp): Promise<(words: string) => Promise<readonly string[]>> {
  const alice = await app.script("alice");
  await alice.send(...SAID);
  return async (words) => {
    await alice.send(`/search ${words}`);
    return await alice.fence();
  };
}

const found = (id: number) => `#${id} ${STAMP}[alice]: ${SAID[id - 2]}`;
const NOTHING = ["Nothing found in general. Try fewer words, or other ones."];

const SEARCHES: readonly (readonly [why: string, words: string, lines: readonly string[]])[] = [
  ["a word, newest first, with id and time", "meeting", [found(3), found(2)]],
  ["lines that have all of the words", "monday meeting", [found(2)]],
  ["no line that has only some of the words", "meeting friday", NOTHING],
  ["the beginning of a word", "mon*", [found(2)]],
  ["no word by its beginning alone", "mon", NOTHING],
  ["words in any case", "MEETING Today", [found(3)]],
  ["words with or without accents", "muller cafe", [found(4)]],
  ["accents by accents", "Müller café", [found(4)]],
  ["words with signs between", "snake_case", [found(6)]],
  ["words with a quote", 'tea"', [found(5)]],
];
for (const [why, words, lines] of SEARCHES) {
  Deno.test(`/search finds ${why}`, async () => {
    await using app = await TestApp.start();
    const search = await library(app);
    assert.deepEqual(await search(words), lines);
  });
}

const HOSTILE = [
  '"',
  '"tea',
  "tea OR monday",
  "tea AND",
  "NOT tea",
  "NEAR(tea monday)",
  "lobby:1",
  "body : tea",
  "{lobby body} : tea",
  "-tea",
  "^tea",
  "tea + monday",
  "(tea",
  "tea)",
  "*",
  "**",
  "te**",
  "tea;--",
  "'; DROP TABLE messages; --",
  "\\",
  "%",
  "日本",
  "👩‍👩‍👧",
  "a b c d e f g h i",
];
Deno.test("/search takes the syntax of queries for words: every answer is a match, nothing, or one refusal", async () => {
  await using app = await TestApp.start();
  const search = await library(app);
  for (const words of HOSTILE) {
    const answer = await search(words);
    assert.ok(answer.length > 0, words);
    const known = answer.every((line) => SAID.some((said) => line.endsWith(`: ${said}`)));
    assert.ok(
      known ||
        (answer.length === 1 && /^! (There is no word|A search takes)|^Nothing found/.test(`${answer[0]}`)),
      `${words}: ${answer.join("\n")}`,
    );
  }
  assert.deepEqual(await search("tea OR monday"), NOTHING);
});

Deno.test("/search without a word is refused", async () => {
  await using app = await TestApp.start();
  const search = await library(app);
  assert.match(
    (await search("")).join(),
    /^! Usage: \/search <words> - for example: \/search meeting mon\*$/,
  );
  assert.match((await search("?!")).join(), /^! There is no word in that\. /);
});

Deno.test("/search finds actions and tags, and no direct messages, arrivals or names", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/me drinks tea", "/tag bob tea?", "/msg bob secret tea");
  await alice.expect(`${STAMP}[DM to bob]: secret tea`);
  for (const client of [alice, bob]) {
    await client.fence();
    await client.send("/search tea", "/search joined", "/search alice");
    await client.expect(
      `#4 ${STAMP}[alice]: @bob tea?`,
      `#3 ${STAMP} * alice drinks tea`,
      ...NOTHING,
      ...NOTHING,
    );
  }
});

Deno.test("/search finds a line at once, and one from before a restart and a crash", async () => {
  await using app = await TestApp.start();
  const search = await library(app);
  assert.deepEqual(await search("tea"), [found(5)]);
  await using crashed = await app.afterCrash();
  await using restarted = await crashed.restart();
  const bob = await restarted.script("bob");
  await bob.send("/search monday", "more tea", "/search tea");
  await bob.expect(found(2), /^#\d+ .*\[bob\]: more tea$/, found(5));
});

Deno.test("a server stops at once, though a search waits for the index of a long history", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  const lines = 200_000;
  {
    using database = new DatabaseSync(`${app.data}/${DATABASE_FILE}`);
    database.exec(
      `WITH RECURSIVE line (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM line WHERE number < ${lines})
       INSERT INTO messages (at, kind, lobby_id, author_id, body) SELECT 0, 'said', 1, 1, 'tea ' || number FROM line`,
    );
  }
  const indexed = () => {
    using index = new DatabaseSync(`${app.data}/${INDEX_FILE}`, { readOnly: true });
    return Number(index.prepare("SELECT up_to FROM progress").get()?.["up_to"]);
  };
  await alice.send("/search tea");
  while (indexed() === 0) await bob.fence();
  const stopped = app.app.stop();
  for (const client of [alice, bob]) client.close();
  await stopped;
  assert.ok(indexed() < lines, `it has indexed ${indexed()} lines`);
});

Deno.test("/search shows the 20 newest matches and says that there are more", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  await alice.send(...Array.from({ length: 21 }, (_, number) => `tea ${number}`), "/search tea");
  const answer = await alice.fence();
  assert.equal(answer.length, 21);
  assert.equal(answer[0], `#22 ${STAMP}[alice]: tea 20`);
  assert.equal(answer[19], `#3 ${STAMP}[alice]: tea 1`);
  assert.equal(answer[20], "There are more matches: add a word to narrow them down.");
});

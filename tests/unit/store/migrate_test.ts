// Migrations: numbered, each whole or not at all.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { Database } from "../../../lib/store/database.ts";
import { migrate, type Migration, migrations, newestVersion, versionOf } from "../../../lib/store/migrate.ts";

function memory(): { readonly sqlite: DatabaseSync; readonly database: Database } {
  const sqlite = new DatabaseSync(":memory:");
  return { sqlite, database: new Database(sqlite) };
}

function schemaOf(database: Database): readonly unknown[] {
  return database.prepare("SELECT name FROM sqlite_schema ORDER BY name").all().map((row) => row["name"]);
}

const first: Migration = {
  version: 1,
  sql: "CREATE TABLE one (id INTEGER) STRICT; INSERT INTO one VALUES (7);",
};
const second: Migration = {
  version: 2,
  sql: "ALTER TABLE one ADD COLUMN text TEXT; CREATE TABLE two (id INTEGER);",
};
const broken: Migration = {
  version: 2,
  sql: "CREATE TABLE two (id INTEGER) STRICT; DELETE FROM one; INSERT INTO two VALUES ('not a number');",
};

Deno.test("migrations are numbered from 1 without a gap", () => {
  assert.deepEqual(migrations().map(({ version }) => version), migrations().map((_, index) => index + 1));
  assert.equal(newestVersion(), migrations().length);
});

Deno.test("migrations are all files of their folder", () => {
  const files = [...Deno.readDirSync(new URL("../../../migrations/", import.meta.url))];
  assert.equal(migrations().length, files.length);
});

Deno.test("migrate applies what is missing, in order", () => {
  using database = memory().database;
  migrate(database, [first]);
  migrate(database, [first, second]);
  assert.deepEqual(schemaOf(database), ["one", "two"]);
  assert.equal(database.prepare("SELECT id FROM one").get()?.["id"], 7);
  assert.equal(versionOf(database), 2);
});

Deno.test("migrate changes nothing the second time", () => {
  using database = memory().database;
  migrate(database);
  const schema = schemaOf(database);
  migrate(database);
  assert.deepEqual(schemaOf(database), schema);
  assert.equal(versionOf(database), newestVersion());
});

Deno.test("migrate leaves the version, schema and rows of before when a step fails", () => {
  const { database, sqlite } = memory();
  using _ = database;
  assert.throws(() => migrate(database, [first, broken]), /cannot store TEXT value in INTEGER column/);
  assert.equal(versionOf(database), 1);
  assert.deepEqual(schemaOf(database), ["one"]);
  assert.equal(database.prepare("SELECT id FROM one").get()?.["id"], 7);
  assert.equal(sqlite.isTransaction, false);
});

Deno.test("migrate leaves an empty database empty when the first step fails", () => {
  using database = memory().database;
  assert.throws(() => migrate(database, [{ version: 1, sql: "CREATE TABLE one (id INTEGER); nonsense;" }]));
  assert.equal(versionOf(database), 0);
  assert.deepEqual(schemaOf(database), []);
});

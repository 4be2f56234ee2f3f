// Numbered SQL files bring a database to the schema that this program knows, each in a transaction of its own.

import type { DatabaseSync } from "node:sqlite";
import { StartError } from "../domain/start_error.ts";

/** "Parl" in ASCII, in the database's header: tells a Parley database from any other. */
export const APPLICATION_ID = 0x5061726c;

/** What a database must be able to do to be migrated. */
export interface Migratable extends Pick<DatabaseSync, "prepare"> {
  script(sql: string): void;
  pragma(text: string): unknown;
  transaction(work: () => void): void;
}

export interface Migration {
  readonly version: number;
  readonly sql: string;
}

const FOLDER = new URL("../../migrations/", import.meta.url);
let known: readonly Migration[] | undefined;

/** The files `migrations/0001_*.sql`, `0002_*.sql`, ... in order; the numbers have no gap. */
export function migrations(): readonly Migration[] {
  known ??= [...Deno.readDirSync(FOLDER)]
    .map((entry) => entry.name)
    .filter((name) => /^\d{4}_\w+\.sql$/.test(name))
    .sort()
    .map((name) => ({
      version: Number(name.slice(0, 4)),
      sql: Deno.readTextFileSync(new URL(name, FOLDER)),
    }));
  return known;
}

/** The schema version that this program writes. */
export function newestVersion(): number {
  return migrations().at(-1)?.version ?? 0;
}

/** The schema version of a database; 0 when it is empty. */
export function versionOf(sqlite: Pick<DatabaseSync, "prepare">): number {
  return Number(sqlite.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
}

/** Whether a database is empty or was made by Parley, of whatever version. */
export function isParleys(sqlite: Pick<DatabaseSync, "prepare">): boolean {
  if (versionOf(sqlite) === 0) return sqlite.prepare("SELECT 1 FROM sqlite_schema").get() === undefined;
  return sqlite.prepare("PRAGMA application_id").get()?.["application_id"] === APPLICATION_ID;
}

/**
 * Throws StartError on a database of another program, or of a newer Parley, which is to be left untouched. An empty
 * one is fine. `path` is for the text.
 */
export function refuseUnknown(sqlite: Pick<DatabaseSync, "prepare">, path: string): void {
  if (!isParleys(sqlite)) {
    throw new StartError(`${path} is not a database of Parley's. Choose another folder with --data.`);
  }
  const version = versionOf(sqlite);
  if (version > newestVersion()) {
    throw new StartError(
      `${path} was made by a newer Parley (schema ${version}, this one knows ${newestVersion()}). ` +
        "It was left untouched. Use the newer program.",
    );
  }
}

/** Applies what is missing. A migration that fails leaves the database as it was before that one. */
export function migrate(database: Migratable, steps: readonly Migration[] = migrations()): void {
  const version = versionOf(database);
  for (const step of steps.filter((step) => step.version > version)) {
    database.transaction(() => {
      database.script(step.sql);
      database.pragma(`application_id = ${APPLICATION_ID}`);
      database.pragma(`user_version = ${step.version}`);
    });
  }
}

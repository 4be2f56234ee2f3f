// Opens a database of Parley's to read it, beside a running server.

import { DatabaseSync } from "node:sqlite";
import { StartError } from "../domain/start_error.ts";
import { troubleOf } from "../domain/trouble.ts";
import { refuseUnknown, versionOf } from "../store/migrate.ts";

/**
 * Opens a database file for reading only. Throws StartError when it is missing, no database of Parley's or one of a
 * newer Parley.
 */
export function openReadOnly(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    if (!Deno.statSync(path).isFile) throw new StartError(`${path} is not a file.`);
    database = new DatabaseSync(path, { readOnly: true });
    // An empty file is nobody's.
    if (versionOf(database) === 0) throw new StartError(`${path} is not a database of Parley's.`);
    refuseUnknown(database, path);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof Deno.errors.NotFound) {
      throw new StartError(`There is no database at ${path}. Choose its folder with --data.`, {
        cause: error,
      });
    }
    throw unreadable(path, error);
  }
}

export function unreadable(path: string, error: unknown): StartError {
  if (error instanceof StartError) return error;
  const reason = troubleOf(error) ?? (error instanceof Error ? error.message : String(error));
  return new StartError(`${path} cannot be read: ${reason}.`, { cause: error });
}

// A backup that was put in the place of a database whose server was killed.

import { StartError } from "../domain/start_error.ts";

/** The byte of a database file that says how it is written, and its value for a write-ahead log (sqlite.org/fileformat). */
const JOURNAL_VERSION = 18;
const WITH_LOG = 2;

/**
 * Throws StartError when a write-ahead log lies beside a database that never had one, as backups have none: SQLite would
 * take what is in the log for a part of the backup, and damage it. `path` is that of a database file.
 */
export function refuseForeignLog(path: string): void {
  const log = `${path}-wal`;
  if (journalVersion(path) === WITH_LOG || isEmpty(log)) return;
  throw new StartError(
    `${log} was left by another database than the one at ${path}, and would damage it. ` +
      `Move ${log} and ${path}-shm away, or start on a new folder with the database alone.`,
  );
}

function journalVersion(path: string): number | undefined {
  using file = Deno.openSync(path);
  const header = new Uint8Array(JOURNAL_VERSION + 1);
  file.readSync(header);
  return header[JOURNAL_VERSION];
}

function isEmpty(path: string): boolean {
  try {
    return Deno.statSync(path).size === 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw error;
  }
}

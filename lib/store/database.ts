// Opens the SQLite database of a data folder: one writer per folder, migrated, durable as asked.

import { closeSync, fstatSync, openSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { NotStored } from "../domain/problem.ts";
import { StartError } from "../domain/start_error.ts";
import { primaryCode, troubleOf } from "../domain/trouble.ts";
import { refuseForeignLog } from "./foreign_log.ts";
import { migrate, refuseUnknown } from "./migrate.ts";

export const DATABASE_FILE = "parley.db";

/** `normal` survives a crash of the process, `full` also a power cut, at about half the speed of a commit. */
export type Synchronous = "normal" | "full";

const SQLITE_BUSY = 5;

/** How long a statement waits for another process (an export never locks, a repair in a shell may), in milliseconds. */
const BUSY_TIMEOUT = 500;

/**
 * Opens `<folder>/parley.db` for reading and writing, and makes folder and database when they are missing.
 * `onGone` runs once, at the first transaction after the database file was deleted, which is refused.
 * Throws StartError when another server has the folder, when the database was made by a newer or another program (it
 * is left untouched), or when it cannot be opened.
 */
export function openDatabase(
  folder: string,
  synchronous: Synchronous,
  onGone: () => void = () => {},
): Database {
  const lock = lockFolder(folder);
  let file: number | undefined;
  let sqlite: DatabaseSync | undefined;
  try {
    const path = `${folder}/${DATABASE_FILE}`;
    lookFirst(path);
    // What may not be written SQLite opens for reading, and fails at the first line that is said.
    Deno.openSync(path, { write: true, create: true }).close();
    file = openSync(path, "r");
    sqlite = new DatabaseSync(path);
    const database = new Database(sqlite, { lock, file, onGone });
    database.pragma(`busy_timeout = ${BUSY_TIMEOUT}`);
    database.pragma("journal_mode = WAL");
    database.pragma(`synchronous = ${synchronous.toUpperCase()}`);
    database.pragma("foreign_keys = ON");
    migrate(database);
    return database;
  } catch (error) {
    sqlite?.close();
    if (file !== undefined) closeSync(file);
    unlock(lock);
    if (error instanceof StartError) throw error;
    throw new StartError(`The database in ${folder} cannot be opened: ${reason(error)}.`, { cause: error });
  }
}

/** Whether another process held the database for longer than a statement waits (SQLITE_BUSY). */
export function isLocked(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && primaryCode(Number(error.errcode)) === SQLITE_BUSY;
}

const GONE = `${DATABASE_FILE} was deleted under the server, so nothing is stored any more`;
const LOG_KEPT =
  `what was written last stays in ${DATABASE_FILE}-wal, and the next start takes it up from there`;

/** What a database has that is a file in a folder of its own; all is closed with it. */
export interface Home {
  readonly lock: Deno.FsFile;
  /** A descriptor of the database file. To close it drops the locks that SQLite has on the file, so that comes last. */
  readonly file: number;
  /** Runs once, when the file is found deleted. */
  readonly onGone: () => void;
}

/** A database connection whose statements are prepared once, and whose transactions are functions. */
export class Database implements Disposable {
  readonly #sqlite: DatabaseSync;
  readonly #home: Home | undefined;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #rollback: StatementSync;
  #isGone = false;

  constructor(sqlite: DatabaseSync, home?: Home) {
    this.#sqlite = sqlite;
    this.#home = home;
    this.#begin = sqlite.prepare("BEGIN IMMEDIATE");
    this.#commit = sqlite.prepare("COMMIT");
    this.#rollback = sqlite.prepare("ROLLBACK");
  }

  prepare(sql: string): StatementSync {
    return this.#sqlite.prepare(sql);
  }

  /** Runs a script of several statements, as migrations are. */
  script(sql: string): void {
    this.#sqlite.exec(sql);
  }

  /** Sets or asks a pragma; the answer is its first value. */
  pragma(text: string): unknown {
    return Object.values(this.#sqlite.prepare(`PRAGMA ${text}`).get() ?? {})[0];
  }

  /**
   * All of `work` is stored, or nothing: whatever it throws is thrown again after the rollback. Throws NotStored once
   * the file is deleted: SQLite would write on where nobody can find it. Reading goes on.
   */
  transaction<Result>(work: () => Result): Result {
    if (this.#fileIsGone()) throw new NotStored(GONE);
    this.#begin.run();
    try {
      const result = work();
      this.#commit.run();
      return result;
    } catch (error) {
      // A full disk has rolled back already.
      if (this.#sqlite.isTransaction) this.#rollback.run();
      throw error;
    }
  }

  /**
   * Moves what is in the write-ahead log into the database, closes it and gives the folder free. Throws NotStored when
   * the log stays, and once the file is deleted; all is closed and free then, too.
   */
  close(): void {
    if (!this.#sqlite.isOpen) return;
    try {
      if (this.#fileIsGone()) throw new NotStored(GONE);
      this.#emptyLog();
    } finally {
      this.#sqlite.close();
      if (this.#home !== undefined) {
        closeSync(this.#home.file);
        unlock(this.#home.lock);
      }
    }
  }

  /** Costs a few microseconds. By node:fs, as Deno's own `statSync` of an open file asks for leave to read its path. */
  #fileIsGone(): boolean {
    if (!this.#isGone && this.#home !== undefined && fstatSync(this.#home.file).nlink === 0) {
      this.#isGone = true;
      this.#home.onGone();
    }
    return this.#isGone;
  }

  #emptyLog(): void {
    try {
      this.pragma("wal_checkpoint(TRUNCATE)");
    } catch (error) {
      throw new NotStored(`${LOG_KEPT}: ${reason(error)}`);
    }
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** The system drops the lock with the process, however that ends. */
function lockFolder(folder: string): Deno.FsFile {
  let file: Deno.FsFile;
  try {
    // Passwords and private words are in it: nobody else on this machine is to read them.
    Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
    file = Deno.openSync(`${folder}/lock`, { create: true, write: true });
  } catch (error) {
    throw new StartError(`The data folder ${folder} cannot be written: ${reason(error)}.`, { cause: error });
  }
  if (file.tryLockSync(true)) return file;
  file.close();
  throw new StartError(
    `Another server is running on the data folder ${folder}. Stop it, or choose another with --data.`,
  );
}

/** A process that is just being started has a copy of every open file: to close this one alone may not give it free. */
function unlock(lock: Deno.FsFile): void {
  lock.unlockSync();
  lock.close();
}

/** Looks before anything is opened for writing, so that an unknown database keeps every byte. */
function lookFirst(path: string): void {
  try {
    if (Deno.statSync(path).size === 0) return;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  refuseForeignLog(path);
  const sqlite = new DatabaseSync(path, { readOnly: true });
  try {
    refuseUnknown(sqlite, path);
  } finally {
    sqlite.close();
  }
}

function reason(error: unknown): string {
  return troubleOf(error) ?? (error instanceof Error ? error.message : String(error));
}

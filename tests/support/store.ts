// An open store in a folder of its own, which goes with it.

import { type Database, openDatabase, type Synchronous } from "../../lib/store/database.ts";
import { SearchIndex } from "../../lib/store/search_index.ts";
import { Store } from "../../lib/store/store.ts";

/** A new empty folder, removed with all that is in it when it is disposed of. */
export class TempFolder implements Disposable {
  readonly path = Deno.makeTempDirSync({ prefix: "parley-test-" });

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

export class TestStore implements Disposable {
  readonly folder = new TempFolder();
  readonly database: Database;
  readonly store: Store;
  #index: SearchIndex | undefined;

  constructor(synchronous: Synchronous = "normal") {
    this.database = openDatabase(this.folder.path, synchronous);
    this.store = new Store(this.database);
  }

  /** Made at its first use. */
  get index(): SearchIndex {
    return this.#index ??= SearchIndex.open(this.folder.path, this.store.messages);
  }

  /** All rows of a query. */
  rows(sql: string): readonly Record<string, unknown>[] {
    // The driver's rows have no prototype, which deepEqual tells apart from plain objects.
    return this.database.prepare(sql).all().map((row) => ({ ...row }));
  }

  /** Every row of every table. */
  dump(): Readonly<Record<string, readonly unknown[]>> {
    const tables = this.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    return Object.fromEntries(
      tables.map(({ name }) => [String(name), this.rows(`SELECT * FROM ${name} ORDER BY 1, 2`)]),
    );
  }

  [Symbol.dispose](): void {
    this.#index?.[Symbol.dispose]();
    this.database.close();
    this.folder[Symbol.dispose]();
  }
}

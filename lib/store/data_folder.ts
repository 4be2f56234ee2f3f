// What a server keeps in its data folder, opened and closed together.

import { type Database, openDatabase, type Synchronous } from "./database.ts";
import { SearchIndex } from "./search_index.ts";
import { DirectSearches, type OpenSearches, SearchThread } from "./searches.ts";
import { Store } from "./store.ts";

export interface DataFolderOptions {
  readonly synchronous: Synchronous;
  /** Whether searches have a thread of their own, where they hold up nobody. */
  readonly searchThread: boolean;
  /** Runs once, when the database is found deleted. */
  readonly onGone: () => void;
}

export class DataFolder {
  readonly store: Store;
  readonly searches: OpenSearches;
  readonly #database: Database;

  private constructor(database: Database, store: Store, searches: OpenSearches) {
    this.#database = database;
    this.store = store;
    this.searches = searches;
  }

  /** Makes what is missing. Throws StartError when another server has the folder, or something in it cannot be opened. */
  static async open(path: string, options: DataFolderOptions): Promise<DataFolder> {
    const database = openDatabase(path, options.synchronous, options.onGone);
    try {
      const store = new Store(database);
      const searches = options.searchThread
        ? await SearchThread.open(path)
        : new DirectSearches(SearchIndex.open(path, store.messages));
      return new DataFolder(database, store, searches);
    } catch (error) {
      try {
        database.close();
      } catch {
        // What came first says more than what follows from it.
      }
      throw error;
    }
  }

  /** The searches first: whoever closes the database last empties its log. Rejects with NotStored when the log stays. */
  async close(): Promise<void> {
    await this.searches[Symbol.asyncDispose]();
    this.#database.close();
  }
}

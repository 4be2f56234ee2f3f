// Makes the store of a running server fail, from outside and as often as a test likes.

import { DatabaseSync } from "node:sqlite";

/** While it lives, every transaction of the server that adds an event or an answer's lines fails at its very end, at COMMIT. */
export class BrokenDisk implements Disposable {
  readonly #database: DatabaseSync;

  /** `data`: the server's data folder; `only`: the text of the only events that fail, when it is not all of them. */
  constructor(data: string, only?: string) {
    this.#database = new DatabaseSync(`${data}/parley.db`);
    // A foreign key that is checked at COMMIT and points to nobody.
    this.#database.exec(`
      CREATE TABLE broken (nobody INTEGER REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED);
      CREATE TRIGGER breaks AFTER INSERT ON messages ${only === undefined ? "" : `WHEN NEW.body = '${only}'`}
      BEGIN INSERT INTO broken VALUES (-1); END;
      CREATE TRIGGER breaks_growth AFTER UPDATE ON assistant_turns ${only === undefined ? "" : "WHEN false"}
      BEGIN INSERT INTO broken VALUES (-1); END;`);
  }

  [Symbol.dispose](): void {
    this.#database.exec("DROP TRIGGER breaks; DROP TRIGGER breaks_growth; DROP TABLE broken;");
    this.#database.close();
  }
}

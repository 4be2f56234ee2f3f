// A data folder with some history, and the outside of an export.

import type { ExportPorts } from "../../../lib/export/ports.ts";
import { type Database, openDatabase } from "../../../lib/store/database.ts";
import { FakeClock } from "../../support/fake_clock.ts";
import { TempFolder } from "../../support/store.ts";

/** 2024-10-12 15:13:02 in local time, whatever the zone is: the time in the contract's example. */
export const AT = new Date(2024, 9, 12, 15, 13, 2).getTime();

export const [ALICE, BOB] = [1, 2];
export const GENERAL = 1;

/** One row of `messages`; what is left out is as in "alice says hello in general at AT". */
interface Message {
  readonly id?: number;
  readonly at?: number;
  readonly kind?: string;
  readonly lobby?: number | null;
  readonly author?: number;
  readonly target?: number;
  readonly body?: string | Uint8Array;
}

/** A database with alice, bob and the lobby `general`. It stays open, as that of a running server. */
export class TestLog implements Disposable {
  readonly #folder = new TempFolder();
  readonly database: Database;

  constructor() {
    this.database = openDatabase(this.data, "normal");
    for (const [id, name] of [[ALICE, "alice"], [BOB, "bob"]] as const) {
      this.database.prepare(
        "INSERT INTO users (id, name, name_key, name_look, created_at, last_seen_at) VALUES (?, ?, ?, ?, 0, 0)",
      ).run(id, name, name, name);
    }
  }

  get data(): string {
    return `${this.#folder.path}/data`;
  }

  /** A path outside the data folder. */
  file(name: string): string {
    return `${this.#folder.path}/${name}`;
  }

  /** The names in the folder of `file`. */
  files(): readonly string[] {
    return [...Deno.readDirSync(this.#folder.path)].map(({ name }) => name).filter((name) => name !== "data")
      .sort();
  }

  /** Adds a message; gives the log back. */
  add(
    { id, at = AT, kind = "said", lobby = GENERAL, author = ALICE, target, body = "hello" }: Message = {},
  ): this {
    // As bytes, text goes in as it is: a string could hold no invalid UTF-8.
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    this.database.prepare("INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, CAST(? AS TEXT), NULL)")
      .run(id ?? null, at, kind, lobby, author, target ?? null, bytes);
    return this;
  }

  /** Adds `count` messages with the bodies 1, 2, ... */
  addMany(count: number): this {
    this.database.transaction(() => {
      for (let each = 1; each <= count; each++) this.add({ body: String(each) });
    });
    return this;
  }

  /** Adds a lobby, closed or open, and gives its id. */
  addLobby(name: string, closed = false): number {
    return Number(
      this.database.prepare(
        "INSERT INTO lobbies (name, name_key, created_at, closed_at) VALUES (?, ?, 0, ?)",
      ).run(name, name.toLowerCase(), closed ? 1 : null).lastInsertRowid,
    );
  }

  [Symbol.dispose](): void {
    this.database.close();
    this.#folder[Symbol.dispose]();
  }
}

/** Goes on by `tick` milliseconds whenever somebody looks at it. */
class TickingClock extends FakeClock {
  tick = 0;

  override now(): number {
    this.advance(this.tick);
    return super.now();
  }
}

/** Ports that keep what is written. Nothing is a terminal unless a test says so. */
export class TestPorts implements ExportPorts {
  readonly clock = new TickingClock();
  /** Standard output, one text per write. */
  readonly chunks: string[] = [];
  /** What standard error showed. */
  shown = "";
  interrupt: (() => void) | undefined;

  readonly stdout = {
    write: (bytes: Uint8Array): Promise<number> => {
      // Throws when it is not valid UTF-8.
      this.chunks.push(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
      this.onWrite();
      return Promise.resolve(bytes.length);
    },
    isTerminal: () => false,
  };
  readonly stderr = {
    writeSync: (bytes: Uint8Array): number => {
      this.shown += new TextDecoder().decode(bytes);
      this.onShow();
      return bytes.length;
    },
    isTerminal: () => false,
  };
  /** Runs at each write to standard output. */
  onWrite: () => void = () => {};
  /** Runs at each write to standard error. */
  onShow: () => void = () => {};

  readonly onInterrupt = (handler: () => void) => {
    this.interrupt = handler;
    return () => {
      this.interrupt = undefined;
    };
  };

  get out(): string {
    return this.chunks.join("");
  }
}

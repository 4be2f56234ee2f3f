// Runs as a worker: keeps the full-text index and answers searches, with connections of its own. It only reads the database.

import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";
import { StartError } from "../domain/start_error.ts";
import { Database, DATABASE_FILE } from "./database.ts";
import { MessageStore } from "./messages.ts";
import { SearchIndex } from "./search_index.ts";
import { DirectSearches, type ErrorCodes, type SearchNews, type SearchOrder } from "./searches.ts";

function tell(news: SearchNews): void {
  parentPort?.postMessage(news);
}

function serve(folder: string): void {
  const sqlite = new DatabaseSync(`${folder}/${DATABASE_FILE}`, { readOnly: true });
  const messages = new MessageStore(new Database(sqlite));
  // SQLite opens the write-ahead log at the first look: now, and not in the middle of the chat.
  messages.newestId();
  const searches = new DirectSearches(SearchIndex.open(folder, messages));

  parentPort?.on("message", async (order: SearchOrder) => {
    if (order === "rest") return searches.rest();
    if (order === "close") {
      await searches[Symbol.asyncDispose]();
      sqlite.close();
      return tell({ kind: "closed" });
    }
    const { number } = order;
    try {
      const result = await (order.ask === "find" ? searches.find(order.search) : searches[order.ask]());
      tell({ kind: "done", number, result });
    } catch (error) {
      const { code, errcode } = error as Partial<ErrorCodes>;
      tell({ kind: "failed", number, error, codes: { code, errcode } });
    }
  });
  tell({ kind: "ready" });
  // A new index takes a while: now, and not when somebody searches. Should it fail, the next search does as well.
  searches.complete().catch(() => {});
}

try {
  serve(workerData);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  tell({ kind: "unopened", why: error.message });
}

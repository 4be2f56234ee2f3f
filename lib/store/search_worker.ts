// Runs as a worker: answers full-text searches with a connection of its own, which only reads.

import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";
import { Database } from "./database.ts";
import { MessageStore } from "./messages.ts";
import type { SearchNews, SearchOrder } from "./searches.ts";

function tell(news: SearchNews): void {
  parentPort?.postMessage(news);
}

const path: string = workerData;
const sqlite = new DatabaseSync(path, { readOnly: true });
const messages = new MessageStore(new Database(sqlite));
// SQLite opens the write-ahead log at the first look: now, and not in the middle of the chat.
messages.newestId();

parentPort?.on("message", (order: SearchOrder) => {
  if (order === "close") {
    sqlite.close();
    return tell({ kind: "closed" });
  }
  const { number, query, lobby, viewer, limit } = order;
  try {
    tell({ kind: "found", number, events: messages.search(query, lobby, viewer, limit) });
  } catch (error) {
    tell({ kind: "failed", number, error });
  }
});
tell({ kind: "ready" });

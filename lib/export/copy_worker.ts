// Runs as a worker: copies a database through SQLite's own backup and checks the copy. All of it is synchronous, so
// the thread that started it stays free to hear an interrupt.

import { backup, DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";
import { troubleOf } from "../domain/trouble.ts";

export interface CopyOrder {
  readonly from: string;
  /** An empty file. */
  readonly to: string;
  /** Its only number is 1 when the copying is to stop. */
  readonly stop: Int32Array;
}

/** `done` and `failed` come last; nothing is open and no file but the copy is left then. */
export type CopyNews =
  | { readonly kind: "copied"; readonly percent: number }
  | { readonly kind: "checking" }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly why: string };

/** Pages that are copied in one step, a megabyte. */
const PAGES = 256;

async function copy({ from, to, stop }: CopyOrder): Promise<void> {
  using source = new DatabaseSync(from, { readOnly: true });
  // One view until the end: what is written meanwhile would have SQLite begin again, time after time.
  source.exec("BEGIN");
  source.prepare("SELECT 1 FROM sqlite_schema").get();
  using file = await Deno.open(to, { write: true });
  let began = performance.now();
  await backup(source, to, {
    rate: PAGES,
    progress({ totalPages, remainingPages }) {
      tell({ kind: "copied", percent: Math.floor(100 * (1 - remainingPages / totalPages)) });
      // A server that syncs the database would wait until all that piled up here is on disk.
      file.syncDataSync();
      // Half of the time belongs to others.
      if (Atomics.wait(stop, 0, 0, performance.now() - began) !== "timed-out") throw new Error("stopped");
      began = performance.now();
    },
  });
}

function check(path: string): void {
  using copy = new DatabaseSync(path);
  // The copy of a database with a write-ahead log asks for one as well; now it needs no file beside it.
  copy.prepare("PRAGMA journal_mode = DELETE").get();
  tell({ kind: "checking" });
  const verdict = copy.prepare("PRAGMA integrity_check(1)").get()?.["integrity_check"];
  if (verdict !== "ok") throw new Error(`it is damaged (${verdict})`);
}

function tell(news: CopyNews): void {
  parentPort?.postMessage(news);
}

const order: CopyOrder = workerData;
try {
  await copy(order);
  check(order.to);
  tell({ kind: "done" });
} catch (error) {
  tell({ kind: "failed", why: troubleOf(error) ?? (error instanceof Error ? error.message : String(error)) });
}

// Copies a database while it is in use, in a thread of its own.

import { Worker } from "node:worker_threads";
import type { CopyNews, CopyOrder } from "./copy_worker.ts";
import type { Interrupt } from "./whole_file.ts";

export interface CopyOptions {
  /** The path of the database. */
  readonly from: string;
  /** The path of an empty file. */
  readonly to: string;
  readonly interrupt: Interrupt;
  readonly onNews: (news: CopyNews) => void;
}

/**
 * Resolves when the copy is complete and SQLite has found no damage in it, to true; after an interrupt to false.
 * Rejects with SQLite's reason when the database cannot be copied. Leaves no other file than the copy.
 */
export async function copyDatabase({ from, to, interrupt, onNews }: CopyOptions): Promise<boolean> {
  const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const order: CopyOrder = { from, to, stop };
  const ended = Promise.withResolvers<boolean>();
  let checking = false;
  const worker = new Worker(new URL("copy_worker.ts", import.meta.url), { workerData: order });
  worker.on("error", ended.reject);
  worker.on("message", (news: CopyNews) => {
    onNews(news);
    if (news.kind === "checking") checking = true;
    if (news.kind === "done") ended.resolve(true);
    if (news.kind === "failed") ended.reject(new Error(news.why));
    // A check takes long and cannot be stopped, but leaves no files.
    if (checking && interrupt.came) ended.resolve(false);
  });
  interrupt.coming.then(() => {
    Atomics.store(stop, 0, 1);
    Atomics.notify(stop, 0);
    if (checking) ended.resolve(false);
  });
  try {
    return await ended.promise;
  } catch (error) {
    if (interrupt.came) return false;
    throw error;
  } finally {
    await worker.terminate();
    // SQLite leaves its own files behind when it runs out of disk.
    for (const each of ["journal", "wal", "shm"]) await Deno.remove(`${to}-${each}`).catch(() => {});
  }
}

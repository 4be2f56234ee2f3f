// Full-text searches: in the thread of whoever asks, or in one of their own, where neither a long one nor the work on the
// index holds up anybody else.

import { Worker } from "node:worker_threads";
import type { LobbyEvent } from "../domain/event.ts";
import { StartError } from "../domain/start_error.ts";
import { othersTurn } from "../domain/turn.ts";
import type { Search, SearchIndex } from "./search_index.ts";

/** A few milliseconds of indexing; everybody else has a turn in between. */
const SLICE = 1000;
/** The most merges after one slice, enough to keep pace: a large one is spread over many slices, as it is much to write. */
const MERGES_PER_SLICE = 8;

export interface Searches {
  /** Indexes all that is stored by now. Rejects when the index cannot be written; what was indexed before stays so. */
  complete(): Promise<void>;
  /** Indexes a slice of what is missing; resolves to whether there is more. Rejects as `complete` does. */
  extend(): Promise<boolean>;
  /** Lines of a lobby that are indexed, newest first. Rejects when they cannot be read. */
  find(search: Search): Promise<readonly LobbyEvent[]>;
}

/** What must be closed in the end, after which nothing can be asked any more. */
export interface OpenSearches extends Searches, AsyncDisposable {
  /** Ends all indexing: whoever waits for that goes on with what is there. */
  rest(): void;
}

/** In this thread. */
export class DirectSearches implements OpenSearches {
  readonly #index: SearchIndex;
  #completing: Promise<void> | undefined;
  #resting = false;

  constructor(index: SearchIndex) {
    this.#index = index;
  }

  complete(): Promise<void> {
    this.#completing ??= this.#complete().finally(() => this.#completing = undefined);
    return this.#completing;
  }

  async extend(): Promise<boolean> {
    if (this.#resting) return false;
    const more = this.#index.catchUp(SLICE);
    await this.#merge();
    return more;
  }

  find(search: Search): Promise<readonly LobbyEvent[]> {
    return Promise.resolve().then(() => this.#index.find(search));
  }

  rest(): void {
    this.#resting = true;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.rest();
    this.#index[Symbol.dispose]();
    return Promise.resolve();
  }

  async #complete(): Promise<void> {
    while (!this.#resting && this.#index.catchUp(SLICE)) await this.#merge();
  }

  async #merge(): Promise<void> {
    for (let left = MERGES_PER_SLICE; left > 0; left--) {
      await othersTurn();
      if (this.#resting || !this.#index.merge()) return;
    }
  }
}

/** A question to the thread, or the wish that it rest or close its files; and its answers, by the question's number. */
export type SearchOrder =
  | { readonly number: number; readonly ask: "complete" | "extend" }
  | { readonly number: number; readonly ask: "find"; readonly search: Search }
  | "rest"
  | "close";
export type SearchNews =
  | { readonly kind: "ready" }
  /** What the operator can mend. */
  | { readonly kind: "unopened"; readonly why: string }
  | { readonly kind: "closed" }
  | { readonly kind: "done"; readonly number: number; readonly result: unknown }
  /** On its way an error loses what SQLite has added to it, so that comes with it. */
  | { readonly kind: "failed"; readonly number: number; readonly error: unknown; readonly codes: ErrorCodes };
/** Of an error of SQLite's. */
export type ErrorCodes = Readonly<Record<"code" | "errcode", unknown>>;

/** In a thread of its own. */
export class SearchThread implements OpenSearches {
  readonly #worker: Worker;
  readonly #ready = Promise.withResolvers<void>();
  readonly #closed = Promise.withResolvers<void>();
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #questions = 0;
  #broken: unknown;

  private constructor(folder: string) {
    this.#worker = new Worker(new URL("search_worker.ts", import.meta.url), { workerData: folder });
    this.#worker.on("message", (news: SearchNews) => this.#hear(news));
    this.#worker.on("error", (error) => this.#break(error));
  }

  /**
   * Opens the database and the index of a data folder, and indexes what is missing; no further permission is needed
   * afterwards. Throws StartError when there can be no index.
   */
  static async open(folder: string): Promise<SearchThread> {
    const thread = new SearchThread(folder);
    try {
      await thread.#ready.promise;
      return thread;
    } catch (error) {
      await thread[Symbol.asyncDispose]();
      throw error;
    }
  }

  complete(): Promise<void> {
    return this.#ask((number) => ({ number, ask: "complete" }));
  }

  extend(): Promise<boolean> {
    return this.#ask((number) => ({ number, ask: "extend" }));
  }

  /** One after the other, in the order of the calls. */
  find(search: Search): Promise<readonly LobbyEvent[]> {
    return this.#ask((number) => ({ number, ask: "find", search }));
  }

  rest(): void {
    if (this.#broken === undefined) this.#order("rest");
  }

  /** Waits for a search that is under way: whoever closes the database last empties its log. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#broken === undefined) {
      this.#order("close");
      await this.#closed.promise;
    }
    this.#break(new Error("the search was ended"));
    await this.#worker.terminate();
  }

  #ask<Result>(question: (number: number) => SearchOrder): Promise<Result> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    const waiting: PromiseWithResolvers<unknown> = Promise.withResolvers();
    const number = ++this.#questions;
    this.#waiting.set(number, waiting);
    this.#order(question(number));
    return waiting.promise as Promise<Result>;
  }

  #order(order: SearchOrder): void {
    this.#worker.postMessage(order);
  }

  #hear(news: SearchNews): void {
    if (news.kind === "ready") return this.#ready.resolve();
    if (news.kind === "unopened") return this.#break(new StartError(news.why));
    if (news.kind === "closed") return this.#closed.resolve();
    const waiting = this.#waiting.get(news.number);
    this.#waiting.delete(news.number);
    if (news.kind === "done") waiting?.resolve(news.result);
    else waiting?.reject(news.error instanceof Error ? Object.assign(news.error, news.codes) : news.error);
  }

  #break(error: unknown): void {
    this.#broken ??= error;
    this.#ready.reject(error);
    this.#closed.resolve();
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}

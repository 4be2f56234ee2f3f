// Full-text searches: in the thread of whoever asks, or in one of their own, where a long one holds up nobody else.

import { Worker } from "node:worker_threads";
import type { LobbyEvent } from "../domain/event.ts";
import type { LobbyId, UserId } from "../domain/ids.ts";
import type { MessageStore } from "./messages.ts";

export interface Search {
  /** As `matchQuery` makes it. */
  readonly query: string;
  readonly lobby: LobbyId;
  readonly viewer: UserId;
  /** The most events to be found. */
  readonly limit: number;
}

export interface Searches {
  /** Lines of a lobby, newest first. Rejects when the database cannot be read. */
  find(search: Search): Promise<readonly LobbyEvent[]>;
}

/** A question to the thread, or the wish that it close its database; and what it answers, by the question's number. */
export type SearchOrder = Search & { readonly number: number } | "close";
export type SearchNews =
  | { readonly kind: "ready" }
  | { readonly kind: "closed" }
  | { readonly kind: "found"; readonly number: number; readonly events: readonly LobbyEvent[] }
  | { readonly kind: "failed"; readonly number: number; readonly error: unknown };

/** Searches here and now. */
export function directSearches(messages: Pick<MessageStore, "search">): Searches {
  return {
    find: ({ query, lobby, viewer, limit }) =>
      Promise.resolve().then(() => messages.search(query, lobby, viewer, limit)),
  };
}

type Waiting = PromiseWithResolvers<readonly LobbyEvent[]>;

export class SearchThread implements Searches, AsyncDisposable {
  readonly #worker: Worker;
  readonly #ready = Promise.withResolvers<void>();
  readonly #closed = Promise.withResolvers<void>();
  readonly #waiting = new Map<number, Waiting>();
  #searches = 0;
  #broken: unknown;

  private constructor(path: string) {
    this.#worker = new Worker(new URL("search_worker.ts", import.meta.url), { workerData: path });
    this.#worker.on("message", (news: SearchNews) => this.#hear(news));
    this.#worker.on("error", (error) => this.#break(error));
  }

  /** Opens the database at `path` for reading; no further permission is needed afterwards. */
  static async open(path: string): Promise<SearchThread> {
    const thread = new SearchThread(path);
    try {
      await thread.#ready.promise;
      return thread;
    } catch (error) {
      await thread[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** One after the other, in the order of the calls. */
  find(search: Search): Promise<readonly LobbyEvent[]> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    const waiting: Waiting = Promise.withResolvers();
    const number = ++this.#searches;
    this.#waiting.set(number, waiting);
    this.#order({ ...search, number });
    return waiting.promise;
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

  #order(order: SearchOrder): void {
    this.#worker.postMessage(order);
  }

  #hear(news: SearchNews): void {
    if (news.kind === "ready") return this.#ready.resolve();
    if (news.kind === "closed") return this.#closed.resolve();
    const waiting = this.#waiting.get(news.number);
    this.#waiting.delete(news.number);
    if (news.kind === "found") waiting?.resolve(news.events);
    else waiting?.reject(news.error);
  }

  #break(error: unknown): void {
    this.#broken ??= error;
    this.#ready.reject(error);
    this.#closed.resolve();
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}

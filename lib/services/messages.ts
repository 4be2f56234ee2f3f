// What is said in lobbies: said, read again, found again.

import { getLogger } from "@logtape/logtape";
import type { Clock } from "../domain/clock.ts";
import type { Lobby, LobbyEvent } from "../domain/event.ts";
import type { MessageId } from "../domain/ids.ts";
import type { UserName } from "../domain/names.ts";
import { refuse } from "../domain/problem.ts";
import type { SafeText } from "../domain/text.ts";
import { granted, type Journal, yieldOf } from "../journal/journal.ts";
import { matchQuery } from "../store/search_index.ts";
import type { Searches } from "../store/searches.ts";
import type { Store } from "../store/store.ts";
import { type Actor, sessionOf } from "./actor.ts";
import { logMessage } from "./message_log.ts";

/** The most events that one request reads. */
export const PAGE_LIMIT = 500;
const MATCHES = 20;
/** A `word*` costs time for every word that begins so, and other searches wait meanwhile. */
const WORDS = 8;
/** How long new messages wait for the index, in milliseconds, when nobody searches. */
const INDEX_DELAY = 1000;

const log = getLogger(["parley", "search"]);

export interface MessagesOptions {
  readonly journal: Journal;
  readonly store: Pick<Store, "sessions" | "messages">;
  readonly searches: Searches;
  readonly clock: Clock;
}

/** A page of a lobby. `more`: there are events beyond it. */
export interface Page {
  readonly lobby: Lobby;
  readonly events: readonly LobbyEvent[];
  readonly more: boolean;
}

export class Messages implements Disposable {
  readonly #options: MessagesOptions;
  #cancelIndexing: (() => void) | undefined;
  #disposed = false;

  constructor(options: MessagesOptions) {
    this.#options = options;
  }

  /** Says a line to the lobby in which the actor is; the entry is appended before this returns. */
  say(actor: Actor, form: "said" | "action", text: SafeText): Promise<MessageId> {
    const { journal, clock } = this.#options;
    const entry = { type: "line-said", at: clock.now(), session: actor.session, form, text } as const;
    // Every line goes through here, and an async function would cost it three promises.
    return journal.append(entry, actor.nextEntryId()).then((outcome) => {
      const { id } = yieldOf(outcome);
      logMessage(actor, form, id, text);
      return id;
    });
  }

  /** Says a line to the lobby and points one user to it. */
  async tag(actor: Actor, to: UserName, text: SafeText): Promise<MessageId> {
    const { journal, clock } = this.#options;
    const entry = { type: "user-tagged", at: clock.now(), session: actor.session, to, text } as const;
    const { id } = await granted(journal.append(entry, actor.nextEntryId()));
    logMessage(actor, "tagged", id, text);
    return id;
  }

  /** The newest `limit` events before an id or a time (milliseconds), or the newest of all, oldest first. */
  history(actor: Actor, limit: number, before?: { readonly id: MessageId } | { readonly at: number }): Page {
    const { messages } = this.#options.store;
    const lobby = sessionOf(this.#options.store, actor).lobby;
    const end = before === undefined
      ? Number.MAX_SAFE_INTEGER as MessageId
      : "id" in before
      ? before.id
      : messages.firstIdAt(before.at);
    const events = messages.history(lobby.id, actor.user, end, limit + 1);
    return { lobby, events: events.slice(-limit), more: events.length > limit };
  }

  /** Lines of the actor's lobby with all of the words, newest first. */
  async search(actor: Actor, words: SafeText): Promise<Page> {
    if (words.trim().split(/\s+/).length > WORDS) {
      refuse("usage", `A search takes at most ${WORDS} words. Leave out the common ones.`);
    }
    // On a disk that takes nothing more, a search finds what is indexed already: nearly all, as nothing new comes.
    await this.#options.searches.complete().catch((error) => this.#indexFailed(error));
    const lobby = sessionOf(this.#options.store, actor).lobby;
    const query = matchQuery(words, lobby.id) ??
      refuse("usage", "There is no word in that. /search needs letters or digits: /search meeting monday");
    const search = { query, lobby: lobby.id, viewer: actor.user, limit: MATCHES + 1 };
    const events = await this.#options.searches.find(search);
    return { lobby, events: events.slice(0, MATCHES), more: events.length > MATCHES };
  }

  /** Has new messages indexed before long, a slice at a time. */
  indexSoon(): void {
    if (this.#disposed) return;
    this.#cancelIndexing ??= this.#options.clock.after(INDEX_DELAY, () => {
      this.#cancelIndexing = undefined;
      this.#options.searches.extend().then(
        (more) => more && this.indexSoon(),
        (error) => this.#indexFailed(error),
      );
    });
  }

  /** Nothing is lost: the next message or search tries again. */
  #indexFailed(error: unknown): void {
    if (!this.#disposed) log.warning("the search index could not be extended", { error });
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#cancelIndexing?.();
  }
}

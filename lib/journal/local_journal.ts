// The journal of a single server: the entries of one turn of the event loop share one transaction.

import { applyTurn } from "./apply_turn.ts";
import { Speakers } from "./decide_lines.ts";
import type { Published } from "../domain/event.ts";
import type { EntryId } from "../domain/ids.ts";
import { NotStored } from "../domain/problem.ts";
import type { Entry, Outcome } from "./entry.ts";
import type { Journal } from "./journal.ts";
import { isLocked } from "../store/database.ts";
import type { Store } from "../store/store.ts";

/** Keeps a transaction, and so a turn, short; what is over waits for the next turn. */
const ENTRIES_PER_TRANSACTION = 1000;
/** So many ids are remembered. Nobody retries over a restart: whoever appends lives in this process. */
const REMEMBERED_IDS = 1024;

interface Waiting {
  readonly id: EntryId;
  readonly entry: Entry;
  readonly outcome: Promise<Outcome>;
  readonly settle: (outcome: Outcome) => void;
  readonly fail: (error: NotStored) => void;
}

export interface LocalJournalOptions {
  readonly store: Store;
  /** Receives the events of each transaction, in order, after its commit and before the outcomes. Must not throw. */
  readonly publish: (events: readonly Published[]) => void;
}

export class LocalJournal implements Journal, Disposable {
  readonly #store: Store;
  readonly #publish: LocalJournalOptions["publish"];
  readonly #speakers: Speakers;
  /** The latest, each at its id modulo their number: ids rise by one, so that one replaces the oldest. */
  readonly #latest = Array<Waiting | undefined>(REMEMBERED_IDS).fill(undefined);
  #waiting: Waiting[] = [];
  #turn: ReturnType<typeof setImmediate> | undefined;
  #writable = true;

  constructor({ store, publish }: LocalJournalOptions) {
    this.#store = store;
    this.#speakers = new Speakers(store);
    this.#publish = publish;
  }

  get writable(): boolean {
    return this.#writable;
  }

  append<E extends Entry>(entry: E, id: EntryId): Promise<Outcome<E>> {
    if (!this.#writable) return Promise.reject(new NotStored("the journal is closed"));
    const known = this.#latest[id % REMEMBERED_IDS];
    if (known?.id === id) return known.outcome as Promise<Outcome<E>>;
    const { promise: outcome, resolve: settle, reject: fail } = Promise.withResolvers<Outcome>();
    const waiting = { id, entry, outcome, settle, fail };
    this.#waiting.push(waiting);
    this.#latest[id % REMEMBERED_IDS] = waiting;
    this.#turn ??= setImmediate(() => this.#commitTurn());
    return outcome as Promise<Outcome<E>>;
  }

  /** Commits what waits and takes nothing more. */
  [Symbol.dispose](): void {
    this.#writable = false;
    while (this.#waiting.length > 0) this.#commitTurn();
  }

  #commitTurn(): void {
    clearImmediate(this.#turn);
    this.#turn = undefined;
    const turn = this.#waiting.splice(0, ENTRIES_PER_TRANSACTION);
    if (this.#waiting.length > 0) this.#turn = setImmediate(() => this.#commitTurn());
    const problem = this.#tryCommit(turn);
    if (problem === undefined) return;
    // One entry must not take the others of its turn with it, so each is tried alone; but not when that would make
    // everybody wait for the lock once more for each.
    const alone = turn.length > 1 && !isLocked(problem);
    for (const waiting of turn) {
      const error = alone ? this.#tryCommit([waiting]) : problem;
      if (error !== undefined) this.#fail(waiting, error);
    }
  }

  #fail({ id, fail }: Waiting, error: unknown): void {
    // It may be tried again under its id.
    const place = id % REMEMBERED_IDS;
    if (this.#latest[place]?.id === id) this.#latest[place] = undefined;
    fail(new NotStored(error));
  }

  /** Commits all or nothing; what went wrong, if anything did. */
  #tryCommit(turn: readonly Waiting[]): unknown {
    let applied;
    try {
      applied = this.#store.transaction(() =>
        applyTurn(this.#store, turn.map(({ entry }) => entry), this.#speakers)
      );
    } catch (error) {
      this.#speakers.forget();
      return error ?? new Error("unknown");
    }
    this.#publish(applied.flatMap(({ events }) => events));
    turn.forEach(({ settle }, index) => {
      const { outcome } = applied[index] ?? {};
      if (outcome) settle(outcome);
    });
    return undefined;
  }
}

// The one door for changes.

import type { EntryId } from "../domain/ids.ts";
import { Refusal } from "../domain/problem.ts";
import type { Entry, Outcome, Yields } from "./entry.ts";

export interface Journal {
  /**
   * Resolves when the entry has been applied and committed; the events that follow from it have been handed on by
   * then. Entries are applied in the order of the calls. `id`, one of `entryIds`, makes a retry harmless: of the
   * latest thousand the same one applies once.
   * Rejects with NotStored when the entry could not be committed: then nothing of it is stored and nobody saw it.
   */
  append<E extends Entry>(entry: E, id: EntryId): Promise<Outcome<E>>;
  /** False once the journal is closed. */
  readonly writable: boolean;
}

/** What a granted entry yields; a refused one is thrown as a Refusal. */
export async function granted<E extends Entry>(outcome: Promise<Outcome<E>>): Promise<Yields[E["type"]]> {
  return yieldOf(await outcome);
}

/** The same of an outcome that is there. */
export function yieldOf<E extends Entry>(outcome: Outcome<E>): Yields[E["type"]] {
  if (!outcome.granted) throw new Refusal(outcome.problem);
  return outcome.value;
}

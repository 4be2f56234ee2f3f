// Applies the entries of one turn. Most of them are lines, and in a busy turn these follow each other: such a run is
// decided at one go, which costs a fraction.

import type { Store } from "../store/store.ts";
import { type Applied, apply } from "./apply.ts";
import { sayLines } from "./decide_lines.ts";
import type { Entry, LineSaid } from "./entry.ts";

/** Must run inside a transaction. The same as `apply` for each entry, in their order. */
export function applyTurn(store: Store, entries: readonly Entry[]): readonly Applied[] {
  const applied: Applied[] = [];
  let run: LineSaid[] = [];
  for (const entry of entries) {
    if (entry.type === "line-said") {
      run.push(entry);
      continue;
    }
    applied.push(...sayLines(store, run), apply(store, entry));
    run = [];
  }
  applied.push(...sayLines(store, run));
  return applied;
}

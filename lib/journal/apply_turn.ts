// Applies the entries of one turn. Most of them are lines, and in a busy turn these follow each other: such a run is
// decided at one go, which costs a fraction.

import type { Store } from "../store/store.ts";
import { type Applied, apply } from "./apply.ts";
import { sayLines, type Speakers } from "./decide_lines.ts";
import type { Entry, LineSaid } from "./entry.ts";

/**
 * Must run inside a transaction. The same as `apply` for each entry, in their order. `speakers` is kept from turn to
 * turn; it must forget them when one is rolled back.
 */
export function applyTurn(store: Store, entries: readonly Entry[], speakers: Speakers): readonly Applied[] {
  const applied: Applied[] = [];
  let run: LineSaid[] = [];
  const sayRun = () => {
    for (const said of sayLines(store, run, speakers)) applied.push(said);
    run = [];
  };
  for (const entry of entries) {
    if (entry.type === "line-said") {
      run.push(entry);
      continue;
    }
    sayRun();
    applied.push(apply(store, entry));
    speakers.forget();
  }
  sayRun();
  return applied;
}

// One answer while it comes: its text so far, shown line by line.

import { isCut, readable, readableSoFar } from "../../assistant/readable.ts";
import type { Clock } from "../../domain/clock.ts";
import type { EntryId, TurnId } from "../../domain/ids.ts";
import type { SafeText } from "../../domain/text.ts";
import type { Journal } from "../../journal/journal.ts";

/** Milliseconds between two growths at least. */
const PAUSE = 250;

export interface GrowthOptions {
  readonly journal: Journal;
  readonly clock: Pick<Clock, "now">;
  readonly turn: TurnId;
  newEntryId(): EntryId;
}

export class Growth {
  readonly #options: GrowthOptions;
  #markdown = "";
  #shown = 0;
  #lookedAt = -Infinity;
  #full = false;
  #stopped = false;

  constructor(options: GrowthOptions) {
    this.#options = options;
  }

  /** The whole of what came. */
  get lines(): readonly SafeText[] {
    return readable(this.#markdown);
  }

  /** Whether there is as much as is ever shown of an answer; known a moment late. */
  get full(): boolean {
    return this.#full;
  }

  /** Takes what has come; shows what is finished of it, unless something was shown a moment ago. */
  add(part: string): void {
    this.#markdown += part;
    const now = this.#options.clock.now();
    const age = now - this.#lookedAt;
    // Where the clock was set back, it counts anew.
    if (age >= 0 && age < PAUSE) return;
    this.#lookedAt = now;
    this.#full = isCut(this.#markdown);
    const lines = readableSoFar(this.#markdown);
    if (lines.length > this.#shown && !this.#stopped) this.#show(lines, now);
  }

  #show(lines: readonly SafeText[], at: number): void {
    const { journal, turn, newEntryId } = this.#options;
    this.#shown = lines.length;
    // Nobody misses it who waits for the whole; its end says what is wrong with the store.
    journal.append({ type: "answer-grew", at, turn, lines }, newEntryId()).catch(() => this.#stopped = true);
  }
}

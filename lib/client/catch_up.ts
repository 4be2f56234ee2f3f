// What was missed while the line was down: asked for page by page, held back until it is complete, shown in order.

import type { LobbyEvent } from "../domain/event.ts";

/** Events of one page, and how many pages are asked for: whoever was away for longer reads /history. */
const PAGE = 500;
const MOST_PAGES = 4;

export class CatchUp {
  /** The last event that was seen before. */
  readonly #seen: number;
  readonly #held = new Map<number, LobbyEvent>();
  #oldest = Infinity;
  #pages = 0;
  #more = true;

  constructor(seen: number) {
    this.#seen = seen;
  }

  /** An event that came meanwhile, or was replayed. */
  hold(event: LobbyEvent): void {
    if (event.id <= this.#seen) this.#more = false;
    else this.#held.set(event.id, event);
    this.#oldest = Math.min(this.#oldest, event.id);
  }

  /** A page of the history; `more`: there are events before it. */
  page(events: readonly LobbyEvent[], more: boolean): void {
    this.#pages++;
    for (const event of events) this.hold(event);
    if (!more) this.#more = false;
  }

  /** What to ask the server for next; undefined: nothing is missing any more. */
  next(): string | undefined {
    if (!this.#more || this.#pages >= MOST_PAGES) return undefined;
    return this.#oldest === Infinity ? `/history ${PAGE}` : `/history ${PAGE} before ${this.#oldest}`;
  }

  /** Whether there is more than was asked for. */
  get cut(): boolean {
    return this.#more;
  }

  /** Oldest first. */
  events(): readonly LobbyEvent[] {
    return [...this.#held.values()].sort((one, other) => one.id - other.id);
  }
}

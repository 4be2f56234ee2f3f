// Who was where, as the rows tell it: everybody comes before speaking, and goes once.

import type { StoredRow } from "./stored.ts";

/** Where those who come find themselves. */
const ENTRANCE = "general";

export class Presence {
  readonly #lobbies = new Map<string, string>();

  /** Takes the next row; yields what is wrong with it, if anything is. */
  take({ id, kind, author, lobby }: StoredRow): string | undefined {
    const here = this.#lobbies.get(author);
    switch (kind) {
      case "joined":
        if (lobby !== null) this.#lobbies.set(author, lobby);
        return here === undefined && lobby === ENTRANCE
          ? undefined
          : `row ${id}: ${author} came, but was in ${here}`;
      case "entered":
        if (lobby !== null) this.#lobbies.set(author, lobby);
        return here === undefined ? undefined : `row ${id}: ${author} entered ${lobby}, but was in ${here}`;
      case "left":
      case "exited":
        this.#lobbies.delete(author);
        return here === lobby
          ? undefined
          : `row ${id}: ${author} ${kind} ${lobby}, but was in ${here ?? "no lobby"}`;
      case "said":
        return here === lobby
          ? undefined
          : `row ${id}: ${author} spoke in ${lobby}, but was in ${here ?? "no lobby"}`;
      default:
        return here === undefined ? `row ${id}: ${author} acted, but was not here` : undefined;
    }
  }

  /** Those who never went. */
  get present(): readonly string[] {
    return [...this.#lobbies.keys()];
  }
}

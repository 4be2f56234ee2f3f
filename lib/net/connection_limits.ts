// How many connections there may be, in all and from one place.

import { subscriberOf } from "../domain/address.ts";

export interface Limits {
  /** Connections at one time; 0 = no limit. */
  readonly total: number;
  /** The same, from one IPv4 address or one IPv6 /64; 0 = no limit. */
  readonly perAddress: number;
}

export type Admission =
  /** `release` gives the place back; only its first call counts. */
  | { readonly verdict: "ok"; readonly release: () => void }
  | { readonly verdict: "full" | "address-full" };

/** One instance serves all listeners. */
export class ConnectionLimits {
  readonly #limits: Limits;
  readonly #perPlace = new Map<string, number>();
  #total = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Takes a place for a connection from `address`, if there is one. */
  admit(address: string): Admission {
    const { total, perAddress } = this.#limits;
    const place = subscriberOf(address);
    const here = this.#perPlace.get(place) ?? 0;
    if (perAddress > 0 && here >= perAddress) return { verdict: "address-full" };
    if (total > 0 && this.#total >= total) return { verdict: "full" };
    this.#total++;
    this.#perPlace.set(place, here + 1);
    let held = true;
    const release = () => {
      if (held) this.#release(place);
      held = false;
    };
    return { verdict: "ok", release };
  }

  #release(place: string): void {
    this.#total--;
    const here = this.#perPlace.get(place) ?? 0;
    if (here > 1) this.#perPlace.set(place, here - 1);
    else this.#perPlace.delete(place);
  }
}

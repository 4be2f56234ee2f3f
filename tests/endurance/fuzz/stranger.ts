// One visit after the other by somebody who does not know the place: what it says first may be anything.

import { CheckedClient } from "../checked_client.ts";
import { Random } from "../random.ts";
import { countLines } from "./batch.ts";
import { openingOf } from "./openings.ts";
import type { World } from "./resident.ts";
import { shown } from "./shown.ts";

const PORTS = ["tcp", "tcp", "tcp", "tls", "login", "json"] as const;
/** It may end up in any dialect and theme. */
const RULES = { styled: true, telnet: true, json: false } as const;

export class Stranger {
  /** Lines sent so far, and those of visits that went to their end. */
  sent = 0;
  answered = 0;
  visits = 0;
  readonly #world: World;
  readonly #number: number;
  #last: readonly Uint8Array[] = [];

  /** No resident has this number. */
  constructor(world: World, number: number) {
    this.#world = world;
    this.#number = number;
  }

  get name(): string {
    return `stranger ${this.#number}`;
  }

  /** Comes until so many further lines are sent; each visit ends in time. */
  async work(lines: number): Promise<void> {
    const end = this.sent + lines;
    while (this.sent < end) {
      try {
        await this.#visit();
      } catch (error) {
        throw new Error(`${this.name}: ${error instanceof Error ? error.message : error}`, { cause: error });
      }
    }
  }

  /** What it has sent last. */
  describe(): string {
    return [`${this.name} sent, in visit ${this.visits}:`, ...shown(this.#last)].join("\n");
  }

  async #visit(): Promise<void> {
    const { seed, pool, ports, people } = this.#world;
    const seeds = [seed, this.#number, this.visits++] as const;
    const { writes, chats } = openingOf(seeds, pool, people(0));
    this.#last = writes;
    const lines = 1 + writes.reduce((lines, bytes) => lines + countLines(bytes), 0);
    const random = new Random(...seeds, 1);
    const port = ports[random.pick(PORTS)];
    const client = await CheckedClient.connect({ port, tls: false, ...chats && { rules: RULES } });
    try {
      for (const bytes of writes) await client.send(bytes);
      this.sent += lines;
      // At times it is gone before it is answered.
      if (random.chance(0.1)) return;
      await client.leave();
      this.answered += lines;
    } finally {
      client.close();
    }
  }
}

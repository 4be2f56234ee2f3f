// A hostile client: it comes in, sends batch after batch, sees each of them answered, leaves somehow and comes back.

import { Guest, type Ports } from "../guest.ts";
import { Random } from "../random.ts";
import { rulesOf, type Way } from "../ways.ts";
import { batchOf, countLines } from "./batch.ts";
import { shown } from "./shown.ts";
import type { People, Pool } from "./words.ts";

export interface World {
  readonly seed: number;
  readonly ports: Ports;
  readonly pool: Pool;
  /** Who is there when a resident is at its visit of this number. */
  people(visit: number): People;
  makeOperator(name: string): Promise<void>;
}

/** Batches in a visit, when nobody ends it before. */
const VISIT = 20;
/** Names to try when one is taken or banned. */
const SUFFIXES = ["", "b", "c", "d", "e", "f"];
const PASSWORD = "correct-horse-battery";

export function residentName(number: number, visit: number | ""): string {
  return `r${number}v${visit}`;
}

export class Resident {
  /** Lines sent so far, and those of batches that were answered. */
  sent = 0;
  answered = 0;
  visits = 0;
  /** How often the server has ended a visit, as it was asked to or as somebody else wished. */
  dismissals = 0;
  readonly #world: World;
  readonly #number: number;
  readonly #way: Way;
  readonly #moderates: boolean;
  #guest: Guest | undefined;
  #batch = 0;
  #last: readonly Uint8Array[] = [];

  /** `moderates`: as an operator. */
  constructor(world: World, number: number, way: Way, moderates: boolean) {
    this.#world = world;
    this.#number = number;
    this.#way = way;
    this.#moderates = moderates;
  }

  /** How this one is called in what goes wrong; also how all of its names begin. */
  get name(): string {
    return residentName(this.#number, "");
  }

  /** Works until so many further lines are answered, and leaves. */
  async work(lines: number): Promise<void> {
    const end = this.answered + lines;
    try {
      while (this.answered < end) {
        await this.#send();
        if (this.#batch % VISIT === 0) await this.#leave();
      }
      await this.#leave();
    } catch (error) {
      throw new Error(`${this.name}: ${error instanceof Error ? error.message : error}`, { cause: error });
    } finally {
      this.#guest?.client.close();
    }
  }

  /** What it has sent last. */
  describe(): string {
    return [`${this.name} (${this.#way.name}) sent last, in batch ${this.#batch}:`, ...shown(this.#last)]
      .join("\n");
  }

  get #visit(): number {
    return Math.floor(this.#batch / VISIT);
  }

  async #send(): Promise<void> {
    const { seed, pool } = this.#world;
    const guest = this.#guest ??= await this.#enter();
    const seeds = [seed, this.#number, this.#batch] as const;
    const batch = batchOf({ seeds, pool, people: this.#world.people(this.#visit), speech: this.#way.speech });
    this.#last = batch.lines;
    this.#batch++;
    const lines = batch.writes.reduce((lines, bytes) => lines + countLines(bytes), 0);
    this.sent += lines;
    if (await guest.askBytes(batch.writes, batch.quits)) {
      this.answered += lines;
    } else {
      this.dismissals++;
      guest.client.close();
      this.#guest = undefined;
    }
  }

  async #enter(): Promise<Guest> {
    const { ports } = this.#world;
    const way = this.#way;
    const visit = this.#visit;
    // Without TLS each visit is from its own address: wrong passwords of one must not shut out all others.
    const from = `127.${1 + this.#number}.${visit >> 7 & 127}.${1 + (visit & 127)}`;
    const rules = rulesOf(way, { changesTheme: true, sendsTelnet: true });
    for (const suffix of SUFFIXES) {
      const name = residentName(this.#number, visit) + suffix;
      const guest = await Guest.enter({ ports, way, name, rules, from });
      if (guest === undefined) continue;
      this.visits++;
      if (this.#moderates) {
        await guest.ask(way.speech.command(`register ${PASSWORD}`));
        await this.#world.makeOperator(name);
      }
      return guest;
    }
    throw new Error("nobody lets it in");
  }

  async #leave(): Promise<void> {
    const guest = this.#guest;
    if (guest === undefined) return;
    const { client, way: { speech } } = guest;
    const random = new Random(this.#world.seed, this.#number, this.#batch, 1);
    switch (random.below(4)) {
      case 0:
        await guest.askBytes([new TextEncoder().encode(`${speech.command("quit")}\n`)], true);
        break;
      case 1:
        await client.leave();
        break;
      case 2:
        // With answers that it does not read, so that the system resets the connection.
        client.pause();
        await client.send(new TextEncoder().encode(`${speech.command("history 100")}\n`.repeat(5)));
    }
    client.close();
    this.#guest = undefined;
  }
}

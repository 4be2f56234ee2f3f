// Somebody who comes and goes all day, always under one name and in one way.

import { Guest, type Ports } from "../guest.ts";
import type { Random } from "../random.ts";
import { rulesOf, type Way } from "../ways.ts";
import { type Actor, acts } from "./acts.ts";
import { pause } from "./pause.ts";

export interface VisitorOptions {
  readonly ports: Ports;
  readonly way: Way;
  readonly name: string;
  /** Everybody's. */
  readonly names: readonly string[];
  readonly random: Random;
}

/** Things done in a visit, and milliseconds between two of them, at most. */
const MOST_ACTS = 12;
const MOST_THOUGHT = 150;
/** Milliseconds before somebody whose name is still taken tries again. */
const AGAIN = 50;

export class Visitor {
  /** Lines said and visits so far, and whether it is there now. */
  lines = 0;
  visits = 0;
  here = false;
  readonly #options: VisitorOptions;

  constructor(options: VisitorOptions) {
    this.#options = options;
  }

  /** Comes and goes until `signal`, and is gone then. Rejects when the server does something wrong. */
  async run(signal: AbortSignal): Promise<void> {
    const { ports, way, name } = this.#options;
    const rules = rulesOf(way, { changesTheme: false, sendsTelnet: false });
    while (!signal.aborted) {
      const guest = await Guest.enter({ ports, way, name, rules });
      if (guest === undefined) {
        await pause(AGAIN);
        continue;
      }
      this.here = true;
      this.visits++;
      try {
        await this.#visit(guest, signal);
      } catch (error) {
        throw new Error(`${name} (${way.name}): ${error instanceof Error ? error.message : error}`, {
          cause: error,
        });
      } finally {
        guest.client.close();
        this.here = false;
      }
    }
  }

  async #visit(guest: Guest, signal: AbortSignal): Promise<void> {
    const { random, names } = this.#options;
    const actor: Actor = { guest, random, names, onSaid: (lines) => this.lines += lines };
    for (let left = random.below(MOST_ACTS); left > 0 && !signal.aborted; left--) {
      if (!await random.pick(acts)(actor)) return;
      await pause(random.below(MOST_THOUGHT));
    }
    await this.#leave(guest);
  }

  /** Politely, by an end, without a word, or with so much unread that the system resets the connection. */
  async #leave({ client, way: { speech } }: Guest): Promise<void> {
    const { random } = this.#options;
    const lines = (command: string, times: number) =>
      new TextEncoder().encode(`${speech.command(command)}\n`.repeat(times));
    switch (random.below(4)) {
      case 0:
        await client.send(lines("quit", 1));
        await client.leave();
        break;
      case 1:
        await client.leave();
        break;
      case 2:
        client.pause();
        await client.send(lines("history 100", 10));
    }
  }
}

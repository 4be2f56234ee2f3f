// A client that does nothing wrong: it stays in the first lobby, sees what all others say, and checks it.

import { Guest, type Ports } from "../guest.ts";
import { rulesOf, type Way, ways } from "../ways.ts";

interface Seat {
  readonly name: string;
  readonly way: Way;
  readonly theme?: "cozy";
}

/** Each dialect and theme, in plain text and under TLS; the first to come is the operator of a new server. */
const SEATS: readonly Seat[] = [
  { name: "founder", way: ways.script },
  { name: "w-classic", way: ways.person },
  { name: "w-cozy", way: ways.person, theme: "cozy" },
  { name: "w-telnet", way: ways.telnet },
  { name: "w-login", way: ways.login },
  { name: "w-json", way: ways.json },
  { name: "w-bare", way: ways.bareJson },
  { name: "w-tls", way: ways.tls },
];

/** More than one on a busy machine, where even a program may be too late to be taken for one. */
const MOST_TRIES = 10;

export const watcherNames = SEATS.map(({ name }) => name);

export class Watchers implements Disposable {
  /** Rejects when one of them sees what it must not see, or is sent away. */
  readonly failed: Promise<never>;
  readonly #watchers: readonly Guest[];
  #asked: Promise<unknown> = Promise.resolve();
  #leaving = false;

  private constructor(watchers: readonly Guest[]) {
    this.#watchers = watchers;
    this.failed = Promise.race(watchers.map((watcher) => this.#watch(watcher)));
    this.failed.catch(() => {});
  }

  static async enter(ports: Ports): Promise<Watchers> {
    const guests: Guest[] = [];
    try {
      for (const { name, way, theme } of SEATS) {
        const rules = rulesOf(way, { changesTheme: theme !== undefined, sendsTelnet: false });
        let guest: Guest | undefined;
        for (let tries = 0; guest === undefined; tries++) {
          if (tries === MOST_TRIES) throw new Error(`${name} may not come in`);
          guest = await Guest.enter({ ports, way, name, rules });
        }
        guests.push(guest);
        if (theme !== undefined) await guest.ask(way.speech.command(`theme ${theme}`));
      }
      return new Watchers(guests);
    } catch (error) {
      for (const { client } of guests) client.close();
      throw error;
    }
  }

  /** Makes a registered user an operator. */
  async makeOperator(name: string): Promise<void> {
    const [founder] = this.#watchers;
    // One at a time, as the answers are told apart by their order alone.
    this.#asked = this.#asked.then(() => founder?.ask(founder.way.speech.command(`op ${name}`)));
    await this.#asked;
  }

  /** The first says something, and all others see it: they have seen all that came before, too. */
  async agree(what: string): Promise<void> {
    const [founder, ...others] = this.#watchers;
    // Who has seen its own answer has nothing waiting, so that what comes now is not skipped.
    await Promise.all(others.map((each) => each.ask()));
    const seen = others.map(({ client }) => client.find((text) => text.includes(what) || undefined));
    await Promise.all([founder?.ask(founder.way.speech.say(what)), ...seen]);
  }

  /** Lines that they have seen so far. */
  get lines(): number {
    return this.#watchers.reduce((sum, { client }) => sum + client.lines, 0);
  }

  [Symbol.dispose](): void {
    this.#leaving = true;
    for (const { client } of this.#watchers) client.close();
  }

  async #watch({ name, client }: Guest): Promise<never> {
    try {
      await client.ended;
    } catch (error) {
      throw new Error(`${name}: ${error instanceof Error ? error.message : error}`, { cause: error });
    }
    if (this.#leaving) return await new Promise(() => {});
    throw new Error(`${name}: the server has sent a watcher away`);
  }
}

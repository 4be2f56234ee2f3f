// The users of the crash test: they talk in every dialect, move, write to each other and are muted, until the server is
// gone.

import type { Random } from "../random.ts";
import { speeches, type SpeechName } from "./speech.ts";
import type { Numbered } from "./texts.ts";
import { type Order, type Outcome, type Visit, Visitor } from "./visitor.ts";

/** None looks like another, or like a command. */
export const NAMES = ["ann", "ben", "cat", "dov", "eve", "fay", "gus", "hal", "kim"] as const;
export const LOBBIES = ["general", "den", "loft"] as const;

/** The operator, who has a password. */
export const WARDEN = { name: "warden", password: "rather-secret" } as const;

const SPEECHES = Object.keys(speeches) as SpeechName[];
/** The most lines that are sent at once. */
const BURST = 12;

export class User {
  readonly name: string;
  readonly #numbers = { said: 0, direct: 0 };

  constructor(name: string) {
    this.name = name;
  }

  /**
   * Comes in, goes and comes again, in any dialect, until the server ends it. Yields what each visit is evidence of.
   * `onCome` is called each time the user is in.
   */
  async live(port: number, random: Random, onCome: () => void): Promise<readonly Visit[]> {
    const visits: Visit[] = [];
    for (;;) {
      const visitor = await Visitor.enter(port, this.name, speeches[random.pick(SPEECHES)]);
      if (!visitor) return visits;
      visits.push(visitor);
      onCome();
      let outcome: Outcome = "done";
      while (outcome !== "ended" && !random.chance(0.02)) outcome = await this.#act(visitor, random);
      if (outcome === "ended") return visits;
      await visitor.quit();
    }
  }

  #act(visitor: Visitor, random: Random): Promise<Outcome> {
    const say = (): Order => ({ kind: "say", what: this.#next("said") });
    const write = (): Order => ({ kind: "write", what: this.#next("direct"), to: random.pick(NAMES) });
    const chance = random.below(100);
    if (chance < 10) return visitor.ask([{ kind: "command", typed: `join ${random.pick(LOBBIES)}` }]);
    // Together with lines, so that they share a transaction.
    if (chance < 30) return visitor.ask([say(), write(), { kind: "command", typed: "leave" }, say()]);
    return visitor.ask(Array.from({ length: 1 + random.below(BURST) }, chance < 85 ? say : write));
  }

  #next(kind: Numbered["kind"]): Numbered {
    return { kind, author: this.name, number: ++this.#numbers[kind] };
  }
}

/** Makes the lobbies, and is an operator from now on. */
export async function settle(port: number): Promise<void> {
  const visitor = await Visitor.enter(port, WARDEN.name, speeches.json);
  const typed = [`register ${WARDEN.password}`, ...LOBBIES.slice(1).map((name) => `create ${name} a place`)];
  const outcome = await visitor?.ask(typed.map((each) => ({ kind: "command", typed: each })));
  if (outcome !== "done") throw new Error("the warden could not settle");
  await visitor?.quit();
}

/** Mutes one after the other for a moment, and searches, so that what was said is indexed; else like `live`. */
export async function ward(port: number, random: Random, onCome: () => void): Promise<readonly Visit[]> {
  const visitor = await Visitor.enter(port, WARDEN.name, speeches.json, WARDEN.password);
  if (!visitor) return [];
  onCome();
  for (;;) {
    const name = random.pick(NAMES);
    for (const typed of [`mute ${name} 1h`, `unmute ${name}`, "search said"]) {
      if (await visitor.ask([{ kind: "command", typed }]) === "ended") return [visitor];
    }
  }
}

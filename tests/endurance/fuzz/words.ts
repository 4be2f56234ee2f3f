// The words of hostile clients: each what a command may ask for, right, wrong or extreme, and texts of all kinds.

import fc from "fast-check";
import { PICTURES } from "../../../lib/domain/pictures.ts";
import { hostileText } from "../../support/arbitrary.ts";
import type { Random } from "../random.ts";

/** Texts that are made ahead, as many lines are wanted: they are picked, joined and spoilt further. */
export interface Pool {
  readonly texts: readonly string[];
  readonly jsons: readonly string[];
}

export function poolOf(seed: number): Pool {
  return {
    texts: fc.sample(hostileText, { seed, numRuns: 3000 }),
    jsons: fc.sample(fc.json({ maxDepth: 4 }), { seed, numRuns: 1000 }),
  };
}

/** Names that may be spoken to, and those that may be acted on as well. */
export interface People {
  readonly watchers: readonly string[];
  readonly residents: readonly string[];
}

/** What is typed where a usage line has this word; other words of usage lines stand for themselves. */
type Makers = Readonly<Record<string, (words: Words) => string>>;

const LOBBIES = ["general", "cave", "den", "attic", "cellar", "Cave", "#den", "g\u0435neral", "x"];
const DURATIONS = ["1s", "5s", "10s", "1m", "2h", "7d", "36525d", "36526d", "0m", "999999999w", "10min"];
const TIMES = [
  "2024-10-12",
  "2026-11-21 23:55:44",
  "9999-12-31 23:59:59",
  "0000-00-00",
  "#1",
  "17",
  "#999999999999999",
];
const NUMBERS = ["1", "20", "500", "501", "0", "-1", "1e3", "999999999", "9999999999", "٣", "0x10"];
const ADDRESSES = [
  ...["192.0.2.7", "198.51.100.0/24", "2001:db8::/32", "::ffff:192.0.2.7", "192.0.2.7/32"],
  ...["127.0.0.1", "::1", "0.0.0.0/0", "::/0", "10.0.0.0/33", "1.2.3", "256.1.1.1", "fe80::1%lo", "1::2::3"],
];
/** Only the first is taken, which is slow on purpose. */
const PASSWORDS = ["correct-horse-battery", "short", "x".repeat(129), "\u0000\u0007", "é".repeat(200)];
const RIGHT_PASSWORDS = 1 / 40;

const makers: Makers = {
  user: (words) => words.user(),
  text: (words) => words.text(),
  reason: (words) => words.text(),
  words: (words) => words.search(),
  description: (words) => words.text(),
  name: ({ random }) => random.pick(LOBBIES),
  password: (words) => words.password(),
  old: (words) => words.password(),
  new: (words) => words.password(),
  duration: ({ random }) => random.pick(DURATIONS),
  n: ({ random }) => random.pick(NUMBERS),
  time: ({ random }) => random.pick(TIMES),
  id: ({ random }) => String(random.below(1_000_000)),
  address: ({ random }) => random.pick(ADDRESSES),
  CIDR: ({ random }) => random.pick(ADDRESSES),
  picture: ({ random }) => random.pick([...PICTURES.keys(), "list", "default"]),
  command: ({ random }) => random.pick(["help", "/ban", "history", "who", "nonsense"]),
};

export class Words {
  readonly random: Random;
  readonly #pool: Pool;
  readonly #people: readonly string[];

  /** `people`: who is meant where a user is. */
  constructor(random: Random, pool: Pool, people: readonly string[]) {
    this.random = random;
    this.#pool = pool;
    this.#people = people;
  }

  /** What to type for a word of a usage line. */
  argument(word: string): string {
    return makers[word]?.(this) ?? word;
  }

  text(): string {
    const { random } = this;
    let text = random.pick(this.#pool.texts);
    while (random.chance(0.3)) text += random.pick(this.#pool.texts);
    return text;
  }

  user(): string {
    const { random } = this;
    return random.chance(0.85) ? random.pick(this.#people) : this.text();
  }

  /** Words for a search, and what has a meaning in searches of SQLite. */
  search(): string {
    const { random } = this;
    const text = random.pick([
      "hello",
      "joined",
      "a*",
      '"',
      "NEAR(a b)",
      "a OR b",
      "-a",
      "^a",
      "a:b",
      "*",
      this.text(),
    ]);
    return random.chance(0.5) ? text : `${text} ${this.text()}`;
  }

  password(): string {
    const { random } = this;
    return random.chance(RIGHT_PASSWORDS) ? PASSWORDS[0] ?? "" : random.pick(PASSWORDS.slice(1));
  }

  json(): string {
    return this.random.pick(this.#pool.jsons);
  }

  /** A line around the limit of 4,096 bytes, or far over it. */
  huge(): string {
    const { random } = this;
    const length = random.chance(0.7) ? 4000 + random.below(200) : random.below(60_000);
    return (this.text() + "é").repeat(length).slice(0, length);
  }
}

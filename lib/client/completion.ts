// What Tab makes of a line: commands, users and lobbies, one after the other.

import { nameKey } from "../domain/names.ts";

/** The client's own; the server's come from the server. */
const TAKES_LOBBY: ReadonlySet<string> = new Set(["/join"]);
/** Names that no longer show after so many others. */
const MOST_USERS = 10_000;

export class Completion {
  readonly #commands = new Set<string>();
  readonly #users = new Map<string, string>();
  readonly #lobbies = new Map<string, string>();
  /** What Tab has made of a line, and what it could have been. */
  #last: { readonly line: string; readonly start: string; readonly words: readonly string[] } | undefined;

  addCommands(names: Iterable<string>): void {
    for (const name of names) this.#commands.add(`/${name}`);
  }

  addUsers(names: Iterable<string>): void {
    for (const name of names) if (this.#users.size < MOST_USERS) this.#users.set(nameKey(name), name);
  }

  /** All that there are now. */
  setLobbies(names: Iterable<string>): void {
    this.#lobbies.clear();
    for (const name of names) this.#lobbies.set(nameKey(name), name);
  }

  /** What the last Tab chose from, while the line is as it made it. */
  choices(line: string): readonly string[] {
    return this.#last?.line === line && this.#last.words.length > 1 ? this.#last.words : [];
  }

  /** Completes the last word of a line; pressed again, takes the next word that fits. The same line: none fits. */
  complete(line: string): string {
    const last = this.#last;
    if (last?.line === line) {
      const index = last.words.findIndex((word) => line === `${last.start}${word} `);
      return this.#take(last.start, last.words, (index + 1) % last.words.length) ?? line;
    }
    const [, start = "", at = "", word = ""] = /^(.*?)(@?)(\S*)$/.exec(line) ?? [];
    const words = this.#fitting(start, word);
    return this.#take(start + at, words, 0) ?? line;
  }

  #take(start: string, words: readonly string[], index: number): string | undefined {
    const word = words[index];
    if (word === undefined) return undefined;
    const line = `${start}${word} `;
    this.#last = { line, start, words };
    return line;
  }

  #fitting(start: string, word: string): readonly string[] {
    const beginning = nameKey(word);
    return [...this.#candidates(start, word)].filter((each) => nameKey(each).startsWith(beginning)).sort();
  }

  #candidates(start: string, word: string): Iterable<string> {
    if (start === "" && word.startsWith("/")) return this.#commands;
    return TAKES_LOBBY.has(start.trim().toLowerCase()) ? this.#lobbies.values() : this.#users.values();
  }
}

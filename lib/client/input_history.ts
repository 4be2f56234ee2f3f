// The lines that were typed before: up and down walk through them, and back to the line that was being typed.

const MOST_LINES = 500;
/** Lines that hold a password are never kept. */
const SECRET = /^\s*\/(register|password|login|join\s+\S+\s+\S|create\s)/i;

export class InputHistory {
  readonly #lines: string[] = [];
  /** Where the walk is; the number of lines: at the line being typed. */
  #index = 0;
  #draft = "";

  /** A line was sent; the next walk begins after it. */
  add(line: string): void {
    if (line.trim() !== "" && !SECRET.test(line) && line !== this.#lines.at(-1)) this.#lines.push(line);
    if (this.#lines.length > MOST_LINES) this.#lines.shift();
    this.#index = this.#lines.length;
  }

  /** The line before. Undefined: there is none. `typed` is what stands in the input now. */
  older(typed: string): string | undefined {
    if (this.#index === 0) return undefined;
    if (this.#index === this.#lines.length) this.#draft = typed;
    return this.#lines[--this.#index];
  }

  /** The line after, the one that was being typed at last. Undefined: there is none. */
  newer(): string | undefined {
    if (this.#index === this.#lines.length) return undefined;
    this.#index++;
    return this.#lines[this.#index] ?? this.#draft;
  }
}

// Where the long history of a benchmark is, and an empty one to compare it to: made when first asked for.

import { Child } from "./child.ts";

export class Histories implements AsyncDisposable {
  readonly rows: number;
  readonly #kept: string | undefined;
  readonly #made = new Map<number, Promise<string>>();
  #temporary: Promise<string> | undefined;

  /** `kept`: a folder in which histories stay for the next time; left out, they go with this. */
  constructor(rows: number, kept: string | undefined) {
    this.rows = rows;
    this.#kept = kept;
  }

  /** The data folder of the long history. */
  long(): Promise<string> {
    return this.#of(this.rows);
  }

  /** One of a tenth of the rows. */
  tenth(): Promise<string> {
    return this.#of(Math.ceil(this.rows / 10));
  }

  empty(): Promise<string> {
    return this.#of(0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#temporary) await Deno.remove(await this.#temporary, { recursive: true });
  }

  #of(rows: number): Promise<string> {
    const made = this.#made.get(rows) ?? this.#make(rows);
    this.#made.set(rows, made);
    return made;
  }

  async #make(rows: number): Promise<string> {
    const parent = this.#kept ?? await (this.#temporary ??= Deno.makeTempDir({ prefix: "parley-bench-" }));
    await Deno.mkdir(parent, { recursive: true });
    const folder = `${await Deno.realPath(parent)}/history-${rows}`;
    if (await Deno.stat(folder).then(() => true, () => false)) return folder;
    console.error(`making a history of ${rows} rows`);
    // Half a history is not taken for a whole one the next time.
    const part = await Deno.makeTempDir({ dir: parent, prefix: "part-" });
    try {
      await using maker = Child.script("history.ts", [part, String(rows)], ["--allow-read", "--allow-write"]);
      await maker.expect(/^(made)$/);
      await Deno.rename(part, folder);
    } catch (error) {
      await Deno.remove(part, { recursive: true });
      throw error;
    }
    return folder;
  }
}

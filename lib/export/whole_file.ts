// A file that appears whole or not at all.

import { basename, dirname, join } from "node:path";
import { StartError } from "../domain/start_error.ts";

/** Where a file is to be, links followed; `old`: what is there now. */
export interface Place {
  readonly path: string;
  readonly old?: Deno.FileInfo;
}

/**
 * Looks at the place of a file that is made from the database at `database`. Throws StartError when its folder cannot
 * be read and when the place belongs to the database. `setting` is what names the file on the command line.
 */
export async function placeOf(path: string, database: string, setting: string): Promise<Place> {
  try {
    const place = await existing(path) ?? { path: join(await Deno.realPath(dirname(path)), basename(path)) };
    const own = await Deno.realPath(database);
    if ([own, `${own}-wal`, `${own}-shm`, `${own}-journal`].includes(place.path)) {
      throw new StartError(`${path} belongs to the database. Choose another ${setting}.`);
    }
    return place;
  } catch (error) {
    throw unwritable(path, error);
  }
}

async function existing(path: string): Promise<Place | undefined> {
  try {
    return { path: await Deno.realPath(path), old: await Deno.stat(path) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Is made under another name beside its place, and takes it when it is whole and on disk. */
export class WholeFile implements AsyncDisposable {
  /** The name under which it is made. */
  readonly part: string;
  readonly #path: string;
  #finished = false;

  private constructor(path: string, part: string) {
    this.#path = path;
    this.part = part;
  }

  /** An empty file with permissions as `mode` has them, or as usual. Throws StartError when it cannot be made. */
  static async create({ path }: Place, mode: number | null): Promise<WholeFile> {
    const part = `${path}.${crypto.randomUUID()}.part`;
    try {
      const file = await Deno.open(part, {
        write: true,
        createNew: true,
        ...mode !== null && { mode: mode & 0o777 },
      });
      file.close();
      return new WholeFile(path, part);
    } catch (error) {
      throw unwritable(path, error);
    }
  }

  /** Nothing more will be written. Throws StartError when the file cannot take its place. */
  async finish(): Promise<void> {
    try {
      {
        using file = await Deno.open(this.part, { write: true });
        await file.sync();
      }
      await Deno.rename(this.part, this.#path);
      this.#finished = true;
    } catch (error) {
      throw unwritable(this.#path, error);
    }
  }

  /** Takes back what is not finished. */
  async [Symbol.asyncDispose](): Promise<void> {
    // The error that came before says more than one from here would.
    if (!this.#finished) await Deno.remove(this.part).catch(() => {});
  }
}

/** From now on an interrupt calls `handler` and ends nothing, until the returned function is called. */
export type OnInterrupt = (handler: () => void) => () => void;

/** Remembers an interrupt that comes before it is disposed of. */
export class Interrupt implements Disposable {
  came = false;
  /** Settles when it comes. */
  readonly coming: Promise<void>;
  readonly #letPass: () => void;

  constructor(onInterrupt: OnInterrupt) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.coming = promise;
    this.#letPass = onInterrupt(() => {
      this.came = true;
      resolve();
    });
  }

  [Symbol.dispose](): void {
    this.#letPass();
  }
}

export function interrupted(path: string): StartError {
  return new StartError(`Interrupted: ${path} was not written.`);
}

/** `what` is a file or a stream. */
export function unwritable(what: string, error: unknown): StartError {
  if (error instanceof StartError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new StartError(`${what} cannot be written: ${reason}.`, { cause: error });
}

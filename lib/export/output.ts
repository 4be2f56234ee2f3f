// Where an export goes: a stream, or a file that appears whole or not at all.

import { StartError } from "../domain/start_error.ts";

/** Disposing of an output that is not finished takes back what it can. */
export interface Output extends AsyncDisposable {
  /** Resolves when all bytes are taken: a slow reader slows the writer down. */
  write(bytes: Uint8Array): Promise<void>;
  /** Nothing more will come. */
  finish(): Promise<void>;
}

/** The part of an open file or stream that an export needs: `Deno.stdout` is one. */
export interface ByteSink {
  /** Resolves to the number of bytes taken, which may be fewer than given. */
  write(bytes: Uint8Array): Promise<number>;
}

/** From now on an interrupt calls `handler` and ends nothing, until the returned function is called. */
export type OnInterrupt = (handler: () => void) => () => void;

/** Standard output. Throws StartError, but BrokenPipe as it is: the reader has seen enough. */
export class StreamOutput implements Output {
  readonly #stream: ByteSink;

  constructor(stream: ByteSink) {
    this.#stream = stream;
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      await writeAll(this.#stream, bytes);
    } catch (error) {
      // No second try where a pipe is set not to block: how much of the first it took is not told.
      throw error instanceof Deno.errors.BrokenPipe ? error : unwritable("Standard output", error);
    }
  }

  async finish(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {}
}

/** A file that is written under another name beside its place and takes it when it is whole and on disk. */
export class FileOutput implements Output {
  readonly #path: string;
  readonly #part: string;
  readonly #file: Deno.FsFile;
  readonly #interrupt: Interrupt;
  #state: "open" | "closed" | "finished" = "open";

  private constructor(path: string, part: string, file: Deno.FsFile, interrupt: Interrupt) {
    this.#path = path;
    this.#part = part;
    this.#file = file;
    this.#interrupt = interrupt;
  }

  /**
   * Throws StartError when the folder cannot be written, and when `path` is there but no plain file (a device, a pipe)
   * or belongs to the database at `database`. An interrupt fails the next write.
   */
  static async create(path: string, database: string, onInterrupt: OnInterrupt): Promise<FileOutput> {
    // Before there is a file that an interrupt could leave behind.
    const interrupt = new Interrupt(onInterrupt);
    try {
      const old = await existing(path);
      if (old && !old.info.isFile) {
        throw new StartError(`${path} is not a file. To write there, leave out --output.`);
      }
      const own = await Deno.realPath(database);
      if (old && [own, `${own}-wal`, `${own}-shm`].includes(old.path)) {
        throw new StartError(`${path} belongs to the database. Choose another --output.`);
      }
      const place = old?.path ?? path;
      const part = `${place}.${crypto.randomUUID()}.part`;
      // Whoever could not read the old file cannot read the new one.
      const mode = old?.info.mode == null ? {} : { mode: old.info.mode & 0o777 };
      const file = await Deno.open(part, { write: true, createNew: true, ...mode });
      return new FileOutput(place, part, file, interrupt);
    } catch (error) {
      interrupt[Symbol.dispose]();
      throw unwritable(path, error);
    }
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#interrupt.came) throw new StartError(`Interrupted: ${this.#path} was not written.`);
    try {
      await writeAll(this.#file, bytes);
    } catch (error) {
      throw unwritable(this.#path, error);
    }
  }

  async finish(): Promise<void> {
    try {
      await this.#file.sync();
      this.#file.close();
      this.#state = "closed";
      await Deno.rename(this.#part, this.#path);
      this.#state = "finished";
    } catch (error) {
      throw unwritable(this.#path, error);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#interrupt[Symbol.dispose]();
    if (this.#state === "open") this.#file.close();
    // The error that came before says more than one from here would.
    if (this.#state !== "finished") await Deno.remove(this.#part).catch(() => {});
  }
}

/** Remembers an interrupt that comes before it is disposed of. */
class Interrupt implements Disposable {
  came = false;
  readonly #letPass: () => void;

  constructor(onInterrupt: OnInterrupt) {
    this.#letPass = onInterrupt(() => this.came = true);
  }

  [Symbol.dispose](): void {
    this.#letPass();
  }
}

async function writeAll(sink: ByteSink, bytes: Uint8Array): Promise<void> {
  for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await sink.write(rest));
}

/** What is at a path, links followed; undefined when nothing is. */
async function existing(path: string): Promise<{ path: string; info: Deno.FileInfo } | undefined> {
  try {
    return { path: await Deno.realPath(path), info: await Deno.stat(path) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function unwritable(what: string, error: unknown): StartError {
  if (error instanceof StartError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new StartError(`${what} cannot be written: ${reason}.`, { cause: error });
}

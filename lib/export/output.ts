// Where an export goes: a stream, or a file.

import { StartError } from "../domain/start_error.ts";
import { Interrupt, interrupted, type OnInterrupt, placeOf, unwritable, WholeFile } from "./whole_file.ts";

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

/** A file that appears whole or not at all. */
export class FileOutput implements Output {
  readonly #path: string;
  readonly #whole: WholeFile;
  readonly #file: Deno.FsFile;
  readonly #interrupt: Interrupt;

  private constructor(path: string, whole: WholeFile, file: Deno.FsFile, interrupt: Interrupt) {
    this.#path = path;
    this.#whole = whole;
    this.#file = file;
    this.#interrupt = interrupt;
  }

  /**
   * Throws StartError when the folder cannot be written, and when `path` is there but no plain file (a device, a pipe)
   * or belongs to the database at `database`. An interrupt fails the next write.
   */
  static async create(path: string, database: string, onInterrupt: OnInterrupt): Promise<FileOutput> {
    await using parts = new AsyncDisposableStack();
    // Before there is a file that an interrupt could leave behind.
    const interrupt = parts.use(new Interrupt(onInterrupt));
    const place = await placeOf(path, database, "--output");
    if (place.old && !place.old.isFile) {
      throw new StartError(`${path} is not a file. To write there, leave out --output.`);
    }
    // Whoever could not read the old file cannot read the new one.
    const whole = parts.use(await WholeFile.create(place, place.old?.mode ?? null));
    const file = await Deno.open(whole.part, { write: true });
    parts.move();
    return new FileOutput(path, whole, file, interrupt);
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#interrupt.came) throw interrupted(this.#path);
    try {
      await writeAll(this.#file, bytes);
    } catch (error) {
      throw unwritable(this.#path, error);
    }
  }

  async finish(): Promise<void> {
    this.#file.close();
    await this.#whole.finish();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#interrupt[Symbol.dispose]();
    // Closes it unless it is.
    this.#file[Symbol.dispose]();
    await this.#whole[Symbol.asyncDispose]();
  }
}

async function writeAll(sink: ByteSink, bytes: Uint8Array): Promise<void> {
  for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await sink.write(rest));
}

// Standard input and output as lines, for the client in a pipe.

/** The lines of standard input without their ends, taken when they are asked for. */
export async function* stdinLines(): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of Deno.stdin.readable) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}

export class StdoutLines {
  readonly #onClosed: () => void;
  readonly #encoder = new TextEncoder();
  #written: Promise<void> = Promise.resolve();

  /** `onClosed`: nobody reads standard output any more. */
  constructor(onClosed: () => void) {
    this.#onClosed = onClosed;
  }

  print(line: string): void {
    const bytes = this.#encoder.encode(`${line}\n`);
    this.#written = this.#written.then(() => this.#write(bytes));
  }

  /** Resolves when all is written. */
  flushed(): Promise<void> {
    return this.#written;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    try {
      let rest = bytes;
      while (rest.length > 0) rest = rest.subarray(await Deno.stdout.write(rest));
    } catch {
      this.#onClosed();
    }
  }
}

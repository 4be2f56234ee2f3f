// A child process of the benchmark: Deno with a script, spoken to by lines, and ended for sure.

export interface ChildOptions {
  /** What follows `deno run`. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const running = new Set<Child>();

let interrupted = false;

/** Ends all children at once, and lets none begin; whoever waits for one of them fails. */
export function interrupt(): void {
  interrupted = true;
  for (const child of running) child.kill();
}

export class Child implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #orders: WritableStreamDefaultWriter<Uint8Array>;
  readonly #script: string;

  /** `script` is named from this folder. */
  constructor(script: string, args: readonly string[], { args: flags, ...options }: ChildOptions) {
    if (interrupted) throw new Error("interrupted");
    this.#script = script;
    this.#process = new Deno.Command("deno", {
      args: ["run", "--no-prompt", ...flags, new URL(script, import.meta.url).href, ...args],
      ...options,
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#orders = this.#process.stdin.getWriter();
    this.#lines = linesOf(this.#process.stdout);
    running.add(this);
  }

  /** The first part of the next line of output that matches; other lines are passed over. */
  async expect(line: RegExp): Promise<string> {
    for (;;) {
      const next = await this.#lines.next();
      if (next.done) throw new Error(interrupted ? "interrupted" : `${this.#script} ended unexpectedly`);
      const found = line.exec(next.value)?.[1];
      if (found !== undefined) return found;
    }
  }

  async tell(line: string): Promise<void> {
    await this.#orders.write(new TextEncoder().encode(`${line}\n`));
  }

  kill(): void {
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill();
    await this.#process.status;
    running.delete(this);
    await this.#lines.return?.();
    await this.#orders.abort().catch(() => {});
  }
}

async function* linesOf(bytes: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let text = "";
  for await (const part of bytes.pipeThrough(new TextDecoderStream())) {
    const lines = (text + part).split("\n");
    text = lines.pop() ?? "";
    yield* lines;
  }
}

// A child process of the benchmark: spoken to by lines, and ended for sure.

export interface ChildOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Left out: what it says on standard error is shown. */
  readonly quiet?: boolean;
}

const running = new Set<Child>();

let interrupted = false;

/** Ends all children at once, and lets none begin; whoever waits for one of them fails. */
export function interrupt(): void {
  interrupted = true;
  for (const child of running) child.kill();
}

export class Child implements AsyncDisposable {
  readonly pid: number;
  readonly #process: Deno.ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #orders: WritableStreamDefaultWriter<Uint8Array>;
  readonly #program: string;

  constructor(program: string, args: readonly string[], { quiet = false, ...options }: ChildOptions = {}) {
    if (interrupted) throw new Error("interrupted");
    this.#program = program;
    this.#process = new Deno.Command(program, {
      args: [...args],
      ...options,
      stdin: "piped",
      stdout: "piped",
      stderr: quiet ? "null" : "inherit",
    }).spawn();
    this.pid = this.#process.pid;
    this.#orders = this.#process.stdin.getWriter();
    this.#lines = linesOf(this.#process.stdout);
    running.add(this);
  }

  /** Deno with a script of this folder; `flags` are Deno's own. */
  static script(
    script: string,
    args: readonly string[],
    flags: readonly string[],
    options: ChildOptions = {},
  ): Child {
    const url = new URL(script, import.meta.url).href;
    return new Child("deno", ["run", "--no-prompt", ...flags, url, ...args], options);
  }

  /** The first part of the next line of output that matches; other lines are passed over. */
  async expect(line: RegExp): Promise<string> {
    for (;;) {
      const next = await this.#lines.next();
      if (next.done) throw new Error(interrupted ? "interrupted" : `${this.#program} ended unexpectedly`);
      const found = line.exec(next.value)?.[1];
      if (found !== undefined) return found;
    }
  }

  /** Nothing more is expected: what it goes on to say is passed over, and never holds it up. */
  async passOver(): Promise<void> {
    while (!(await this.#lines.next()).done);
  }

  async tell(line: string): Promise<void> {
    await this.#orders.write(new TextEncoder().encode(`${line}\n`));
  }

  /** Resolves when it has ended by itself; rejects when that was not as it should. */
  async ended(): Promise<void> {
    const { success, code } = await this.#process.status;
    if (!success) throw new Error(interrupted ? "interrupted" : `${this.#program} ended with ${code}`);
  }

  /** Asks it to end, and waits until it has. */
  async stop(): Promise<void> {
    this.#process.kill("SIGTERM");
    await this.ended();
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

/** Whether there is such a program; each of those that are asked for knows this flag. */
export async function isInstalled(program: string): Promise<boolean> {
  try {
    await new Deno.Command(program, { args: ["--version"], stdout: "null", stderr: "null" }).output();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
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

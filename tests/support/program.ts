// The program as its users run it: the tasks' own commands out of deno.json, in processes of their own.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { exportSettings, startSettings } from "../../lib/config.ts";
import { environmentNames } from "../../lib/process/settings.ts";
import { ChatClient } from "./chat_client.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** How long a test waits for output that never comes, in milliseconds of real time: only a failing test does. */
const PATIENCE = 10_000;

export interface RunOptions {
  /** The working directory, where `.env` and `data` are looked for. */
  readonly cwd: string;
  readonly args?: readonly string[];
  /** Settings in the environment; those of whoever runs the tests are left out. */
  readonly env?: Readonly<Record<string, string>>;
  /** Flags of Deno's own, before those of the task. */
  readonly denoFlags?: readonly string[];
  /** Whether anybody reads standard error. Left out: yes. */
  readonly readsErrors?: boolean;
}

export class Program implements AsyncDisposable {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  /** Standard error, when nobody reads it. */
  readonly #unread: ReadableStream<Uint8Array> | undefined;
  readonly #clients: ChatClient[] = [];
  #running = true;

  /** Runs a task with the permissions and the entry point that deno.json gives it. */
  static task(name: "start" | "export-logs" | "backup" | "connect", options: RunOptions): Program {
    const { tasks } = JSON.parse(Deno.readTextFileSync(`${ROOT}deno.json`));
    const [deno, run, ...rest] = String(tasks[name].command).split(" ");
    assert.deepEqual([deno, run], ["deno", "run"]);
    const main = rest.map((part) => part === "main.ts" ? `${ROOT}main.ts` : part);
    return new Program([...options.denoFlags ?? [], ...main], options);
  }

  /** Starts a server on any free port; resolves when it listens. */
  static async server(options: RunOptions): Promise<Program> {
    const server = Program.task("start", {
      ...options,
      // Tests talk faster than people.
      args: ["--port", "0", "--message-rate", "0", ...options.args ?? []],
    });
    try {
      await server.port();
      return server;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Runs `deno run` with these flags, file and arguments. */
  constructor(command: readonly string[], { cwd, args = [], env = {}, readsErrors = true }: RunOptions) {
    const inherited = Deno.env.toObject();
    for (const name of environmentNames({ ...startSettings, ...exportSettings })) delete inherited[name];
    this.#child = new Deno.Command("deno", {
      args: ["run", "--config", `${ROOT}deno.json`, ...command, ...args],
      cwd,
      env: { ...inherited, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...env },
      clearEnv: true,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.stdout = new Output(this.#child.stdout);
    this.#unread = readsErrors ? undefined : this.#child.stderr;
    this.stderr = new Output(this.#unread ? ReadableStream.from([]) : this.#child.stderr);
    this.#input = this.#child.stdin.getWriter();
    this.#child.status.then(() => this.#running = false);
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** The port that it says it listens on. */
  async port(): Promise<number> {
    return Number((await this.stdout.until(/^listening on 127\.0\.0\.1:(\d+) \(tcp\)$/m))[1]);
  }

  /** A script that is logged in, and all that was said before has been read. */
  async script(name: string): Promise<ChatClient> {
    const client = await this.connect();
    await client.send(name);
    await client.fence();
    return client;
  }

  async connect(): Promise<ChatClient> {
    const client = await ChatClient.connect(await this.port());
    this.#clients.push(client);
    return client;
  }

  signal(signal: Deno.Signal): void {
    this.#child.kill(signal);
  }

  /** Types a line. */
  async type(line: string): Promise<void> {
    await this.#input.write(new TextEncoder().encode(`${line}\n`));
  }

  /** Nothing more is typed. */
  async endInput(): Promise<void> {
    await this.#input.close();
  }

  /** How it ended, of itself or by a signal, and all that it said. */
  async ended(): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
    const [{ code }, stdout, stderr] = await Promise.all([
      this.#child.status,
      this.stdout.whole,
      this.stderr.whole,
    ]);
    await this.#unread?.cancel();
    return { code, stdout, stderr };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) client.close();
    if (this.#running) this.#child.kill("SIGKILL");
    await this.ended();
    await this.#input.close().catch(() => {});
  }
}

/** What a process says on one of its outputs. */
export class Output {
  /** All of it, once the process has ended. */
  readonly whole: Promise<string>;
  #text = "";
  #more = Promise.withResolvers<void>();
  #ended = false;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.whole = this.#follow(stream);
  }

  /** What it has said so far. */
  get text(): string {
    return this.#text;
  }

  /** Waits until the text so far matches. */
  async until(pattern: RegExp): Promise<RegExpExecArray> {
    const timeUp = Promise.withResolvers<never>();
    const late = () => timeUp.reject(new Error(`no ${pattern} in ${JSON.stringify(this.#text)}`));
    const timer = setTimeout(late, PATIENCE);
    try {
      while (true) {
        const match = pattern.exec(this.#text);
        if (match) return match;
        if (this.#ended) assert.fail(`it ended without ${pattern}: ${JSON.stringify(this.#text)}`);
        await Promise.race([this.#more.promise, timeUp.promise]);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  async #follow(stream: ReadableStream<Uint8Array>): Promise<string> {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      this.#text += text;
      this.#say();
    }
    this.#ended = true;
    this.#say();
    return this.#text;
  }

  #say(): void {
    this.#more.resolve();
    this.#more = Promise.withResolvers();
  }
}

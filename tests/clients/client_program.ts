// The programs that people have already, as Debian ships them: started beside a server, typed into and read.

import { join } from "node:path";
import { Output } from "../support/program.ts";

/** How long a program may take to end, in milliseconds of real time: only a failing test waits so long. */
const PATIENCE = 10_000;

export type ProgramName = "nc" | "telnet" | "ncat" | "socat" | "openssl";

/** A test that needs programs of the machine. Where one is missing it is passed over, and its name says why. */
export function clientTest(
  needed: readonly ProgramName[],
  what: string,
  run: () => Promise<void>,
): void {
  const missing = needed.filter((name) => !isInstalled(name));
  const why = missing.length === 0 ? "" : ` (not installed: ${missing.join(", ")})`;
  Deno.test({ name: what + why, ignore: missing.length > 0, fn: run });
}

function isInstalled(name: ProgramName): boolean {
  const folders = (Deno.env.get("PATH") ?? "").split(":").filter(Boolean);
  return folders.some((folder) => {
    try {
      return Deno.statSync(join(folder, name)).isFile;
    } catch {
      return false;
    }
  });
}

export class ClientProgram implements AsyncDisposable {
  readonly stdout: Output;
  readonly #stderr: Output;
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  #running = true;

  constructor(name: ProgramName, args: readonly (string | number)[]) {
    this.#child = new Deno.Command(name, {
      args: args.map(String),
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.stdout = new Output(this.#child.stdout);
    this.#stderr = new Output(this.#child.stderr);
    this.#input = this.#child.stdin.getWriter();
    this.#child.status.then(() => this.#running = false);
  }

  /** Types a line. */
  async type(line: string): Promise<void> {
    await this.#input.write(new TextEncoder().encode(`${line}\n`));
  }

  /** Nothing more is typed, as after Ctrl-D. */
  async endInput(): Promise<void> {
    await this.#input.close();
  }

  /** How it ended by itself. */
  async ended(): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
    const late = setTimeout(() => this.#child.kill("SIGKILL"), PATIENCE);
    const { code } = await this.#child.status;
    clearTimeout(late);
    return { code, stdout: await this.stdout.whole, stderr: await this.#stderr.whole };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#running) this.#child.kill("SIGKILL");
    await this.ended();
    await this.#input.close().catch(() => {});
  }
}

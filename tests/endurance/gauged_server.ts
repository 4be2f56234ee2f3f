// A server process as `deno task start` runs it, watched from outside: what it holds, what it logs, what it leaves.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { one } from "../support/certificates.ts";
import { fileSize } from "../support/files.ts";
import { Program } from "../support/program.ts";
import type { Gauge } from "./gauge.ts";
import type { Ports } from "./guest.ts";

/** A flood is what is wanted, and nobody is idle for good. */
const NO_LIMITS = ["max-connections", "max-connections-per-ip", "idle-timeout", "login-idle-timeout"];

const DENO_FLAGS = [
  "--v8-flags=--expose-gc",
  `--preload=${fileURLToPath(new URL("gauge.ts", import.meta.url))}`,
];

const running = new Set<Program>();

/** Ends all servers at once: whoever uses one of them fails, and leaves nothing behind. */
export function interrupt(): void {
  for (const program of running) program.signal("SIGKILL");
}

export class GaugedServer implements AsyncDisposable {
  readonly ports: Ports;
  readonly #program: Program;
  readonly #folder: string;
  #questions = 0;

  private constructor(program: Program, folder: string, ports: Ports) {
    running.add(program);
    this.#program = program;
    this.#folder = folder;
    this.ports = ports;
  }

  /** On a new data folder, with all its ports, without limits. */
  static async start(): Promise<GaugedServer> {
    const folder = await Deno.makeTempDir({ prefix: "parley-endurance-" });
    let program: Program | undefined;
    try {
      program = await Program.server({
        cwd: folder,
        denoFlags: DENO_FLAGS,
        args: [
          ...["--login-port", "0", "--json-port", "0", "--tls-port", "0"],
          ...["--tls-cert", one.cert, "--tls-key", one.key],
          ...["--log-level", "warning", "--log-format", "json"],
          ...NO_LIMITS.flatMap((limit) => [`--${limit}`, "0"]),
        ],
      });
      const { stdout } = program;
      const port = async (kind: string) =>
        Number((await stdout.until(new RegExp(`^listening on .*:(\\d+) \\(${kind}\\)$`, "m")))[1]);
      const [tcp, tls, login, json] = await Promise.all(["tcp", "tls", "login", "json"].map(port));
      assert.ok(tcp && tls && login && json);
      program.signal("SIGUSR2");
      const server = new GaugedServer(program, folder, { tcp, tls, login, json });
      // From its first answer on it holds all that measuring needs.
      await server.gauge();
      return server;
    } catch (error) {
      await program?.[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
      throw error;
    }
  }

  /** What the process holds once its garbage is taken out. */
  async gauge(): Promise<Gauge> {
    const question = String(++this.#questions);
    await this.#program.type(question);
    const [answer] = await this.#program.stdout.until(new RegExp(`^\\{"question":"${question}".*\\}$`, "m"));
    return JSON.parse(answer) as Gauge;
  }

  /** File descriptors that the process has open; undefined where the system does not tell. */
  async descriptors(): Promise<number | undefined> {
    if (Deno.build.os !== "linux") return undefined;
    // Deno reads /proc with all permissions only.
    const { success, stdout } = await new Deno.Command("ls", { args: [`/proc/${this.#program.pid}/fd`] })
      .output();
    if (!success) throw new Error("the server is gone");
    return new TextDecoder().decode(stdout).split("\n").length - 1;
  }

  /** Bytes of the write-ahead log. */
  walSize(): number {
    return fileSize(`${this.#folder}/data/parley.db-wal`);
  }

  /** What it has logged that must not happen; empty when all is well. A crash is in it as well. */
  troubles(): readonly string[] {
    return this.#program.stderr.text.split("\n").filter((line) => line !== "" && isTrouble(line));
  }

  /** Ends it by a signal. Throws unless it ends well, has logged no error, and leaves a sound database. */
  async stop(): Promise<void> {
    this.#program.signal("SIGTERM");
    const { code } = await this.#program.ended();
    assert.deepEqual(this.troubles(), []);
    assert.equal(code, 0, "the server did not end well");
    using database = new DatabaseSync(`${this.#folder}/data/parley.db`, { readOnly: true });
    assert.deepEqual(database.prepare("PRAGMA integrity_check").all().map((row) => ({ ...row })), [
      { integrity_check: "ok" },
    ]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    running.delete(this.#program);
    await this.#program[Symbol.asyncDispose]();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** Everything but warnings; those that tell of lost records may stand for errors. */
function isTrouble(line: string): boolean {
  try {
    const { level, logger } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    return level !== "WARN" || logger === "parley.log";
  } catch {
    return true;
  }
}

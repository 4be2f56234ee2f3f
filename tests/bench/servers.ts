// What is measured: a row for each server. All are Deno programs, so far, and report what they use by themselves.

import { Child } from "./child.ts";
import { MODULE, type Question, type Usage } from "./measured.ts";

/** Variables, not flags: limits that a server does not know yet are no mistake. */
const NO_LIMITS = {
  MAX_CONNECTIONS: "0",
  MAX_CONNECTIONS_PER_IP: "0",
  CONNECTION_RATE: "0",
  MESSAGE_RATE: "0",
  IDLE_TIMEOUT: "0",
  LOGIN_IDLE_TIMEOUT: "0",
};

/** `data` is an empty folder for this run. */
type Start = (data: string) => Child;

const servers = {
  parley: (data) =>
    measured("../../main.ts", data, [
      "start",
      ...["--host", "127.0.0.1", "--port", "0", "--data", data, "--log-level", "warning"],
    ]),
  reference: (data) => measured("reference.ts", data, []),
} as const satisfies Record<string, Start>;

/** It runs in the data folder, away from whoever's .env file. */
function measured(module: string, data: string, args: readonly string[]): Child {
  return new Child("measured.ts", args, {
    args: ["--v8-flags=--expose-gc", "--allow-net=127.0.0.1", "--allow-read", "--allow-write", "--allow-env"],
    env: { ...NO_LIMITS, [MODULE]: new URL(module, import.meta.url).href },
    cwd: data,
  });
}

export type ServerName = keyof typeof servers;
export const serverNames = Object.keys(servers) as readonly ServerName[];

/** A running server with an empty store, if it has one. */
export class Server implements AsyncDisposable {
  readonly port: number;
  readonly #child: Child;
  readonly #all: AsyncDisposable;

  private constructor(port: number, child: Child, all: AsyncDisposable) {
    this.port = port;
    this.#child = child;
    this.#all = all;
  }

  static async start(name: ServerName): Promise<Server> {
    await using all = new AsyncDisposableStack();
    const data = await Deno.makeTempDir({ prefix: "parley-bench-" });
    all.defer(() => Deno.remove(data, { recursive: true }));
    const child = all.use(servers[name](data));
    const port = await child.expect(/^listening on 127\.0\.0\.1:(\d+) \(tcp\)$/);
    return new Server(Number(port), child, all.move());
  }

  async usage(question: Question): Promise<Usage> {
    await this.#child.tell(question);
    return (JSON.parse(await this.#child.expect(/^(\{"usage":.*)$/)) as { usage: Usage }).usage;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#all[Symbol.asyncDispose]();
  }
}

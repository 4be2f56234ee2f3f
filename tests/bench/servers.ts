// What the load generator speaks to: a row for each server.

import { one } from "../support/certificates.ts";
import { Child } from "./child.ts";
import type { DialectName } from "./dialects.ts";
import { MODULE, type Question, type Usage } from "./measured.ts";
import { type PeerName, spawnPeer } from "./peers.ts";
import { usageOf } from "./proc.ts";

/** A client of a load says more than a person would, is silent for longer, and may share its address with all others. */
const NO_LIMITS = {
  MAX_CONNECTIONS: "0",
  MAX_CONNECTIONS_PER_IP: "0",
  CONNECTION_RATE: "0",
  MESSAGE_RATE: "0",
  IDLE_TIMEOUT: "0",
  LOGIN_IDLE_TIMEOUT: "0",
};

/** A server that is flooded with logins shows its queue, not its pace. */
const A_FEW = 50;

interface Spawned {
  readonly child: Child;
  /** Resolves to the port. */
  ready(): Promise<number>;
  usage(question: Question): Promise<Usage>;
}

interface ServerKind {
  readonly dialect: DialectName;
  readonly encrypted: boolean;
  readonly loginsAtATime: number;
  /** Begins to run it; `folder` is an empty one. */
  spawn(folder: string): Promise<Spawned> | Spawned;
}

const servers = {
  "parley": {
    dialect: "login",
    encrypted: false,
    loginsAtATime: A_FEW,
    spawn: (folder) => answering(parley(folder), "tcp"),
  },
  "parley over TLS": {
    dialect: "login",
    encrypted: true,
    loginsAtATime: A_FEW,
    spawn: (folder) =>
      answering(parley(folder, ["--tls-port", "0", "--tls-cert", one.cert, "--tls-key", one.key]), "tls"),
  },
  "reference": {
    dialect: "named",
    encrypted: false,
    loginsAtATime: A_FEW,
    spawn: (folder) => answering(measured("reference.ts", folder, []), "tcp"),
  },
  // It accepts connections one by one, and has a short queue for them.
  "ngircd": peer("ngircd", 20),
  // It lets in once a second whoever waits.
  "inspircd": peer("inspircd", 250),
} as const satisfies Record<string, ServerKind>;

export type ServerName = keyof typeof servers;

/** Parley on a data folder, without limits, and it says what it uses when it is asked. */
export function parley(data: string, args: readonly string[] = []): Child {
  return measured("../../main.ts", data, [
    "start",
    ...["--host", "127.0.0.1", "--port", "0", "--data", data, "--log-level", "warning", ...args],
  ]);
}

/** It runs in its folder, away from whoever's .env file. */
function measured(module: string, cwd: string, args: readonly string[]): Child {
  return Child.script(
    "measured.ts",
    args,
    ["--v8-flags=--expose-gc", "--allow-net=127.0.0.1", "--allow-read", "--allow-write", "--allow-env"],
    { cwd, env: { ...NO_LIMITS, [MODULE]: new URL(module, import.meta.url).href } },
  );
}

/** The port of a Deno server that was just started. */
export async function portOf(child: Child, kind: "tcp" | "tls" = "tcp"): Promise<number> {
  return Number(await child.expect(new RegExp(`^listening on 127\\.0\\.0\\.1:(\\d+) \\(${kind}\\)$`)));
}

function answering(child: Child, kind: "tcp" | "tls"): Spawned {
  return {
    child,
    ready: () => portOf(child, kind),
    async usage(question) {
      await child.tell(question);
      return (JSON.parse(await child.expect(/^(\{"usage":.*)$/)) as { usage: Usage }).usage;
    },
  };
}

function peer(name: PeerName, loginsAtATime: number): ServerKind {
  return {
    dialect: "irc",
    encrypted: false,
    loginsAtATime,
    async spawn(folder) {
      const spawned = await spawnPeer(name, folder);
      return { ...spawned, usage: () => usageOf(spawned.child.pid) };
    },
  };
}

/** A running server; one that stores does so in a new folder. */
export class Server implements AsyncDisposable {
  readonly port: number;
  readonly dialect: DialectName;
  readonly encrypted: boolean;
  readonly loginsAtATime: number;
  readonly usage: Spawned["usage"];
  readonly #all: AsyncDisposable;

  private constructor(kind: ServerKind, port: number, usage: Spawned["usage"], all: AsyncDisposable) {
    this.port = port;
    this.dialect = kind.dialect;
    this.encrypted = kind.encrypted;
    this.loginsAtATime = kind.loginsAtATime;
    this.usage = usage;
    this.#all = all;
  }

  static async start(name: ServerName): Promise<Server> {
    const kind: ServerKind = servers[name];
    await using all = new AsyncDisposableStack();
    const folder = await Deno.makeTempDir({ prefix: "parley-bench-" });
    all.defer(() => Deno.remove(folder, { recursive: true }));
    const { child, ready, usage } = await kind.spawn(folder);
    all.use(child);
    return new Server(kind, await ready(), usage, all.move());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#all[Symbol.asyncDispose]();
  }
}

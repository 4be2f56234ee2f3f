// One run of a load: a fresh server, a fresh load generator, and what the server used between the phases of the load.

import { Child } from "./child.ts";
import type { LoadResult, LoadSpec, Phase } from "./load.ts";
import type { Usage } from "./measured.ts";
import { Server, type ServerName } from "./servers.ts";

/** What the server decides, and not the case. */
export type Load = Omit<LoadSpec, "dialect" | "encrypted" | "loginsAtATime">;

/** `start`: nobody has connected yet. */
export type Used = Readonly<Partial<Record<Phase | "start", Usage>>>;

export interface Run extends LoadResult {
  readonly clients: number;
  readonly used: Used;
}

export async function measure(name: ServerName, load: Load): Promise<Run> {
  await using server = await Server.start(name);
  const { port, dialect, encrypted, loginsAtATime } = server;
  const used: Partial<Record<Phase | "start", Usage>> = { start: await server.usage("collect") };
  const spec: LoadSpec = { ...load, dialect, encrypted, loginsAtATime };
  await using generator = Child.script("load_main.ts", [JSON.stringify([spec, port])], [
    "--allow-net=127.0.0.0/8",
    "--allow-read",
  ]);
  for (;;) {
    const said = JSON.parse(await generator.expect(/^(\{.*)$/)) as { phase: Phase } | { result: LoadResult };
    if ("result" in said) return { ...said.result, clients: load.clients, used };
    used[said.phase] = await server.usage(said.phase === "ready" ? "collect" : "usage");
    await generator.tell("go on");
  }
}

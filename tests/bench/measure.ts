// One run: a fresh server, a fresh load generator, and what the server used between the phases of the load.

import { Child } from "./child.ts";
import type { LoadResult, LoadSpec, Phase, TrafficResult } from "./load.ts";
import { Server, type ServerName } from "./servers.ts";
import type { Usage } from "./measured.ts";

/** `start`: nobody has connected yet. */
export type Used = Readonly<Partial<Record<Phase | "start", Usage>>>;

export interface Run {
  readonly clients: number;
  readonly loginSeconds: number;
  readonly traffic: TrafficResult | undefined;
  readonly used: Used;
}

export async function measure(name: ServerName, spec: LoadSpec): Promise<Run> {
  await using server = await Server.start(name);
  const used: Partial<Record<Phase | "start", Usage>> = { start: await server.usage("collect") };
  await using load = new Child("load_main.ts", [JSON.stringify([spec, server.port])], {
    args: ["--allow-net=127.0.0.1"],
  });
  for (;;) {
    const said = JSON.parse(await load.expect(/^(\{.*)$/)) as { phase: Phase } | { result: LoadResult };
    if ("result" in said) {
      const { loginSeconds, traffic } = said.result;
      return { clients: spec.clients, loginSeconds, traffic, used };
    }
    used[said.phase] = await server.usage(said.phase === "ready" ? "collect" : "usage");
    await load.tell("go on");
  }
}

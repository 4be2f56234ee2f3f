// Runs a server in this process, and answers each line on standard input with what the process has used. Files under
// /proc would say the same of any process, but Deno reads them with all permissions only.

import process from "node:process";

/** Names the module of the server, as a URL; the command line is the server's own. */
export const MODULE = "BENCH_MODULE";

export interface Usage {
  /** Milliseconds: the process's own clock, and the CPU time of all its threads. */
  readonly at: number;
  readonly cpu: number;
  /** Bytes: what the system holds in memory for the process, and what of its heap is in use. */
  readonly resident: number;
  readonly live: number;
}

/** What to send: `collect` has the garbage taken out before memory is looked at, so that it can be compared. */
export type Question = "usage" | "collect";

/** Milliseconds in which V8 frees, aside, the buffers that a collection has found; the next one takes note of it. */
const SWEEP = 100;

/** Gives the system back what is free, as V8 does by itself when a program has been idle for some seconds. */
const ALL = { type: "major", execution: "sync", flavor: "last-resort" } as const;

// There with --expose-gc.
declare const gc: (options: typeof ALL) => void;

async function answer(): Promise<void> {
  for await (const question of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
    const at = performance.now();
    const { user, system } = process.cpuUsage();
    if (question === "collect\n" satisfies `${Question}\n`) {
      gc(ALL);
      await new Promise((resolve) => setTimeout(resolve, SWEEP));
      gc(ALL);
    }
    const { rss, heapUsed, external } = Deno.memoryUsage();
    const usage: Usage = { at, cpu: (user + system) / 1000, resident: rss, live: heapUsed + external };
    console.log(JSON.stringify({ usage }));
  }
  // Whoever measures is gone: a server must not stay behind.
  Deno.exit(1);
}

if (import.meta.main) {
  answer();
  await import(Deno.env.get(MODULE) ?? "");
}

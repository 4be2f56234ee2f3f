// Preloaded into a server under measurement: answers each line on standard input with what the process has used. Files
// under /proc would say the same of any process, but Deno reads them with all permissions only.

import process from "node:process";

export interface Usage {
  /** Milliseconds: the process's own clock, and the CPU time of all its threads. */
  readonly at: number;
  readonly cpu: number;
  /** Bytes: what the system holds in memory for the process, and what of its heap is in use. */
  readonly resident: number;
  readonly live: number;
}

/** What to send: `collect` asks for the garbage to be taken out before memory is looked at, so that it can be compared. */
export type Question = "usage" | "collect";

// There with --expose-gc.
declare const gc: () => void;

async function answer(): Promise<void> {
  for await (const question of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
    const at = performance.now();
    const { user, system } = process.cpuUsage();
    if (question === "collect\n" satisfies `${Question}\n`) gc();
    const { rss, heapUsed, external } = Deno.memoryUsage();
    const usage: Usage = { at, cpu: (user + system) / 1000, resident: rss, live: heapUsed + external };
    console.log(JSON.stringify({ usage }));
  }
  // Whoever measures is gone: a server must not stay behind.
  Deno.exit(1);
}

// Deno starts the main program once nothing that a preloaded one began is left to wait for; an unref'd timer is not.
Deno.unrefTimer(setTimeout(answer, 0));

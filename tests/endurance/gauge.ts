// Preloaded into a server that is watched for long: from SIGUSR2 on it answers each line on standard input with what the
// process holds.

export interface Gauge {
  /** The line that is answered. */
  readonly question: string;
  /** Bytes: what the system holds in memory for the process, and what of its heap is in use. */
  readonly resident: number;
  readonly live: number;
}

/** Milliseconds in which V8 frees, aside, the buffers that a collection has found; the next one takes note of it. */
const SWEEP = 100;

// There with --expose-gc.
declare const gc: () => void;

async function answer(): Promise<void> {
  for await (const text of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
    // What is garbage would hide what is kept.
    gc();
    await new Promise((resolve) => setTimeout(resolve, SWEEP));
    gc();
    const { rss, heapUsed, external } = Deno.memoryUsage();
    const gauge: Gauge = { question: text.trim(), resident: rss, live: heapUsed + external };
    console.log(JSON.stringify(gauge));
  }
  // Whoever measures is gone: a server must not stay behind.
  Deno.exit(1);
}

// Not at once, nor by a timer: Deno starts the main program when nothing that a preloaded one began is left to wait for.
// Not SIGUSR1 either: half a second after its start Deno takes that for a request to open its debugger.
Deno.addSignalListener("SIGUSR2", answer);

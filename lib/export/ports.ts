// What an export or a backup needs of the process.

import { type Clock, systemClock } from "../domain/clock.ts";
import type { ByteSink } from "./output.ts";
import type { OnInterrupt } from "./whole_file.ts";

export interface ExportPorts {
  readonly clock: Clock;
  readonly stdout: ByteSink & { isTerminal(): boolean };
  readonly stderr: { isTerminal(): boolean; writeSync(bytes: Uint8Array): number };
  readonly onInterrupt: OnInterrupt;
}

export const processPorts: ExportPorts = {
  clock: systemClock,
  stdout: Deno.stdout,
  stderr: Deno.stderr,
  onInterrupt(handler) {
    // Windows knows the first alone.
    const signals = Deno.build.os === "windows" ? ["SIGINT"] as const : ["SIGINT", "SIGTERM"] as const;
    for (const signal of signals) Deno.addSignalListener(signal, handler);
    return () => {
      for (const signal of signals) Deno.removeSignalListener(signal, handler);
    };
  },
};

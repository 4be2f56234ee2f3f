// Runs as a worker: starts one process after the other, until it is terminated, and says so each time.

import { parentPort } from "node:worker_threads";

for (;;) {
  new Deno.Command("ls", { stdout: "null" }).outputSync();
  parentPort?.postMessage("started");
}

// The process of the load generator. It says on standard output where it is and what it measured, and goes on with
// each line on standard input; when that ends, whoever asked for the load is gone.

import { type LoadSpec, type Phase, runLoad } from "./load.ts";

const [spec, port] = JSON.parse(Deno.args[0] ?? "") as [LoadSpec, number];
const orders = Deno.stdin.readable[Symbol.asyncIterator]();

async function onPhase(phase: Phase): Promise<void> {
  console.log(JSON.stringify({ phase }));
  if ((await orders.next()).done) Deno.exit(1);
}

console.log(JSON.stringify({ result: await runLoad(spec, port, onPhase) }));
Deno.exit(0);

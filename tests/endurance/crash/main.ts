// `deno task crash`: kills the server with SIGKILL at random moments under load, and says whether anything was lost.

import { parseArgs } from "node:util";
import { killTimeAfterTime } from "./rounds.ts";

const HELP = `Usage: deno task crash [flags]
  --kills <number>  how often the server is killed (default 50)
  --seed <number>   decides what the users do, and when a kill comes (default: another one each time)
`;

/** How many complaints are printed: the first ones tell most. */
const SHOWN = 20;

function readOptions() {
  const { values } = parseArgs({
    options: { kills: { type: "string" }, seed: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help) {
    console.log(HELP);
    Deno.exit(0);
  }
  return {
    kills: wholeNumber("--kills", values.kills) ?? 50,
    seed: wholeNumber("--seed", values.seed) ?? Date.now() % 1_000_000,
  };
}

function wholeNumber(flag: string, text: string | undefined): number | undefined {
  if (text !== undefined && !/^[1-9]\d{0,8}$/.test(text)) {
    throw new Error(`${flag} must be a whole number from 1\n\n${HELP}`);
  }
  return text === undefined ? undefined : Number(text);
}

/** True when nothing was lost. */
async function run(kills: number, seed: number, folder: string): Promise<boolean> {
  const began = performance.now();
  console.log(`${kills} kills with seed ${seed}, in ${folder}`);
  const { complaints, totals: { said, direct, seen }, ...done } = await killTimeAfterTime({
    folder,
    kills,
    seed,
    signal: interrupt.signal,
    onKill: (count) => {
      if (count % 10 === 0) console.log(`${count} of ${kills}`);
    },
  });
  const seconds = Math.round((performance.now() - began) / 1000);
  if (complaints.length > 0) {
    console.log(complaints.slice(0, SHOWN).join("\n"));
    console.log(`FAILED after ${done.kills} kills with seed ${seed}: ${complaints.length} complaints`);
    return false;
  }
  console.log(
    `ok: ${kills} kills in ${seconds} s; ${said} lines and ${direct} direct messages, seen ${seen} times: ` +
      "none lost, none twice, none out of order",
  );
  return true;
}

/** Yields the exit code. The folder stays for whoever looks for what was lost. */
async function main(): Promise<number> {
  const { kills, seed } = readOptions();
  const folder = await Deno.makeTempDir({ prefix: "parley-crash-" });
  let ok = false;
  try {
    ok = await run(kills, seed, folder);
    if (!ok) return 1;
  } catch (error) {
    // The server hears Ctrl-C as well, and ends before it is killed.
    if (!interrupt.signal.aborted) throw error;
    console.log("interrupted");
  }
  await Deno.remove(folder, { recursive: true });
  return ok ? 0 : 1;
}

const interrupt = new AbortController();
Deno.addSignalListener("SIGINT", () => interrupt.abort());
try {
  Deno.exit(await main());
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
  Deno.exit(1);
}

// What the tasks of the long runs have in common: their flags, Ctrl-C, and their exit code.

import { parseArgs } from "node:util";
import { interrupt } from "./gauged_server.ts";

/** A flag that takes a number, fractions included. */
export interface NumberFlag {
  readonly help: string;
  readonly fallback: number;
}

/**
 * Runs `main` with the values of its flags, and ends the process: with 0 when it resolves to true. Ctrl-C ends the run
 * and removes what it has made.
 */
export async function runTask<Name extends string>(
  name: string,
  flags: Readonly<Record<Name, NumberFlag>>,
  main: (values: Readonly<Record<Name, number>>) => Promise<boolean>,
): Promise<never> {
  let interrupted = false;
  Deno.addSignalListener("SIGINT", () => {
    interrupted = true;
    interrupt();
  });
  try {
    Deno.exit(await main(readFlags(name, flags)) ? 0 : 1);
  } catch (error) {
    console.error(interrupted ? "interrupted" : error instanceof Error ? error.message : error);
    Deno.exit(1);
  }
}

function readFlags<Name extends string>(
  name: string,
  flags: Readonly<Record<Name, NumberFlag>>,
): Readonly<Record<Name, number>> {
  const all = Object.entries<NumberFlag>(flags);
  const { values } = parseArgs({
    args: Deno.args,
    options: {
      help: { type: "boolean" },
      ...Object.fromEntries(all.map(([flag]) => [flag, { type: "string" as const }])),
    },
  });
  const rows = all.map(([flag, { help }]) => `  --${flag} <number>  ${help}\n`);
  const usage = `Usage: deno task ${name} [flags]\n${rows.join("")}`;
  if (values.help) {
    console.log(usage);
    Deno.exit(0);
  }
  const given: Readonly<Record<string, unknown>> = values;
  const read = all.map(([flag, { fallback }]) => {
    const text = given[flag];
    if (text === undefined) return [flag, fallback];
    if (typeof text === "string" && /^\d{1,9}(\.\d+)?$/.test(text)) return [flag, Number(text)];
    throw new Error(`--${flag} must be a number\n\n${usage}`);
  });
  return Object.fromEntries(read);
}

// `deno task bench`: measures Parley and the reference in turn and prints a Markdown table of figures and ratios.

import { parseArgs } from "node:util";
import { type Case, cases } from "./cases.ts";
import { interrupt } from "./child.ts";
import { measure, type Run } from "./measure.ts";
import { heading, rows, type Runs, warnings } from "./report.ts";
import { type ServerName, serverNames } from "./servers.ts";

const HELP = `Usage: deno task bench [flags]
  --case <name>    this case alone; may be given again: ${cases.map(({ name }) => name).join(", ")}
  --runs <number>  runs of each case on each server (default 5; 1 with --quick)
  --clients <n>    so many clients instead of the case's own number
  --quick          short runs, under a minute in all: a look, not a measurement
`;

interface Options {
  readonly cases: readonly Case[];
  readonly runs: number;
  readonly clients: number | undefined;
  readonly quick: boolean;
}

function readOptions(): Options {
  const { values } = parseArgs({
    args: Deno.args,
    options: {
      case: { type: "string", multiple: true },
      runs: { type: "string" },
      clients: { type: "string" },
      quick: { type: "boolean", default: false },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(HELP);
    Deno.exit(0);
  }
  const names = values.case ?? cases.map(({ name }) => name);
  return {
    cases: names.map((wanted) =>
      cases.find(({ name }) => name === wanted) ?? fail(`no case is named ${wanted}`)
    ),
    runs: wholeNumber("--runs", values.runs) ?? (values.quick ? 1 : 5),
    clients: wholeNumber("--clients", values.clients),
    quick: values.quick,
  };
}

function wholeNumber(flag: string, text: string | undefined): number | undefined {
  if (text !== undefined && !/^[1-9]\d{0,5}$/.test(text)) fail(`${flag} must be a whole number from 1`);
  return text === undefined ? undefined : Number(text);
}

function fail(why: string): never {
  throw new Error(`${why}\n\n${HELP}`);
}

/** The servers take turns, so that a change in the machine's mood meets all of them. */
async function runCase({ name, load }: Case, { runs, quick, clients }: Options): Promise<Runs> {
  const spec = load(quick, clients);
  const done: Record<ServerName, Run[]> = { parley: [], reference: [] };
  for (let index = 1; index <= runs; index++) {
    for (const server of serverNames) {
      console.error(`${name}: run ${index} of ${runs}, ${server}`);
      done[server].push(await measure(server, spec));
    }
  }
  return done;
}

async function main(): Promise<void> {
  const options = readOptions();
  const toKnow: string[] = [];
  console.log(heading(options.runs));
  for (const each of options.cases) {
    const runs = await runCase(each, options);
    console.log(rows(each, runs));
    toKnow.push(...warnings(each, runs));
  }
  for (const warning of toKnow) console.log(`\n${warning}`);
}

// Windows knows the first alone.
for (const signal of Deno.build.os === "windows" ? ["SIGINT"] as const : ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, interrupt);
}
try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
}

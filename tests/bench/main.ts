// `deno task bench`: measures Parley beside a plain fan-out, other servers and SQLite's own shell, in turn, and prints a
// Markdown table of figures, ratios, and what they are to reach.

import { parseArgs } from "node:util";
import type { Case, Options, Sample } from "./case.ts";
import { interrupt, isInstalled } from "./child.ts";
import { historyCases } from "./history_cases.ts";
import { Histories } from "./history_folder.ts";
import { loadCases } from "./load_cases.ts";
import { peerNames, peers } from "./peers.ts";
import { heading, rows, type Samples, warnings } from "./report.ts";

const HELP = `Usage: deno task bench [flags]
  --case <name>       this case alone; may be given again
  --runs <number>     runs of each case on each side (default 5; 1 with --quick)
  --clients <number>  so many clients instead of a load's own number
  --peers             ngircd and inspircd as well, where Debian's packages of them are installed
  --rows <number>     rows of the long history (default 10000000; 200000 with --quick)
  --history <folder>  keep the long history there for the next time; it takes 7 seconds and 150 MB per million rows
  --quick             short runs of small cases, about a minute in all: a look, not a measurement
`;

interface Flags extends Options {
  readonly peers: boolean;
  /** Names of cases; undefined: all. */
  readonly cases: readonly string[] | undefined;
  readonly runs: number;
  readonly rows: number;
  readonly history: string | undefined;
}

function readFlags(): Flags {
  const { values } = parseArgs({
    args: Deno.args,
    options: {
      case: { type: "string", multiple: true },
      runs: { type: "string" },
      clients: { type: "string" },
      peers: { type: "boolean", default: false },
      rows: { type: "string" },
      history: { type: "string" },
      quick: { type: "boolean", default: false },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(HELP);
    Deno.exit(0);
  }
  const { quick, peers, history } = values;
  return {
    cases: values.case,
    runs: wholeNumber("--runs", values.runs) ?? (quick ? 1 : 5),
    clients: wholeNumber("--clients", values.clients),
    rows: wholeNumber("--rows", values.rows) ?? (quick ? 200_000 : 10_000_000),
    history,
    peers,
    quick,
  };
}

function wholeNumber(flag: string, text: string | undefined): number | undefined {
  if (text !== undefined && !/^[1-9]\d{0,8}$/.test(text)) fail(`${flag} must be a whole number from 1`);
  return text === undefined ? undefined : Number(text);
}

function fail(why: string): never {
  throw new Error(`${why}\n\n${HELP}`);
}

function chosen(cases: readonly Case[], names: readonly string[] | undefined): readonly Case[] {
  return names?.map((wanted) =>
    cases.find(({ name }) => name === wanted) ??
      fail(`no case is named ${wanted}; there are ${cases.map(({ name }) => name).join(", ")}`)
  ) ?? cases;
}

/** Those of some programs that can be run; the others are passed over with a line. */
async function installed<Name extends string>(
  programs: readonly { readonly name: Name; readonly path: string }[],
): Promise<readonly Name[]> {
  const found: Name[] = [];
  for (const { name, path } of programs) {
    if (await isInstalled(path)) found.push(name);
    else console.error(`${name} is not installed, so nothing is compared to it`);
  }
  return found;
}

/** The sides take turns, so that a change in the machine's mood meets all of them. */
async function runCase({ name, sides }: Case, runs: number): Promise<Samples> {
  const samples = new Map<string, Sample[]>(sides.map((side) => [side.name, []]));
  for (let run = 1; run <= runs; run++) {
    for (const side of sides) {
      console.error(`${name}: run ${run} of ${runs}, ${side.name}`);
      samples.get(side.name)?.push(await side.measure());
    }
  }
  return samples;
}

async function main(): Promise<void> {
  const flags = readFlags();
  await using histories = new Histories(flags.rows, flags.history);
  const others = flags.peers ? peerNames.map((name) => ({ name, path: peers[name].path })) : [];
  const shells = await installed([{ name: "sqlite3", path: "sqlite3" }]);
  const cases = chosen(
    [...loadCases(flags, await installed(others)), ...historyCases(flags, histories, shells.length > 0)],
    flags.cases,
  );
  const toKnow: string[] = [];
  console.log(heading(flags.runs, flags.quick));
  for (const each of cases) {
    const samples = await runCase(each, flags.runs);
    console.log(rows(each, samples));
    toKnow.push(...warnings(each, samples));
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

// `deno task stuck-readers`: what ten clients that never read cost the others, beside runs without them.

import { parseArgs } from "node:util";
import { report } from "./report.ts";
import { type Run, run, type RunSpec } from "./run.ts";

const HELP = `Usage: deno task stuck-readers [flags]
  --runs <number>  runs without and with the stuck readers, in turn (default 5; 1 with --quick)
  --quick          short runs, under two minutes in all: a look, not a measurement
`;

const STUCK = 10;
const CROWD = { listeners: 50, speakers: 10 } as const;
const LINES_PER_SECOND = 1000;

function readOptions(): { readonly runs: number; readonly measure: number } {
  const { values: { runs, quick, help } } = parseArgs({
    args: Deno.args,
    options: {
      runs: { type: "string" },
      quick: { type: "boolean", default: false },
      help: { type: "boolean" },
    },
  });
  if (help) {
    console.log(HELP);
    Deno.exit(0);
  }
  if (runs !== undefined && !/^[1-9]\d?$/.test(runs)) {
    throw new Error(`--runs must be a number from 1 to 99\n\n${HELP}`);
  }
  return { runs: Number(runs ?? (quick ? 1 : 5)), measure: quick ? 3 : 10 };
}

async function main(): Promise<boolean> {
  const { runs, measure } = readOptions();
  const spec = { crowd: CROWD, linesPerSecond: LINES_PER_SECOND, warmUp: 1, measure } satisfies Partial<
    RunSpec
  >;
  const without: Run[] = [];
  const beside: Run[] = [];
  for (let number = 1; number <= runs; number++) {
    console.error(`run ${number} of ${runs}`);
    without.push(await run({ ...spec, stuck: 0, wake: 0 }));
    // It takes the server half a minute to close whoever never reads at all: once is enough.
    beside.push(await run({ ...spec, stuck: STUCK, wake: number < runs ? STUCK : STUCK / 2 }));
  }
  const { text, well } = report(without, beside, STUCK);
  console.log(
    `${LINES_PER_SECOND} lines/s to ${CROWD.listeners} clients that read; medians of ${runs}\n\n${text}`,
  );
  const missed = beside.flatMap((each) => each.missed);
  console.log(
    `\nOf ${
      runs * STUCK
    } that never read, ${missed.length} did at last: each was given what was said first, its ` +
      `direct messages, and was told exactly how many lines it had missed (${Math.min(...missed)} to ` +
      `${Math.max(...missed)}). The others were closed within ${
        beside.at(-1)?.closedAfter.toFixed(0)
      } s, and found ` +
      "their direct messages at their next visit.",
  );
  return well;
}

try {
  Deno.exit(await main() ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
}

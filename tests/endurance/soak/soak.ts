// The whole soak: visitors of all kinds for as long as is wanted, and what the server holds meanwhile and afterwards.

import { GaugedServer } from "../gauged_server.ts";
import { Random } from "../random.ts";
import { ways } from "../ways.ts";
import { pause } from "./pause.ts";
import { heading, type Sample, shownSample, type Verdict, verdicts } from "./samples.ts";
import { Visitor } from "./visitor.ts";

export interface SoakOptions {
  readonly seconds: number;
  readonly seed: number;
  /** Hears the table as it goes. */
  readonly report: (line: string) => void;
}

export interface SoakResult {
  readonly verdicts: readonly Verdict[];
  readonly visits: number;
  readonly lines: number;
}

const VISITORS = 40;
/** Samples that are taken, and seconds between two of them at most. */
const SAMPLES = 9;
const INTERVAL = 10;
/** Milliseconds in which the server must have let go of those who left, those who did not read included. */
const LET_GO = 40_000;

const WAYS = Object.values(ways);

/** Rejects when the server does something wrong; whether it leaks is in the verdicts. */
export async function soak({ seconds, seed, report }: SoakOptions): Promise<SoakResult> {
  await using server = await GaugedServer.start();
  const base = await server.descriptors();
  const names = Array.from({ length: VISITORS }, (_, index) => `visitor-${index}`);
  const visitors = names.map((name, index) => {
    const way = WAYS[index % WAYS.length] ?? ways.script;
    return new Visitor({ ports: server.ports, way, name, names, random: new Random(seed, index) });
  });
  const ending = new AbortController();
  const done = Promise.all(visitors.map((visitor) => visitor.run(ending.signal)));
  report(heading);
  const samples = await Promise.race([done.then(() => []), follow(server, visitors, seconds, report)]);
  ending.abort();
  await done;
  const left = await descriptorsAtRest(server, base);
  await server.stop();
  return {
    verdicts: verdicts(samples, { base, left }),
    visits: visitors.reduce((sum, { visits }) => sum + visits, 0),
    lines: visitors.reduce((sum, { lines }) => sum + lines, 0),
  };
}

async function follow(
  server: GaugedServer,
  visitors: readonly Visitor[],
  seconds: number,
  report: (line: string) => void,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const began = performance.now();
  const count = Math.max(SAMPLES, Math.floor(seconds / INTERVAL));
  let before = { at: 0, lines: 0 };
  for (let index = 1; index <= count; index++) {
    await pause(began + index * seconds * 1000 / count - performance.now());
    const { live, resident } = await server.gauge();
    const descriptors = await server.descriptors();
    const at = (performance.now() - began) / 1000;
    const lines = visitors.reduce((sum, { lines }) => sum + lines, 0);
    const linesPerSecond = (lines - before.lines) / (at - before.at);
    before = { at, lines };
    const clients = visitors.filter(({ here }) => here).length;
    const sample = { at, clients, linesPerSecond, live, resident, wal: server.walSize(), descriptors };
    samples.push(sample);
    report(shownSample(sample));
  }
  return samples;
}

/** Looks until there are as many as before, or the time for that is up. */
async function descriptorsAtRest(
  server: GaugedServer,
  base: number | undefined,
): Promise<number | undefined> {
  const end = performance.now() + LET_GO;
  let count = await server.descriptors();
  while (count !== base && performance.now() < end) {
    await pause(100);
    count = await server.descriptors();
  }
  return count;
}

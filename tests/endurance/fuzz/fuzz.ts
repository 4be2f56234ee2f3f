// The whole run: hostile clients in all dialects against a server process, while others watch what comes of it.

import type { Gauge } from "../gauge.ts";
import { GaugedServer } from "../gauged_server.ts";
import { type Course, courseOf } from "../level.ts";
import { ways } from "../ways.ts";
import { Resident, residentName, type World } from "./resident.ts";
import { Stranger } from "./stranger.ts";
import { watcherNames, Watchers } from "./watcher.ts";
import { poolOf } from "./words.ts";

export interface FuzzOptions {
  /** Lines to send, at least. */
  readonly lines: number;
  /** With the same one the same lines are sent. */
  readonly seed: number;
  /** Hears how it goes. */
  readonly report: (line: string) => void;
}

export interface FuzzResult {
  /** Lines sent, and those that were followed by an answer to somebody who stayed. */
  readonly sent: number;
  readonly answered: number;
  /** Connections of residents and strangers, and how many of the former the server has ended. */
  readonly visits: number;
  readonly dismissals: number;
  /** Lines that the watchers have checked. */
  readonly watched: number;
  /** Bytes, after each stage. */
  readonly live: Course;
  readonly resident: Course;
}

/** Who is hostile; the last two are operators. */
const RESIDENTS = [
  ...[ways.script, ways.person, ways.telnet, ways.login, ways.loginPort, ways.json, ways.jsonPort],
  ...[ways.bareJson, ways.tls, ways.tlsLogin, ways.script, ways.json],
];
const OPERATORS = 2;
const STRANGERS = 2;
/** Of the lines, those that strangers send. */
const STRANGERS_SHARE = 0.05;

/** After each stage the hostile have left, and memory is looked at. */
const STAGE = { lines: 50_000, least: 3, most: 12 } as const;
/** Bytes by which memory may vary between stages, besides a tenth. */
const SLACK = { live: 4e6, resident: 64e6 } as const;

/** Rejects with what was not well, and with what those have sent last who may have done it. */
export async function fuzz({ lines, seed, report }: FuzzOptions): Promise<FuzzResult> {
  await using server = await GaugedServer.start();
  using watchers = await Watchers.enter(server.ports);
  const world = worldOf(seed, server, watchers);
  const residents = RESIDENTS.map((way, number) =>
    new Resident(world, number, way, number >= RESIDENTS.length - OPERATORS)
  );
  const strangers = Array.from(
    { length: STRANGERS },
    (_, index) => new Stranger(world, RESIDENTS.length + index),
  );
  const hostile = [...residents, ...strangers];
  const stages = Math.min(STAGE.most, Math.max(STAGE.least, Math.floor(lines / STAGE.lines)));
  const ofStrangers = lines * STRANGERS_SHARE / stages;
  const gauges: Gauge[] = [];
  try {
    for (let stage = 1; stage <= stages; stage++) {
      await Promise.race([
        watchers.failed,
        Promise.all([
          ...residents.map((each) => each.work((lines / stages - ofStrangers) / residents.length)),
          ...strangers.map((each) => each.work(ofStrangers / strangers.length)),
        ]),
      ]);
      await Promise.race([watchers.failed, watchers.agree(`stage ${stage} is over`)]);
      const gauge = await server.gauge();
      gauges.push(gauge);
      report(`${stage} of ${stages}: ${sum(hostile, "sent")} lines, ${megabytes(gauge)}`);
    }
  } catch (error) {
    throw new Error(explained(error, hostile, server), { cause: error });
  }
  const watched = watchers.lines;
  watchers[Symbol.dispose]();
  await server.stop();
  return {
    sent: sum(hostile, "sent"),
    answered: sum(hostile, "answered"),
    visits: sum(hostile, "visits"),
    dismissals: residents.reduce((count, each) => count + each.dismissals, 0),
    watched,
    live: courseOf(gauges.map(({ live }) => live), SLACK.live),
    resident: courseOf(gauges.map(({ resident }) => resident), SLACK.resident),
  };
}

function worldOf(seed: number, { ports }: GaugedServer, watchers: Watchers): World {
  const names = (visit: number) => RESIDENTS.map((_, number) => residentName(number, visit));
  return {
    seed,
    ports,
    pool: poolOf(seed),
    // Others may be a visit ahead or behind.
    people: (visit) => ({
      watchers: watcherNames,
      residents: [...names(Math.max(0, visit - 1)), ...names(visit), ...names(visit + 1)],
    }),
    makeOperator: (name) => watchers.makeOperator(name),
  };
}

function explained(error: unknown, hostile: readonly (Resident | Stranger)[], server: GaugedServer): string {
  const message = error instanceof Error ? error.message : String(error);
  const named = hostile.filter(({ name }) => message.includes(name));
  const suspects = named.length > 0 ? named : hostile;
  return [message, ...server.troubles(), ...suspects.map((each) => each.describe())].join("\n");
}

function sum(clients: readonly (Resident | Stranger)[], what: "sent" | "answered" | "visits"): number {
  return clients.reduce((count, each) => count + each[what], 0);
}

export function megabytes({ live, resident }: Pick<Gauge, "live" | "resident">): string {
  return `${(live / 1e6).toFixed(1)} MB live, ${(resident / 1e6).toFixed(0)} MB resident`;
}

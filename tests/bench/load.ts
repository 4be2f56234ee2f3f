// One run of the load generator: many clients log in, some of them speak, and all count what they receive.

import process from "node:process";
import { LoadClient } from "./client.ts";
import { type DialectName, dialects } from "./dialects.ts";
import { Histogram } from "./histogram.ts";
import type { Tally } from "./incoming.ts";
import { fence, logIn } from "./login.ts";
import { type Pace, Traffic } from "./traffic.ts";
import { encryptedWire, plainWire, sourceAddress } from "./wire.ts";

export interface LoadSpec {
  readonly dialect: DialectName;
  /** Over TLS. */
  readonly encrypted: boolean;
  readonly clients: number;
  /** How many of them are on their way in at one time. */
  readonly loginsAtATime: number;
  /** Left out: clients log in and stay silent. */
  readonly traffic?: {
    readonly senders: number;
    readonly pace: Pace;
    /** How many of those who do not speak take latencies. */
    readonly observers: number;
    /** Seconds before anything is measured, and of measuring. */
    readonly warmUp: number;
    readonly measure: number;
  };
}

export interface LoadResult {
  /** From the first connection to the last login, and of the last tenth, when nearly all are there. */
  readonly loginsPerSecond: number;
  readonly lastLoginsPerSecond: number;
  readonly traffic?: TrafficResult;
}

export interface TrafficResult {
  /** Of the measured time: seconds, lines received by all clients, and the load generator's own share of a core. */
  readonly seconds: number;
  readonly deliveries: number;
  readonly ownCpu: number;
  /** Milliseconds. */
  readonly latency: { readonly p50: number; readonly p99: number; readonly worst: number };
  /** Of the whole run: lines said, and deliveries that never came. */
  readonly said: number;
  readonly missing: number;
}

/** `ready`: everybody is logged in and silent; `begin` and `end`: around the measured time. */
export type Phase = "ready" | "begin" | "end";

/** Milliseconds in which everybody must be logged in. */
const LOGIN_LIMIT = 120_000;
/** Milliseconds without a single line after which what is missing counts as lost. */
const PATIENCE = 3000;

/** `onPhase` is awaited; traffic goes on meanwhile. Throws when the server does not take all clients. */
export async function runLoad(
  spec: LoadSpec,
  port: number,
  onPhase: (phase: Phase) => Promise<void> = () => Promise.resolve(),
): Promise<LoadResult> {
  const dialect = dialects[spec.dialect];
  const tally: Tally = { lines: 0 };
  const clients: LoadClient[] = [];
  const connect = (index: number) =>
    LoadClient.connect(
      `c${String(index).padStart(5, "0")}`,
      (onBytes) =>
        spec.encrypted ? encryptedWire(port, onBytes) : plainWire(port, sourceAddress(index), onBytes),
      tally,
    );
  try {
    const began = performance.now();
    const logins = pace(
      began,
      await inTime(logIn(dialect, spec.clients, spec.loginsAtATime, connect, clients)),
    );
    await inTime(fence(dialect, clients));
    await onPhase("ready");
    return spec.traffic
      ? { ...logins, traffic: await talk(spec, spec.traffic, clients, tally, onPhase) }
      : logins;
  } finally {
    for (const client of clients) client[Symbol.dispose]();
    await Promise.all(clients.map(({ ended }) => ended));
  }
}

/** How fast logins went that were done at these moments. */
function pace(began: number, moments: readonly number[]): LoadResult {
  const last = moments.slice(-Math.ceil(moments.length / 10));
  const before = moments.at(-last.length - 1) ?? began;
  const end = moments.at(-1) ?? began;
  return {
    loginsPerSecond: moments.length / (end - began) * 1000,
    lastLoginsPerSecond: last.length / (end - before) * 1000,
  };
}

async function talk(
  { dialect }: LoadSpec,
  { senders, observers, pace, warmUp, measure }: Required<LoadSpec>["traffic"],
  clients: readonly LoadClient[],
  tally: Tally,
  onPhase: (phase: Phase) => Promise<void>,
): Promise<TrafficResult> {
  const latencies = new Histogram();
  const speakers = spread(clients, senders);
  const viewers = clients.filter((client) => !speakers.includes(client));
  const traffic = new Traffic({
    pace,
    dialect: dialects[dialect],
    senders: speakers,
    viewers,
    observers: spread(viewers, observers),
    latencies,
  });
  tally.lines = 0;
  traffic.start();
  await pause(warmUp);
  await onPhase("begin");
  latencies.clear();
  const began = { at: performance.now(), lines: tally.lines, cpu: cpuMilliseconds() };
  await pause(measure);
  const milliseconds = performance.now() - began.at;
  const deliveries = tally.lines - began.lines;
  const ownCpu = (cpuMilliseconds() - began.cpu) / milliseconds;
  const [p50, p99] = [0.5, 0.99].map((share) => latencies.percentile(share) / 1000) as [number, number];
  const worst = latencies.worst / 1000;
  await onPhase("end");
  traffic.stop();
  const expected = () => traffic.said * (clients.length - 1);
  await settled(tally, expected);
  return {
    seconds: milliseconds / 1000,
    deliveries,
    ownCpu,
    latency: { p50, p99, worst },
    said: traffic.said,
    missing: expected() - tally.lines,
  };
}

/** So many of the clients, or all, evenly spread, the first and the last to come among them. */
function spread(clients: readonly LoadClient[], most: number): readonly LoadClient[] {
  const count = Math.min(most, clients.length);
  const step = count > 1 ? (clients.length - 1) / (count - 1) : 0;
  return Array.from({ length: count }, (_, index) => clients[Math.round(index * step)] ?? []).flat();
}

/** Resolves when all expected lines are there, or nothing has come for a while. */
async function settled(tally: Tally, expected: () => number): Promise<void> {
  let lines = -1;
  let since = performance.now();
  while (tally.lines < expected() && performance.now() - since < PATIENCE) {
    if (tally.lines !== lines) since = performance.now();
    lines = tally.lines;
    await pause(0.01);
  }
}

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  const limit = Promise.withResolvers<never>();
  const timer = setTimeout(() => limit.reject(new Error("not everybody could log in")), LOGIN_LIMIT);
  try {
    return await Promise.race([work, limit.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

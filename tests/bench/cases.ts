// What is measured, as rows: the load of a case and the figures that it is about.

import type { LoadSpec } from "./load.ts";
import type { Run } from "./measure.ts";

export interface Figure {
  readonly name: string;
  readonly digits: number;
  of(run: Run): number;
}

export interface Case {
  readonly name: string;
  /** `quick`: for a look, or for CI; noisier. `clients`: other than the case's own number. */
  load(quick: boolean, clients?: number): LoadSpec;
  readonly figures: readonly Figure[];
}

const deliveries: Figure = {
  name: "thousand deliveries/s",
  digits: 0,
  of: ({ traffic }) => traffic ? traffic.deliveries / traffic.seconds / 1000 : NaN,
};
const busy: Figure = {
  name: "server busy, % of a core",
  digits: 0,
  of: ({ used: { begin, end } }) => begin && end ? (end.cpu - begin.cpu) / (end.at - begin.at) * 100 : NaN,
};
const loadBusy: Figure = {
  name: "load generator busy, % of a core",
  digits: 0,
  of: ({ traffic }) => traffic ? traffic.ownCpu * 100 : NaN,
};
const cpuPerDelivery: Figure = {
  name: "CPU per delivery, us",
  digits: 3,
  // Server and load generator read their clocks at slightly different moments, so each has its own time to divide by.
  of: (run) => busy.of(run) / 100 / (deliveries.of(run) * 1000) * 1e6,
};
const latencies: readonly Figure[] = (["p50", "p99", "worst"] as const).map((name) => ({
  name: `${name}, ms`,
  digits: 1,
  of: ({ traffic }) => traffic ? traffic.latency[name] : NaN,
}));
const memory: readonly Figure[] = ([
  ["resident", "memory per connection, KB"],
  ["live", "heap in use per connection, KB"],
] as const).map(([kind, name]) => ({
  name,
  digits: 1,
  of: ({ clients, used: { start, ready } }) =>
    start && ready ? (ready[kind] - start[kind]) / clients / 1000 : NaN,
}));
const logins: Figure = {
  name: "logins/s",
  digits: 0,
  of: ({ clients, loginSeconds }) => clients / loginSeconds,
};
const cpuPerLogin: Figure = {
  name: "CPU per login, ms",
  digits: 2,
  of: ({ clients, used: { start, ready } }) => start && ready ? (ready.cpu - start.cpu) / clients : NaN,
};

function fanOut(usual: number): Case {
  return {
    name: `fan-out-${usual}`,
    load: (quick, clients = usual) => ({
      dialect: "terminal",
      clients,
      traffic: {
        senders: 10,
        pace: { kind: "closed", inFlight: 32 },
        observers: 10,
        warmUp: quick ? 0.5 : 1,
        measure: quick ? 1 : 2.5,
      },
    }),
    figures: [deliveries, busy, loadBusy, cpuPerDelivery, ...latencies],
  };
}

function paced(usual: number, linesPerSecond: number): Case {
  return {
    name: `paced-${usual}`,
    load: (quick, clients = usual) => ({
      dialect: "terminal",
      clients,
      traffic: {
        senders: 10,
        pace: { kind: "paced", linesPerSecond },
        // Everybody: a delivery that is late is to be seen wherever it happens.
        observers: clients,
        warmUp: quick ? 0.5 : 1,
        measure: quick ? 1.5 : 5,
      },
    }),
    figures: [cpuPerDelivery, loadBusy, ...latencies],
  };
}

const idle: Case = {
  name: "idle",
  load: (quick, clients = quick ? 500 : 2000) => ({ dialect: "terminal", clients }),
  figures: [...memory, logins, cpuPerLogin],
};

export const cases: readonly Case[] = [fanOut(1000), fanOut(100), paced(1000, 100), idle];

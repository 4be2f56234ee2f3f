// The figures of a load: what each is made of.

import type { Figure } from "./case.ts";
import type { TrafficResult } from "./load.ts";
import type { Run } from "./measure.ts";
import type { Usage } from "./measured.ts";

export interface LoadFigure extends Figure {
  of(run: Run): number;
}

export const deliveries: LoadFigure = {
  name: "thousand deliveries/s",
  digits: 0,
  of: ({ traffic }) => traffic ? traffic.deliveries / traffic.seconds / 1000 : NaN,
};

export const busy: LoadFigure = {
  name: "server busy, % of a core",
  digits: 0,
  of: ({ used: { begin, end } }) => begin && end ? (end.cpu - begin.cpu) / (end.at - begin.at) * 100 : NaN,
};

export const loadBusy: LoadFigure = {
  name: "load generator busy, % of a core",
  digits: 0,
  of: ({ traffic }) => traffic ? traffic.ownCpu * 100 : NaN,
};

export const cpuPerDelivery: LoadFigure = {
  name: "CPU per delivery, us",
  digits: 3,
  // Server and load generator read their clocks at slightly different moments, so each has its own time to divide by.
  of: (run) => busy.of(run) / 100 / (deliveries.of(run) * 1000) * 1e6,
};

export const p50 = latency("p50");
export const p99 = latency("p99");
export const worst = latency("worst");

/** As the system has it, and what of it V8 has in use. */
export const memory = perConnection("resident", "memory per connection, kB");
export const heap = perConnection("live", "heap in use per connection, kB");

export const logins: LoadFigure = {
  name: "logins/s",
  digits: 0,
  of: ({ loginsPerSecond }) => loginsPerSecond,
};

/** When nearly all are there, and see each other come. */
export const lastLogins: LoadFigure = {
  name: "logins/s of the last tenth",
  digits: 0,
  of: ({ lastLoginsPerSecond }) => lastLoginsPerSecond,
};

export const cpuPerLogin: LoadFigure = {
  name: "CPU per login, ms",
  digits: 2,
  of: ({ clients, used: { start, ready } }) => start && ready ? (ready.cpu - start.cpu) / clients : NaN,
};

function latency(which: keyof TrafficResult["latency"]): LoadFigure {
  return { name: `${which}, ms`, digits: 1, of: ({ traffic }) => traffic?.latency[which] ?? NaN };
}

function perConnection(which: keyof Usage, name: string): LoadFigure {
  return {
    name,
    digits: 1,
    of: ({ clients, used: { start, ready } }) =>
      start && ready ? (ready[which] - start[which]) / clients / 1000 : NaN,
  };
}

// The cases of the load generator: what it does to which servers.

import type { Case, Goal, Options, Sample, Side } from "./case.ts";
import * as figure from "./load_figures.ts";
import type { LoadFigure } from "./load_figures.ts";
import { type Load, measure, type Run } from "./measure.ts";
import type { PeerName } from "./peers.ts";
import type { ServerName } from "./servers.ts";

/** Above this share of a core the load generator may be what was measured. */
const SATURATED = 0.9;

const OF_PEERS: readonly LoadFigure[] = [figure.deliveries, figure.cpuPerDelivery, figure.p50, figure.p99];

export function loadCases({ quick, clients }: Options, peers: readonly PeerName[]): readonly Case[] {
  const flatOut = (usual: number): Load => ({
    clients: clients ?? usual,
    traffic: {
      senders: 10,
      pace: { kind: "closed", inFlight: 32 },
      observers: 10,
      warmUp: quick ? 0.5 : 1,
      measure: quick ? 1 : 2.5,
    },
  });
  const paced: Load = {
    clients: clients ?? 1000,
    traffic: {
      senders: 10,
      pace: { kind: "paced", linesPerSecond: 100 },
      // Everybody: a delivery that is late is to be seen wherever it happens.
      observers: clients ?? 1000,
      warmUp: quick ? 0.5 : 1,
      measure: quick ? 1.5 : 5,
    },
  };
  const idle: Load = { clients: clients ?? (quick ? 1000 : 10_000) };
  const { deliveries, busy, loadBusy, cpuPerDelivery, p50, p99, worst } = figure;
  const { memory, heap, logins, lastLogins, cpuPerLogin } = figure;
  return [
    loadCase("fan-out-1000", flatOut(1000), ["parley", "reference"], [
      reaching(deliveries, { ratioTo: "reference", atLeast: 1 }, { ratioTo: "inspircd", atLeast: 1.5 }),
      ...[busy, loadBusy, cpuPerDelivery, p50, p99, worst],
    ], peers),
    loadCase("fan-out-100", flatOut(100), ["parley", "reference"], [
      reaching(deliveries, { ratioTo: "reference", atLeast: 0.8 }),
      ...[busy, loadBusy, cpuPerDelivery, p50, p99, worst],
    ], peers),
    loadCase("paced-1000", paced, ["parley", "reference"], [
      reaching(cpuPerDelivery, { ratioTo: "reference", atMost: 1.15 }),
      ...[busy, loadBusy, p50, reaching(p99, { atMost: 10 }), worst],
    ], peers),
    loadCase("tls-1000", paced, ["parley over TLS", "parley"], [
      reaching(cpuPerDelivery, { ratioTo: "parley", atMost: 2 }),
      ...[busy, loadBusy, p50, p99, worst],
    ]),
    loadCase("idle", idle, ["parley", "reference"], [
      reaching(memory, { atMost: 12 }),
      heap,
      reaching(logins, { atLeast: 1000 }),
      reaching(lastLogins, { atLeast: 1000 }),
      cpuPerLogin,
    ]),
  ];
}

function reaching(figure: LoadFigure, ...goals: Goal[]): LoadFigure {
  return { ...figure, goals };
}

/** The first server is measured beside the others, and, by fewer figures, beside the peers. */
function loadCase(
  name: string,
  load: Load,
  [first, ...beside]: readonly [ServerName, ...ServerName[]],
  figures: readonly LoadFigure[],
  peers: readonly PeerName[] = [],
): Case {
  const side = (server: ServerName, figures: readonly LoadFigure[]): Side => ({
    name: server,
    measure: async () => sample(await measure(server, load), figures),
  });
  const ofPeers = figures.filter(({ name }) => OF_PEERS.some((each) => each.name === name));
  return {
    name,
    figures,
    sides: [
      side(first, figures),
      ...beside.map((server) => side(server, figures)),
      ...peers.map((peer) => side(peer, ofPeers)),
    ],
  };
}

function sample(run: Run, figures: readonly LoadFigure[]): Sample {
  const { traffic } = run;
  return {
    figures: Object.fromEntries(figures.map(({ name, of }) => [name, of(run)])),
    warnings: [
      ...(traffic && traffic.ownCpu > SATURATED ? ["the load generator had no time to spare"] : []),
      ...(traffic && traffic.missing !== 0 ? [`${traffic.missing} deliveries were missing`] : []),
    ],
  };
}

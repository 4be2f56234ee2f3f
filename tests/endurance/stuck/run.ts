// One run: a fresh server, a crowd that talks, and some who never read; what it cost the crowd and the server.

import { GaugedServer } from "../gauged_server.ts";
import { Crowd, type CrowdSize } from "./crowd.ts";
import { StuckReaders } from "./stuck_readers.ts";

export interface RunSpec {
  readonly crowd: CrowdSize;
  readonly linesPerSecond: number;
  /** Seconds before anything is measured, and of measuring. */
  readonly warmUp: number;
  readonly measure: number;
  /** How many never read. */
  readonly stuck: number;
  /** How many of them read on at last; the others are waited for until the server closes them. */
  readonly wake: number;
}

export interface Run {
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
  /** Bytes by which the heap of the server grew, without garbage, until the end of the measured time. */
  readonly grown: number;
  /** Of those who never read: how many lines each had missed that read on. */
  readonly missed: readonly number[];
  /** Seconds after which the last of the others was closed, since more was said than the system keeps for them. */
  readonly closedAfter: number;
}

/** Far more than the system keeps for a client that does not read, about 4 MB on loopback, and the server's budget. */
const VOLUME = 7_000_000;

/** Throws unless those who never read are treated as they should be. */
export async function run(spec: RunSpec): Promise<Run> {
  await using server = await GaugedServer.start();
  const { tcp } = server.ports;
  await using crowd = await Crowd.enter(tcp, spec.crowd);
  using stuck = await StuckReaders.enter(tcp, spec.stuck);
  const before = await server.gauge();
  await crowd.fill(VOLUME);
  const filled = performance.now();
  await crowd.talk(spec.linesPerSecond, spec.warmUp);
  crowd.latencies.clear();
  await crowd.talk(spec.linesPerSecond, spec.measure);
  const { latencies } = crowd;
  const [p50, p99] = [0.5, 0.99].map((share) => latencies.percentile(share) / 1000) as [number, number];
  const worst = latencies.worst / 1000;
  const grown = (await server.gauge()).live - before.live;
  const writer = await stuck.writeTo();
  const missed = await stuck.wake(spec.wake, crowd, writer);
  await stuck.close(spec.wake, crowd);
  return { p50, p99, worst, grown, missed, closedAfter: (performance.now() - filled) / 1000 };
}

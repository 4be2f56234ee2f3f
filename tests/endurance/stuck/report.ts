// What the runs say: a table for people, and whether the bounds are kept.

import { BUDGET } from "../../../lib/net/outbox.ts";
import type { Run } from "./run.ts";

/** By how much the stuck ones may raise the time within which 99 of 100 lines reach the others. */
export const MOST_RATIO = 1.5;

export interface Report {
  readonly text: string;
  readonly well: boolean;
}

/** Each of `stuck` readers may cost the server as much as it keeps for one of them, and nobody else any time. */
export function report(without: readonly Run[], beside: readonly Run[], stuck: number): Report {
  const figures = (pick: (run: Run) => number) =>
    [median(without.map(pick)), median(beside.map(pick))] as const;
  const time = (name: string, pick: (run: Run) => number, most?: number): Row => {
    const [alone, together] = figures(pick);
    const ratio = together / alone;
    return {
      cells: [name, milliseconds(alone), milliseconds(together), ratio.toFixed(2), most?.toFixed(2) ?? ""],
      ...most !== undefined && { well: ratio <= most },
    };
  };
  const [alone, together] = figures((run) => run.grown);
  const most = stuck * BUDGET;
  const rows: readonly Row[] = [
    time("p50", (run) => run.p50),
    time("p99", (run) => run.p99, MOST_RATIO),
    time("worst", (run) => run.worst),
    {
      cells: ["heap grown", ...[alone, together, together - alone, most].map(kilobytes)],
      well: together - alone <= most,
    },
  ];
  const head = ["", "nobody stuck", `${stuck} stuck`, "ratio or difference", "at most", ""];
  const lines = [
    head,
    head.map(() => "---"),
    ...rows.map(({ cells, well }) => [...cells, well === undefined ? "" : well ? "kept" : "BROKEN"]),
  ];
  return {
    text: lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n"),
    well: rows.every(({ well }) => well !== false),
  };
}

interface Row {
  readonly cells: readonly string[];
  /** Undefined: nothing is asked of it. */
  readonly well?: boolean;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

function milliseconds(value: number): string {
  return `${value.toFixed(2)} ms`;
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`;
}

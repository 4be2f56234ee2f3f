// The table that the benchmark prints: medians of all runs, and Parley's figures as multiples of the reference's.

import type { Case, Figure } from "./cases.ts";
import type { Run } from "./measure.ts";
import { type ServerName, serverNames } from "./servers.ts";

export type Runs = Readonly<Record<ServerName, readonly Run[]>>;

/** Above this share of a core the load generator may be what was measured. */
const SATURATED = 0.9;

export function heading(runs: number): string {
  const { os, arch } = Deno.build;
  const what = runs === 1 ? "One run" : `Medians of ${runs} runs (least to most)`;
  return [
    `${what}; server and load generator on one machine: ${os} ${arch}, ${navigator.hardwareConcurrency} cores, ` +
    `Deno ${Deno.version.deno}.`,
    "",
    `| case | figure | ${serverNames.join(" | ")} | parley / reference |`,
    `| --- | --- |${" ---: |".repeat(serverNames.length + 1)}`,
  ].join("\n");
}

export function rows({ name, figures }: Case, runs: Runs): string {
  return figures.map((figure) => {
    const cells = serverNames.map((server) => cell(figure, runs[server]));
    const ratio = median(runs.parley.map(figure.of)) / median(runs.reference.map(figure.of));
    return `| ${[name, figure.name, ...cells, ratio.toFixed(2)].join(" | ")} |`;
  }).join("\n");
}

/** What to know before the figures of a case are believed; none when all is well. */
export function warnings({ name }: Case, runs: Runs): readonly string[] {
  return serverNames.flatMap((server) => {
    const traffic = runs[server].flatMap((run) => run.traffic ?? []);
    const saturated = traffic.filter(({ ownCpu }) => ownCpu > SATURATED).length;
    const missing = traffic.map((run) => run.missing).filter((lines) => lines !== 0);
    const where = `${name}, ${server}:`;
    return [
      ...(saturated > 0
        ? [`${where} in ${saturated} of ${traffic.length} runs the load generator had no time to spare.`]
        : []),
      ...(missing.length > 0 ? [`${where} deliveries are missing: ${missing.join(", ")}.`] : []),
    ];
  });
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

function cell({ of, digits }: Figure, runs: readonly Run[]): string {
  const values = runs.map(of);
  const middle = median(values).toFixed(digits);
  if (values.length === 1) return middle;
  return `${middle} (${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)})`;
}

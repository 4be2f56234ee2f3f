// The table that the benchmark prints: medians of all runs, what stands beside them, and what they are to reach.

import type { Case, Figure, Goal, Sample } from "./case.ts";

/** By the name of the side. */
export type Samples = ReadonlyMap<string, readonly Sample[]>;

export function heading(runs: number, quick: boolean): string {
  const { os, arch } = Deno.build;
  const what = runs === 1 ? "One run" : `Medians of ${runs} runs (least to most)`;
  return [
    `${what}; all on one machine: ${os} ${arch}, ${navigator.hardwareConcurrency} cores, ` +
    `Deno ${Deno.version.deno}.${quick ? " A look, not a measurement: short runs of small cases." : ""}`,
    "",
    "| case | figure | parley | beside it | ratio | to reach |",
    "| --- | --- | ---: | ---: | ---: | --- |",
  ].join("\n");
}

/** A row for each figure and each side that it is compared to. */
export function rows({ name, figures, sides }: Case, samples: Samples): string {
  const [first, ...others] = sides.map((side) => ({
    name: side.name,
    samples: samples.get(side.name) ?? [],
  }));
  return figures.flatMap((figure) => {
    const measured = valuesOf(figure, first?.samples ?? []);
    const mine = median(measured);
    const begin = [name, figure.name, cell(measured, figure)];
    const own = (figure.goals ?? []).filter((goal) => comparedTo(goal) === undefined)
      .map((goal) => verdict(goal, mine, figure.digits));
    const compared = others.flatMap((side, index) => {
      const values = valuesOf(figure, side.samples);
      if (values.length === 0) return [];
      const other = median(values);
      const verdicts = (figure.goals ?? []).filter((goal) => comparedTo(goal) === side.name)
        .map((goal) =>
          goal.ratioTo ? verdict(goal, mine / other, 2) : verdict(goal, mine - other, figure.digits)
        );
      const reached = [...(index === 0 ? own : []), ...verdicts].join("; ");
      return [[...begin, `${side.name} ${cell(values, figure)}`, (mine / other).toFixed(2), reached]];
    });
    return compared.length > 0 ? compared : [[...begin, "", "", own.join("; ")]];
  }).map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** What to know before the figures of a case are believed; none when all is well. */
export function warnings({ name, sides }: Case, samples: Samples): readonly string[] {
  return sides.flatMap((side) => {
    const runs = samples.get(side.name) ?? [];
    const all = runs.flatMap((run) => run.warnings ?? []);
    return [...new Set(all)].map((warning) => {
      const times = all.filter((each) => each === warning).length;
      return `${name}, ${side.name}: ${warning} in ${times} of ${runs.length} runs.`;
    });
  });
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

function valuesOf({ name }: Figure, samples: readonly Sample[]): readonly number[] {
  return samples.flatMap(({ figures }) => figures[name] ?? []);
}

function cell(values: readonly number[], { digits }: Figure): string {
  const middle = median(values).toFixed(digits);
  if (values.length <= 1) return middle;
  return `${middle} (${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)})`;
}

function comparedTo({ ratioTo, moreThan }: Goal): string | undefined {
  return ratioTo ?? moreThan;
}

function verdict(goal: Goal, value: number, digits: number): string {
  const { ratioTo, moreThan, atLeast, atMost } = goal;
  const what = ratioTo ? "ratio of " : "";
  const more = moreThan ? ` more (${value.toFixed(digits)})` : "";
  const limits = [
    ...(atLeast === undefined ? [] : [{ text: `at least ${atLeast}`, met: value >= atLeast }]),
    ...(atMost === undefined ? [] : [{ text: `at most ${atMost}`, met: value <= atMost }]),
  ];
  return limits.map(({ text, met }) => `${what}${text}${more}: ${met ? "met" : "**missed**"}`).join("; ");
}

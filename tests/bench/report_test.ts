// The table says of each figure whether it is what it is to be.

import assert from "node:assert/strict";
import type { Case, Figure } from "./case.ts";
import { rows, type Samples, warnings } from "./report.ts";

function caseOf(figure: Figure): Case {
  const measure = () => Promise.reject(new Error("it is measured already"));
  return {
    name: "case",
    figures: [figure],
    sides: [{ name: "parley", measure }, { name: "other", measure }],
  };
}

function samplesOf(sides: Readonly<Record<string, readonly number[]>>): Samples {
  return new Map(
    Object.entries(sides).map(([name, values]) => [
      name,
      values.map((value) => ({ figures: { speed: value } })),
    ]),
  );
}

function row(figure: Omit<Figure, "name" | "digits">, sides: Readonly<Record<string, readonly number[]>>) {
  return rows(caseOf({ name: "speed", digits: 0, ...figure }), samplesOf(sides));
}

Deno.test("rows shows medians with their spread, and the ratio of the medians", () => {
  assert.equal(
    row({}, { parley: [30, 10, 20], other: [40, 41, 42] }),
    "| case | speed | 20 (10 to 30) | other 41 (40 to 42) | 0.49 |  |",
  );
});

Deno.test("rows leaves out a side on which the figure has no meaning", () => {
  assert.equal(row({}, { parley: [30], other: [] }), "| case | speed | 30 |  |  |  |");
});

const verdicts: readonly [Figure["goals"], parley: number, other: number, string][] = [
  [[{ atMost: 12 }], 12, 0, "at most 12: met"],
  [[{ atMost: 12 }], 13, 0, "at most 12: **missed**"],
  [[{ atLeast: 1000 }], 999, 0, "at least 1000: **missed**"],
  [[{ ratioTo: "other", atLeast: 1.5 }], 30, 20, "ratio of at least 1.5: met"],
  [[{ ratioTo: "other", atLeast: 1.5 }], 29, 20, "ratio of at least 1.5: **missed**"],
  [[{ moreThan: "other", atMost: 300 }], 450, 200, "at most 300 more (250): met"],
  [[{ moreThan: "other", atMost: 300 }], 501, 200, "at most 300 more (301): **missed**"],
  [[{ ratioTo: "nobody", atLeast: 1 }], 1, 1, ""],
];

for (const [goals = [], parley, other, verdict] of verdicts) {
  Deno.test(`rows says of ${parley} beside ${other}: ${verdict || "nothing"}`, () => {
    assert.equal(row({ goals }, { parley: [parley], other: [other] }).split(" | ").at(-1), `${verdict} |`);
  });
}

Deno.test("a figure that is none reaches nothing", () => {
  assert.match(row({ goals: [{ atMost: 12 }] }, { parley: [NaN], other: [] }), /\*\*missed\*\*/);
});

Deno.test("warnings counts the runs in which the same was noticed", () => {
  const samples: Samples = new Map([
    ["parley", [{ figures: {}, warnings: ["it rained"] }, { figures: {} }, {
      figures: {},
      warnings: ["it rained"],
    }]],
  ]);
  assert.deepEqual(warnings(caseOf({ name: "speed", digits: 0 }), samples), [
    "case, parley: it rained in 2 of 3 runs.",
  ]);
});

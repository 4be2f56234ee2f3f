// The judge of the crash test finds what is planted: a check that cannot fail would be worth nothing.

import assert from "node:assert/strict";
import { Judge } from "./judge.ts";
import type { StoredRow } from "./stored.ts";
import { type Numbered, textOf } from "./texts.ts";
import type { Visit } from "./visitor.ts";

const numbered = (kind: Numbered["kind"], author: string, number: number): Numbered => ({
  kind,
  author,
  number,
});
const SAID = [1, 2, 3].map((number) => numbered("said", "ann", number));
const [ONE, TWO, THREE] = SAID.map(textOf) as [string, string, string];
const HALF = TWO.slice(0, -1);
const DIRECT = numbered("direct", "ann", 1);
const HEY = textOf(DIRECT);

/** Ann says three lines and writes to ben, who is there. */
const ROWS: readonly StoredRow[] = [
  row(1, "joined", "ann"),
  row(2, "joined", "ben"),
  ...SAID.map((what, index) => row(3 + index, "said", "ann", textOf(what))),
  { ...row(6, "direct", "ann", HEY), lobby: null, target: "ben" },
  row(7, "left", "ann"),
  row(8, "left", "ben"),
];

const VISITS: readonly Visit[] = [
  {
    name: "ben",
    received: [ONE, TWO, THREE, HEY].map((text, index) => ({ author: "ann", text, id: 3 + index })),
    promised: [],
    done: ["mute ann 1h", "search said"],
  },
  {
    name: "ann",
    received: [],
    promised: [{ what: DIRECT, to: "ben", id: 6 }, ...SAID.map((what) => ({ what }))],
    done: [],
  },
];

function row(id: number, kind: string, author: string, body = ""): StoredRow {
  return { id, kind, author, body, lobby: "general", target: null };
}

/** What differs from a run in which all is well. */
interface Planted {
  readonly rows?: readonly StoredRow[];
  readonly visits?: readonly Visit[];
  readonly delivered?: readonly number[];
  readonly acts?: readonly [string, number][];
  /** All rows, read once more. */
  readonly later?: readonly StoredRow[];
}

function complaints(
  { rows = ROWS, visits = VISITS, delivered = [6], acts = [["mute ann", 1]], later = rows }: Planted,
): readonly string[] {
  const judge = new Judge();
  judge.rows(rows);
  for (const visit of visits) judge.visit(visit);
  judge.everybodyLeft();
  judge.countAsDelivered(delivered);
  judge.audited(new Map(acts));
  judge.everythingDelivered();
  judge.sameAgain(later);
  return judge.complaints;
}

/** The rows, one of them with another text. */
function withText(id: number, body: string, rows = ROWS): readonly StoredRow[] {
  return rows.map((each) => each.id === id ? { ...each, body } : each);
}

function without(id: number): readonly StoredRow[] {
  return ROWS.filter((each) => each.id !== id);
}

/** The visits, of which ben's saw just these texts. */
function benSees(...texts: readonly string[]): readonly Visit[] {
  const received = texts.map((text) => ({ author: "ann", text }));
  return VISITS.map((visit) => visit.name === "ben" ? { ...visit, received } : visit);
}

Deno.test("Judge finds nothing where all is well", () => {
  assert.deepEqual(complaints({}), []);
});

const PLANTED: Readonly<Record<string, readonly [Planted, ...found: string[]]>> = {
  "a line that was seen and is lost": [
    { rows: without(4) },
    "ben saw said-ann-2, which is not stored",
    "said-ann-2 was promised and is not stored",
  ],
  "a line that was promised, seen by nobody and is lost": [
    { rows: without(4), visits: benSees(ONE, HEY) },
    "said-ann-2 was promised and is not stored",
  ],
  "a direct message that was promised and is lost": [
    { rows: without(6), visits: benSees(ONE), delivered: [] },
    "direct-ann-1 was promised and is not stored",
  ],
  "a line that is stored twice": [
    { rows: withText(5, TWO), visits: benSees(HEY).slice(0, 1) },
    "said-ann-2 is stored twice",
  ],
  "lines of one author that changed places in the store": [
    { rows: withText(4, THREE, withText(5, TWO)), visits: benSees(HEY) },
    "said-ann-2 is stored after number 3 of the same author",
  ],
  "lines that somebody saw in another order": [
    { visits: benSees(TWO, ONE, HEY) },
    "ben saw said-ann-1 (row 3) after row 4",
  ],
  "a line that somebody saw twice": [
    { visits: benSees(ONE, ONE, HEY) },
    "ben saw said-ann-1 (row 3) after row 3",
  ],
  "a line that was told under another id": [
    { rows: ROWS.map((each) => each.id === 5 ? { ...each, id: 5.5 } : each) },
    "ben saw said-ann-3 as row 5, but it is row 5.5",
  ],
  "a text that is stored by half": [
    { rows: withText(4, HALF), visits: benSees(ONE, HEY) },
    `row 4: nobody wrote "${HALF}" as ann`,
    "said-ann-2 was promised and is not stored",
  ],
  "a text that was seen by half": [
    { visits: benSees(HALF, HEY) },
    `ben saw "${HALF}" of ann, which nobody wrote`,
  ],
  "a direct message that somebody else saw": [
    { visits: VISITS.map((visit) => ({ ...visit, name: "cat" })), delivered: [] },
    "cat saw direct-ann-1, which is for ben",
  ],
  "a direct message that counts as delivered and was not seen": [
    { visits: benSees(ONE) },
    "row 6 counts as delivered, but nobody saw it",
    "row 6 never came to ben",
  ],
  "a direct message that went to somebody else": [
    {
      rows: ROWS.map((each) => each.id === 6 ? { ...each, target: "cat" } : each),
      visits: VISITS.slice(1),
      delivered: [],
    },
    "direct-ann-1 was written to ben, but is for cat",
    "row 6 never came to cat",
  ],
  "somebody who never left": [{ rows: without(8) }, "ben was there, and never left"],
  "somebody who left twice": [
    { rows: [...ROWS, row(9, "left", "ben")] },
    "row 9: ben left general, but was in no lobby",
  ],
  "somebody who spoke without being there": [
    { rows: without(1) },
    ...[3, 4, 5].map((id) => `row ${id}: ann spoke in general, but was in no lobby`),
    "row 6: ann acted, but was not here",
    "row 7: ann left general, but was in no lobby",
  ],
  "an act without its audit": [{ acts: [] }, "mute ann was done 1 times, 0 are in the audit"],
  "a row that is gone later": [{ later: without(5) }, "row 5 was stored, and is not there any more"],
  "a row that is another one later": [
    { later: withText(5, TWO) },
    "row 5 was stored, and is not there any more",
  ],
};

for (const [what, [planted, ...found]] of Object.entries(PLANTED)) {
  Deno.test(`Judge finds ${what}`, () => {
    assert.deepEqual(complaints(planted), found);
  });
}

// Searching a long history: how soon the first page is there, and what others notice of it.

import type { Case, Options, Sample } from "./case.ts";
import { dialects } from "./dialects.ts";
import { Histogram } from "./histogram.ts";
import { QUIET_LOBBY, WORDS } from "./history.ts";
import type { Histories } from "./history_folder.ts";
import { type Asker, HistoryServer } from "./history_server.ts";
import { Traffic } from "./traffic.ts";

interface Search {
  readonly name: string;
  readonly words: string;
  readonly lobby: "general" | typeof QUIET_LOBBY;
}

const { rare, common, lessCommon } = WORDS;
const SEARCHES: readonly Search[] = [
  { name: "a rare word", words: rare, lobby: "general" },
  { name: "a common word", words: common, lobby: "general" },
  { name: "two common words", words: `${common} ${lessCommon}`, lobby: "general" },
  { name: "a common and a rare word", words: `${common} ${rare}`, lobby: "general" },
  { name: "the beginning of a word", words: `${lessCommon.slice(0, 4)}*`, lobby: "general" },
  { name: "two common words in a quiet lobby", words: `${common} ${lessCommon}`, lobby: QUIET_LOBBY },
];
/** Milliseconds from an answer to the next search. */
const PAUSE = 50;
const LINES_PER_SECOND = 200;

const searchFigures = SEARCHES.map(({ name }) => ({
  name: `${name}, ms`,
  digits: 1,
  goals: [{ atMost: 50 }],
}));
const otherFigures = ["p50", "p99", "worst"].map((name) => ({
  name: `others' ${name}, ms`,
  digits: 1,
  goals: [{ moreThan: "without searches", atMost: 10 }],
}));

export function searchingCase({ quick }: Options, histories: Histories): Case {
  const milliseconds = quick ? 1500 : 5000;
  return {
    name: "search",
    figures: [...searchFigures, ...otherFigures],
    sides: [
      { name: "parley", measure: async () => await search(await histories.long(), milliseconds, SEARCHES) },
      {
        name: "without searches",
        measure: async () => await search(await histories.long(), milliseconds, []),
      },
    ],
  };
}

/** Two talk in a lobby of their own, and a third searches elsewhere. */
async function search(data: string, milliseconds: number, searches: readonly Search[]): Promise<Sample> {
  await using server = await HistoryServer.start(data);
  const searchers = {
    general: await server.connect("searcher", "login"),
    [QUIET_LOBBY]: await server.connect("searcher2", "login"),
  };
  await searchers[QUIET_LOBBY].ask(`JOIN ${QUIET_LOBBY}`);
  const [speaker, viewer] = [
    await server.connect("speaker", "login"),
    await server.connect("viewer", "login"),
  ];
  for (const each of [speaker, viewer]) await each.ask("JOIN lobby02");
  const latencies = new Histogram();
  const traffic = new Traffic({
    pace: { kind: "paced", linesPerSecond: LINES_PER_SECOND },
    dialect: dialects.login,
    senders: [speaker.client],
    viewers: [viewer.client],
    observers: [viewer.client],
    latencies,
  });
  traffic.start();
  const [figures] = await Promise.all([
    searchFor(milliseconds, searches, searchers),
    pause(milliseconds),
  ]);
  traffic.stop();
  // What is under way arrives.
  await speaker.ask("");
  await server.stop();
  return {
    figures: {
      ...figures,
      "others' p50, ms": latencies.percentile(0.5) / 1000,
      "others' p99, ms": latencies.percentile(0.99) / 1000,
      "others' worst, ms": latencies.worst / 1000,
    },
  };
}

/** The longest that each search took. */
async function searchFor(
  milliseconds: number,
  searches: readonly Search[],
  searchers: Readonly<Record<Search["lobby"], Asker>>,
): Promise<Record<string, number>> {
  const worst = new Map<string, number>();
  const end = performance.now() + milliseconds;
  while (searches.length > 0 && performance.now() < end) {
    for (const { name, words, lobby } of searches) {
      const answer = await searchers[lobby].ask(`SEARCH ${words}`);
      worst.set(`${name}, ms`, Math.max(answer.milliseconds, worst.get(`${name}, ms`) ?? 0));
      await pause(PAUSE);
    }
  }
  return Object.fromEntries(worst);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

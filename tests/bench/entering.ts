// Entering a lobby with a long history: how long it takes until the newcomer has read what was said last.

import type { Case, Options, Sample } from "./case.ts";
import { Histogram } from "./histogram.ts";
import type { Histories } from "./history_folder.ts";
import { HistoryServer } from "./history_server.ts";

/** Events that a newcomer is shown. */
const REPLAY = 50;
/** One after the other; who comes in is in the last. */
const LOBBIES = ["lobby02", "lobby03", "lobby04", "general"];

export function enteringCase({ quick }: Options, histories: Histories): Case {
  return {
    name: "enter",
    figures: [
      { name: "p50, ms", digits: 2 },
      { name: "p99, ms", digits: 2, goals: [{ atMost: 5 }] },
    ],
    sides: [{ name: "parley", measure: async () => await visit(await histories.long(), quick ? 40 : 200) }],
  };
}

/** As the newcomer sees it, so with the way there and back, and with the row of its arrival. */
async function visit(data: string, times: number): Promise<Sample> {
  await using server = await HistoryServer.start(data);
  const visitor = await server.connect("visitor", "terminal");
  const latencies = new Histogram();
  // The first time around, there is nothing yet to come back to.
  for (let time = 0; time < LOBBIES.length + times; time++) {
    const { lines, milliseconds } = await visitor.ask(`/join ${LOBBIES[time % LOBBIES.length]}`);
    if (lines < REPLAY) throw new Error(`a newcomer was shown ${lines} lines`);
    if (time >= LOBBIES.length) latencies.record(milliseconds * 1000);
    // What is replayed the next time is what people say, not that somebody came and went.
    await visitor.ask(
      Array.from({ length: REPLAY }, (_, line) => `what somebody says, ${line} times`).join("\n"),
    );
  }
  await server.stop();
  return {
    figures: { "p50, ms": latencies.percentile(0.5) / 1000, "p99, ms": latencies.percentile(0.99) / 1000 },
  };
}

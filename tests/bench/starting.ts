// Starting on a long history, beside a start on an empty one.

import type { Case, Sample } from "./case.ts";
import { Child } from "./child.ts";
import type { Histories } from "./history_folder.ts";
import { portOf } from "./servers.ts";

const EMPTY = "on an empty history";

export function startingCase(histories: Histories): Case {
  return {
    name: "start",
    figures: [{ name: "listening after, ms", digits: 0, goals: [{ moreThan: EMPTY, atMost: 300 }] }],
    sides: [
      { name: "parley", measure: async () => await started(await histories.long()) },
      { name: EMPTY, measure: async () => await started(await histories.empty()) },
    ],
  };
}

async function started(data: string): Promise<Sample> {
  const began = performance.now();
  await using child = Child.script(
    "../../main.ts",
    ["start", "--host", "127.0.0.1", "--port", "0", "--data", data, "--log-level", "warning"],
    ["--allow-net=127.0.0.1", "--allow-read", "--allow-write", "--allow-env"],
    { cwd: data },
  );
  await portOf(child);
  const milliseconds = performance.now() - began;
  await child.stop();
  return { figures: { "listening after, ms": milliseconds } };
}

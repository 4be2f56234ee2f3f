// `deno task fuzz`: sends hostile lines to a server and tells whether all went well.

import { runTask } from "../task.ts";
import { fuzz, megabytes } from "./fuzz.ts";

const FLAGS = {
  lines: { help: "lines to send (default 1000000)", fallback: 1_000_000 },
  seed: {
    help: "send the lines of an earlier run again (default: others each time)",
    fallback: Math.floor(Math.random() * 1e9),
  },
};

async function main({ lines, seed }: Readonly<Record<keyof typeof FLAGS, number>>): Promise<boolean> {
  console.log(`seed ${seed}`);
  const began = performance.now();
  const { live, resident, ...done } = await fuzz({ lines, seed, report: console.log });
  const seconds = (performance.now() - began) / 1000;
  const well = live.level && resident.level;
  console.log(
    [
      `${done.sent} lines in ${seconds.toFixed(0)} s, ${done.answered} of them to somebody who stayed`,
      `${done.visits} connections, ${done.dismissals} ended by the server as it was asked to`,
      `${done.watched} lines checked by those who watched`,
      `memory in the middle: ${megabytes({ live: live.middle, resident: resident.middle })}`,
      `memory in the end: ${megabytes({ live: live.last, resident: resident.last })}`,
      well ? "All is well." : "Memory does not level out.",
    ].join("\n"),
  );
  return well;
}

await runTask("fuzz", FLAGS, main);

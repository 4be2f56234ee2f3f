// `deno task soak`: clients come and go for a while, and it is told whether what the server holds levels out.

import { runTask } from "../task.ts";
import { soak } from "./soak.ts";

const FLAGS = {
  minutes: { help: "how long (default 10)", fallback: 10 },
  seed: {
    help: "have the visitors choose as in an earlier run (default: otherwise each time)",
    fallback: Math.floor(Math.random() * 1e9),
  },
};

async function main({ minutes, seed }: Readonly<Record<keyof typeof FLAGS, number>>): Promise<boolean> {
  console.log(`seed ${seed}`);
  const { verdicts, visits, lines } = await soak({ seconds: minutes * 60, seed, report: console.log });
  console.log(`${visits} visits, ${lines} lines`);
  for (const { text } of verdicts) console.log(text);
  const well = verdicts.every(({ well }) => well);
  console.log(well ? "All levels out." : "Something does not level out.");
  return well;
}

await runTask("soak", FLAGS, main);

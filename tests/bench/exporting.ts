// Exporting a long history to a file: how fast, beside the sqlite3 shell on the same view, and with how much memory.

import type { Case, Sample, Side } from "./case.ts";
import { Child } from "./child.ts";
import type { Histories } from "./history_folder.ts";
import { mostMemory } from "./proc.ts";

/** The lines of an export, in its order. */
const QUERY = "SELECT line FROM chat_log WHERE kind <> 'direct' ORDER BY id";
/** Milliseconds between two looks at the memory. */
const LOOK = 50;

const SPEED = "thousand rows/s";
const MEMORY = "most memory, MB";
const TENTH = "a tenth of the rows";

type Spawn = (data: string, file: string) => Child;

function exportLogs(data: string, file: string): Child {
  return Child.script(
    "../../main.ts",
    ["export-logs", "--data", data, "--output", file],
    ["--allow-read", "--allow-write", "--allow-env=PARLEY_DATA"],
  );
}

function sqlite3(data: string, file: string): Child {
  return new Child("sqlite3", ["-cmd", `.output "${file}"`, `${data}/parley.db`, QUERY]);
}

/** `shell`: whether there is one to compare with. */
export function exportingCase(histories: Histories, shell: boolean): Case {
  const sizes = new Set<number>();
  const whole = (name: string, spawn: Spawn): Side => ({
    name,
    async measure() {
      const { bytes, seconds, memory } = await exported(await histories.long(), spawn);
      sizes.add(bytes);
      return {
        figures: { [SPEED]: histories.rows / seconds / 1000, [MEMORY]: memory },
        warnings: sizes.size > 1 ? ["the files were not all of one length"] : [],
      };
    },
  });
  const tenth: Side = {
    name: TENTH,
    async measure(): Promise<Sample> {
      return { figures: { [MEMORY]: (await exported(await histories.tenth(), exportLogs)).memory } };
    },
  };
  return {
    name: "export",
    figures: [
      { name: SPEED, digits: 0, goals: [{ ratioTo: "sqlite3", atLeast: 1 }] },
      // How soon V8 collects varies; were it to grow with the rows, it would be many times as much.
      { name: MEMORY, digits: 0, goals: [{ ratioTo: TENTH, atMost: 2 }] },
    ],
    sides: [whole("parley", exportLogs), ...shell ? [whole("sqlite3", sqlite3)] : [], tenth],
  };
}

async function exported(data: string, spawn: Spawn) {
  const folder = await Deno.makeTempDir({ prefix: "parley-bench-" });
  try {
    const began = performance.now();
    await using child = spawn(data, `${folder}/log`);
    let most = NaN;
    const timer = setInterval(async () => {
      const now = await mostMemory(child.pid);
      if (now > 0) most = now;
    }, LOOK);
    await child.ended().finally(() => clearInterval(timer));
    const seconds = (performance.now() - began) / 1000;
    return { bytes: (await Deno.stat(`${folder}/log`)).size, seconds, memory: most / 1e6 };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

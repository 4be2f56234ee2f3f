// What Linux says of a process, whatever program it runs. Deno itself reads /proc with all permissions only, so that
// `cat` does it.

import type { Usage } from "./measured.ts";

/** Clock ticks in a second and bytes in a page, as /proc counts them wherever this runs. */
const TICKS = 100;
const PAGE = 4096;

/** What a process has used; of its heap nothing is known. */
export async function usageOf(pid: number): Promise<Usage> {
  const at = performance.now();
  const [stat = "", statm = ""] = (await read(pid, "stat", "statm")).split("\n");
  // The program's name stands in brackets and may hold anything; user and system time are 12th and 13th after it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { at, cpu: ticks / TICKS * 1000, resident: Number(statm.split(" ")[1]) * PAGE, live: NaN };
}

/** The most bytes that the system has held in memory for a process; NaN when it has ended, or this is not Linux. */
export async function mostMemory(pid: number): Promise<number> {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(await read(pid, "status"))?.[1] ?? NaN) * 1024;
}

async function read(pid: number, ...files: readonly string[]): Promise<string> {
  const { stdout } = await new Deno.Command("cat", {
    args: files.map((file) => `/proc/${pid}/${file}`),
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout);
}

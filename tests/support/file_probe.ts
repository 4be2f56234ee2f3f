// Loaded into a server process before the program: says whether files can be opened, at once and on SIGUSR2.

function attempt(work: () => unknown): string {
  try {
    work();
    return "ok";
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}

function report(when: string): void {
  const read = attempt(() => Deno.readDirSync("."));
  const write = attempt(() => Deno.writeTextFileSync("probe", ""));
  console.log(`${when}: read ${read}, write ${write}`);
}

report("before start");
// SIGUSR1 would open Deno's debugger as well.
Deno.addSignalListener("SIGUSR2", () => report("after start"));

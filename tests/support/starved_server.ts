// A server process that does without file descriptors when it is told to. It keeps the right to open files, and reads
// commands on standard input, one at a time, each answered by one line: `take`, `free`, `cpu`.

import { cpuUsage } from "node:process";
import { startApp } from "../../lib/app.ts";
import { readConfig } from "../../lib/config.ts";
import { configureLog } from "../../lib/process/log.ts";
import { processPorts } from "../../lib/process/process_ports.ts";
import { runServer } from "../../lib/process/run.ts";

const commands: Readonly<Record<string, () => string>> = { take, free, cpu };
const held: Deno.FsFile[] = [];

/** Opens files until the system gives no more, and tells why it did not. */
function take(): string {
  try {
    while (true) held.push(Deno.openSync("/dev/null"));
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}

function free(): string {
  for (const file of held.splice(0)) file.close();
  return "done";
}

/** Microseconds of processor time that this process has used. */
function cpu(): string {
  const { user, system } = cpuUsage();
  return String(user + system);
}

async function obey(): Promise<void> {
  for await (const text of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
    console.log(`${text.trim()}: ${commands[text.trim()]?.()}`);
  }
}

const config = readConfig({ port: "0", data: Deno.args[0], maxConnectionsPerIp: "0" }, {}, {});
if (!config.ok) throw new Error(config.mistakes.join("\n"));
const log = configureLog(config.values);
obey();
const code = await runServer(() => startApp(config.values), processPorts);
await log[Symbol.asyncDispose]();
Deno.exit(code);

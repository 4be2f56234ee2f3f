// The real process behind the ports of the command line and of a server's life.
import { parseEnv } from "node:util";
import type { CommandLinePorts } from "./command_line.ts";
import { systemClock } from "../domain/clock.ts";
import { StartError } from "../domain/start_error.ts";
import type { ProcessPorts } from "./run.ts";
import type { Environment } from "./settings.ts";

export const commandLinePorts: CommandLinePorts = {
  variable: (name) => Deno.env.get(name),
  dotEnv: () => readDotEnv(".env"),
  out: (text) => writeAtOnce(Deno.stdout, text),
  error: (text) => writeAtOnce(Deno.stderr, text),
};

export const processPorts: ProcessPorts = {
  clock: systemClock,
  onSignal(handler) {
    Deno.addSignalListener("SIGINT", () => handler("SIGINT"));
    // Windows knows the first alone.
    if (Deno.build.os === "windows") return;
    Deno.addSignalListener("SIGTERM", () => handler("SIGTERM"));
    // A terminal that closes sends it, too: nothing hangs on the one that started the server.
    Deno.addSignalListener("SIGHUP", () => handler("SIGHUP"));
    // A file over its limit is an error like any other.
    Deno.addSignalListener("SIGXFSZ", () => {});
  },
  onCrash(handler) {
    globalThis.addEventListener("error", (event) => {
      event.preventDefault();
      handler(event.error);
    });
    globalThis.addEventListener("unhandledrejection", (event) => {
      event.preventDefault();
      handler(event.reason);
    });
  },
  print(text) {
    // Not awaited: whoever holds standard output open without reading it must not hold up the chat.
    Deno.stdout.write(new TextEncoder().encode(text)).catch(() => {});
  },
};

/**
 * Gives up writing files for good, and reading them unless `stillReads`: Deno cannot give up all but a few. What is open
 * stays usable, the database with its write-ahead log included; imports that the program names also load later.
 */
export function dropFileAccess(stillReads: boolean): void {
  Deno.permissions.revokeSync({ name: "write" });
  if (!stillReads) Deno.permissions.revokeSync({ name: "read" });
}

/** The variables in a `.env` file, none when it is missing. Throws StartError when it cannot be read. */
export function readDotEnv(path: string): Environment {
  try {
    return parseEnv(Deno.readTextFileSync(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`${path} cannot be read: ${reason}.`, { cause: error });
  }
}

function writeAtOnce(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  try {
    let rest = new TextEncoder().encode(text);
    while (rest.length > 0) rest = rest.subarray(stream.writeSync(rest));
  } catch {
    // Nobody reads it: help and error texts have nowhere else to go, the exit code says the rest.
  }
}

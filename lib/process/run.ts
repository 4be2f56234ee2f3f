// The life of the server process: start, say where it listens, stop on a signal or a crash, always come to an end.
import { getLogger } from "@logtape/logtape";
import type { Clock } from "../domain/clock.ts";
import { StartError } from "../domain/start_error.ts";
import { version } from "./version.ts";

/** What runs; `App` is one. */
export interface Server {
  readonly listeners: readonly { readonly address: string; readonly kind: string }[];
  /** Who answers /ai, and with which model; undefined: nobody. */
  readonly assistant: { readonly name: string; readonly model: string } | undefined;
  /** Reads again what may have changed on disk; never rejects. */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

/** What the life of a process depends on. */
export interface ProcessPorts {
  readonly clock: Clock;
  onSignal(handler: (signal: "SIGINT" | "SIGTERM" | "SIGHUP") => void): void;
  /** Errors that nobody caught; the process lives on when a handler is set. */
  onCrash(handler: (error: unknown) => void): void;
  /** Prints on standard output; never fails, never waits. */
  print(text: string): void;
}

/** How long stopping may take, in milliseconds; with the log's flush the process ends within 5 s. */
export const STOP_LIMIT = 4500;
/** `deno task` and the terminal both hand on one Ctrl-C; what comes within this time is the same one. */
export const SAME_INTERRUPT = 500;

/**
 * Starts the server, runs it until a signal or a crash, and resolves to the exit code: 0 after a signal, 1 after a
 * crash or when stopping hangs, 130 on a second Ctrl-C. SIGHUP has it reload. Throws the StartError of `start`.
 */
export async function runServer(start: () => Promise<Server>, ports: ProcessPorts): Promise<number> {
  const log = getLogger(["parley", "process"]);
  const { clock } = ports;
  const stopAsked = Promise.withResolvers<void>();
  const cutShort = Promise.withResolvers<number>();
  let server: Server | undefined;
  let askedAt: number | undefined;
  let cancelWatchdog = () => {};
  let code = 0;

  function askToStop(why: string): void {
    if (askedAt !== undefined) return;
    askedAt = clock.now();
    log.info("stopping", { why });
    cancelWatchdog = clock.after(STOP_LIMIT, () => {
      log.fatal("stopping took too long, given up", { milliseconds: STOP_LIMIT });
      cutShort.resolve(1);
    });
    stopAsked.resolve();
  }

  ports.onSignal((signal) => {
    if (signal === "SIGHUP") server?.reload();
    else if (askedAt === undefined) askToStop(signal);
    else if (signal === "SIGINT" && clock.now() - askedAt > SAME_INTERRUPT) cutShort.resolve(130);
  });
  ports.onCrash((error) => {
    log.fatal("an error that nobody caught", { error });
    code = 1;
    askToStop("crash");
  });

  async function live(): Promise<number> {
    try {
      server = await start();
      log.info("started", { version, pid: Deno.pid, listeners: server.listeners.length });
      if (askedAt === undefined) ports.print(readyText(server));
      await stopAsked.promise;
      await server.stop();
      log.info("stopped");
      return code;
    } catch (error) {
      if (error instanceof StartError) throw error;
      log.fatal("the server failed", { error });
      return 1;
    }
  }

  try {
    return await Promise.race([live(), cutShort.promise]);
  } finally {
    cancelWatchdog();
  }
}

/** What is said when the server is ready: one line per listener, who answers /ai, then what a newcomer does next. */
export function readyText({ listeners, assistant }: Pick<Server, "listeners" | "assistant">): string {
  const lines = listeners.map(({ address, kind }) => `listening on ${address} (${kind})`);
  if (listeners.every(({ address }) => /^(127\.|localhost:|\[::1\])/.test(address))) {
    lines.push("only this machine can connect; to let others in, start with --host 0.0.0.0");
  }
  lines.push(
    assistant
      ? `AI: ${assistant.name} answers /ai (${assistant.model})`
      : "AI features disabled (no API key)",
  );
  const plain = listeners.find(({ kind }) => kind === "tcp");
  if (plain) lines.push(`to chat, run in another terminal: ${netcat(plain.address)}`);
  return lines.map((line) => `${line}\n`).join("");
}

function netcat(address: string): string {
  const colon = address.lastIndexOf(":");
  const host = address.slice(0, colon).replace(/[[\]]/g, "");
  // "Every address" is one to listen on; connecting needs one of them.
  const reachable = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `nc ${reachable} ${address.slice(colon + 1)}`;
}

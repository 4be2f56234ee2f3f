// A server that is to be killed: the program as its task runs it, always on the same data folder.

import { DatabaseSync } from "node:sqlite";
import { Program } from "../../support/program.ts";
import { WARDEN } from "./users.ts";

const ARGS = [
  ...["--port", "0", "--message-rate", "0", "--max-connections-per-ip", "0", "--operator", WARDEN.name],
  // Without a replay, whoever comes sees what is said from then on, in its order.
  ...["--history", "0", "--log-level", "warning", "--log-format", "json"],
];

/** Starts it; whether it listens already is another matter. */
export function startServer(folder: string): Program {
  return Program.task("start", { cwd: folder, args: ARGS });
}

/** Reads its store from beside. */
export function openStore(folder: string): DatabaseSync {
  return new DatabaseSync(`${folder}/data/parley.db`, { readOnly: true });
}

/** What it has logged that must not happen, also when it is killed time after time. */
export function troublesOf({ stderr }: Program): readonly string[] {
  return stderr.text.split("\n").filter((line) => line !== "" && !isWarning(line));
}

/** That it was not stopped cleanly is one. */
function isWarning(line: string): boolean {
  try {
    return JSON.parse(line).level === "WARN";
  } catch {
    return false;
  }
}

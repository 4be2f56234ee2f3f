// Trouble of the machine below the program, such as a full disk, as opposed to a bug: its operator is told in a
// sentence what is wrong and what helps.

import { NotStored } from "./problem.ts";

/** What helps, by SQLite's primary result codes (sqlite.org/rescode.html). The other codes are of bugs. */
const ADVICE: Readonly<Record<number, string>> = {
  5: "another program holds it",
  7: "the machine has no more memory",
  8: "this user may not write it",
  10: "the disk is full, read-only or broken",
  11: "restore a backup",
  13: "free some space",
  14: "its folder must be there and writable, also to read",
  26: "it is damaged, or another program's",
};

/** Undefined for bugs: those need their trace. Never looks at a trace itself. */
export function troubleOf(error: unknown): string | undefined {
  if (error instanceof NotStored) {
    return error.cause instanceof Error ? troubleOf(error.cause) : error.message;
  }
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  if ("errcode" in error && typeof error.errcode === "number") {
    const advice = ADVICE[primaryCode(error.errcode)];
    return advice && `${error.message} (${advice})`;
  }
  // ENOSPC, EMFILE, ...
  return /^E[A-Z\d]+$/.test(String(error.code)) ? error.message : undefined;
}

/** Of an extended result code of SQLite. */
export function primaryCode(errcode: number): number {
  return errcode & 0xff;
}

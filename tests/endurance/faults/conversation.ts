// A server process on some folder, and what is looked at when its disk fails: who got what, and what is in the end there.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { ChatClient } from "../../support/chat_client.ts";
import { Program } from "../../support/program.ts";

export const NOT_STORED = "! That could not be stored, so nobody has seen it. Try again: ";

/** Ends the server by a signal. The clients are all that are here, and see it end. */
export async function stop(server: Program, ...clients: readonly ChatClient[]) {
  server.signal("SIGTERM");
  for (const client of clients) {
    await client.rest();
    client.close();
  }
  return await server.ended();
}

/** How long a start may take that is to be refused, in milliseconds of real time: only a failing test waits so long. */
const PATIENCE = 10_000;

/** Runs `start` on the folder to its end: something hinders it. */
export async function refusedStart(cwd: string) {
  await using server = Program.task("start", { cwd, args: ["--port", "0"] });
  const late = setTimeout(() => server.signal("SIGKILL"), PATIENCE);
  const ended = await server.ended();
  clearTimeout(late);
  return ended;
}

/** What was said to the lobby, in its order. Throws unless the database is sound. */
export function saidIn(cwd: string): readonly string[] {
  using database = new DatabaseSync(`${cwd}/data/parley.db`, { readOnly: true });
  assert.equal(database.prepare("PRAGMA integrity_check").get()?.["integrity_check"], "ok");
  return database.prepare("SELECT body FROM messages WHERE kind = 'said' ORDER BY id").all()
    .map(({ body }) => String(body));
}

/** What lines of the lobby say, without their times and authors; others are left out. */
export function textsOf(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => /^\[[^\]]*\]\[[\w-]+\]: (.*)$/.exec(line)?.[1] ?? []);
}

/** The errors that the operator reads, without their times and sessions. */
export function errorsOf(log: string): readonly string[] {
  return log.split("\n").filter((line) => / (error|fatal) /.test(line)).map((line) =>
    line.replace(/^\S+ \S+ (error|fatal) /, "").replace(/ session=\S+/, "")
  );
}

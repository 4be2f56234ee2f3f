// The backup: one file with all that is in the database at a moment, made while the server runs.

import { DATABASE_FILE } from "../store/database.ts";
import { StartError } from "../domain/start_error.ts";
import { copyDatabase, type CopyOptions } from "./copy.ts";
import type { CopyNews } from "./copy_worker.ts";
import { type ExportPorts, processPorts } from "./ports.ts";
import { Progress } from "./progress.ts";
import { openReadOnly } from "./read_only.ts";
import { Interrupt, interrupted, placeOf, WholeFile } from "./whole_file.ts";

export interface BackupOptions {
  /** The folder of the database. */
  readonly data: string;
  /** The path of the file to write. */
  readonly file: string;
}

/** Passwords and private words are in it, as in the database: nobody else on this machine is to read them. */
const PRIVATE = 0o600;

/**
 * Writes a copy of the database to a file that is not there yet: it starts a server as `<folder>/parley.db`. Never
 * holds up a server that runs on the database. Throws StartError for what the operator can mend: a wrong or damaged
 * database, a file that is there, a full disk, an interrupt; nothing is left behind then.
 */
export async function backUp(
  { data, file: path }: BackupOptions,
  ports: Pick<ExportPorts, "clock" | "stderr" | "onInterrupt"> = processPorts,
): Promise<void> {
  const from = `${data}/${DATABASE_FILE}`;
  openReadOnly(from).close();
  using interrupt = new Interrupt(ports.onInterrupt);
  const place = await placeOf(path, from, "file");
  if (place.old) throw new StartError(`${path} is there already and was left as it is. Choose another file.`);
  await using file = await WholeFile.create(place, PRIVATE);
  using progress = progressOf(ports);
  const onNews = (news: CopyNews) => progress && show(progress, news);
  if (!await copied({ from, to: file.part, interrupt, onNews }, path)) throw interrupted(path);
  await file.finish();
}

async function copied(options: CopyOptions, path: string): Promise<boolean> {
  try {
    return await copyDatabase(options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`${options.from} cannot be copied to ${path}: ${reason}.`, { cause: error });
  }
}

/** Undefined when nobody watches. */
function progressOf({ clock, stderr }: Pick<ExportPorts, "clock" | "stderr">): Progress | undefined {
  if (!stderr.isTerminal()) return undefined;
  return new Progress((text) => stderr.writeSync(new TextEncoder().encode(text)), clock);
}

function show(progress: Progress, news: CopyNews): void {
  switch (news.kind) {
    case "copied":
      return progress.now(`copied ${news.percent} %`);
    case "checking":
      return progress.begin("copied, checking");
    case "done":
      return progress.begin("copied and checked");
    case "failed":
      return;
  }
}

// The export: from the log in a data folder to standard output or a file.

import { DATABASE_FILE } from "../store/database.ts";
import { type Format, formats } from "./formats.ts";
import { type LogFilter, openLog } from "./log_reader.ts";
import { FileOutput, type Output, StreamOutput } from "./output.ts";
import { type ExportPorts, processPorts } from "./ports.ts";
import { Progress } from "./progress.ts";

export interface ExportOptions extends LogFilter {
  /** The folder of the database. */
  readonly data: string;
  readonly format: Format;
  /** The path of a file; without it, standard output. */
  readonly output?: string;
}

/**
 * Writes the log of a data folder, oldest message first, up to the one that is the newest now. Changes nothing in the
 * database and never holds up a server that runs on it. Resolves also when whoever reads standard output has gone.
 * Throws StartError for what the operator can mend: a wrong database, an unknown lobby, a full disk, an interrupt.
 */
export async function exportLogs(options: ExportOptions, ports: ExportPorts = processPorts): Promise<void> {
  const database = `${options.data}/${DATABASE_FILE}`;
  const format = formats[options.format];
  using log = openLog(database, options);
  await using output = await openOutput(options.output, database, ports);
  using progress = progressOf(options.output, ports);
  let written = output.write(format.header);
  let rows = 0;
  try {
    for (const page of log.pages()) {
      // One page is read while the one before is written.
      const { count, bytes } = format.encode(log, page);
      await written;
      written = output.write(bytes);
      rows += count;
      progress?.now(`${rows.toLocaleString("en")} rows`);
    }
    await written;
    await output.finish();
  } catch (error) {
    // What is being written goes to its end before the output is closed.
    await Promise.allSettled([written]);
    // `export-logs | head` has what it wants.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

async function openOutput(path: string | undefined, database: string, ports: ExportPorts): Promise<Output> {
  if (path === undefined) return new StreamOutput(ports.stdout);
  return await FileOutput.create(path, database, ports.onInterrupt);
}

/** Undefined when nobody watches, or when it would run into the log on the same screen. */
function progressOf(path: string | undefined, { clock, stdout, stderr }: ExportPorts): Progress | undefined {
  if (!stderr.isTerminal() || (path === undefined && stdout.isTerminal())) return undefined;
  return new Progress((text) => stderr.writeSync(new TextEncoder().encode(text)), clock);
}

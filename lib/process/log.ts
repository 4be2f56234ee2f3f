// The structured log on standard error: one line per record, and never a reason for the server to wait or to fail.
import {
  configureSync,
  fromAsyncSink,
  getTextFormatter,
  jsonLinesFormatter,
  type LogLevel,
  type LogRecord,
  resetSync,
  type TextFormatter,
} from "@logtape/logtape";
import { type Clock, systemClock } from "../domain/clock.ts";
import { sanitise } from "../domain/text.ts";
import { troubleOf } from "../domain/trouble.ts";
import { Repeats } from "./repeats.ts";

export interface LogOptions {
  /** Records below it are left out. */
  readonly logLevel: LogLevel;
  readonly logFormat: "text" | "json";
}

/** Where log lines go; may take part of the bytes, as standard error does. */
export interface LogWriter {
  write(bytes: Uint8Array): Promise<number>;
}

/** Records that wait while standard error does not take them; further ones are dropped and counted. */
const QUEUE_LIMIT = 1000;

/** How long closing waits for what is queued, in milliseconds. */
export const FLUSH_LIMIT = 500;

// Words that need no quotes: what tells a value apart from the next key is not in them.
const BARE = /^[\w.:/@+-]+$/;

/**
 * Sends the records of all `getLogger(["parley", ...])` to the writer. Messages are fixed sentences; what varies
 * goes into properties. Whatever the writer does (rejects, never answers), logging neither throws nor waits, and
 * what was lost is counted in the log once the writer works again. An error that comes again and again is told once in
 * ten seconds, with its count, and trouble of the machine in a sentence, without a trace. Disposing writes out what is
 * queued, for at most FLUSH_LIMIT, and ends logging.
 */
export function configureLog(
  { logLevel, logFormat }: LogOptions,
  writer: LogWriter = Deno.stderr,
  clock: Clock = systemClock,
): AsyncDisposable {
  const format = logFormat === "json" ? jsonLinesFormatter : formatText;
  const encoder = new TextEncoder();
  let lost = 0;

  async function write(record: LogRecord): Promise<void> {
    let rest = encoder.encode(format(withoutTraces(record)));
    while (rest.length > 0) rest = rest.subarray(await writer.write(rest));
  }

  async function reportLost(): Promise<void> {
    if (lost === 0) return;
    const count = lost;
    await write(lossOf(count, clock.now()));
    lost -= count;
  }

  const queue = fromAsyncSink(async (record) => {
    try {
      await reportLost();
      await write(record);
    } catch {
      lost += 1;
    }
  }, {
    maxQueueSize: QUEUE_LIMIT,
    // The oldest stay: for each that is pushed out, the library would keep a trace until the writer answers.
    overflow: "drop-newest",
    onDrop: ({ count }) => lost += count,
  });

  const repeats = new Repeats(queue, clock);

  configureSync({
    // A plain function: LogTape would wait without a limit for a sink that it can dispose of itself.
    sinks: { stderr: (record: LogRecord) => repeats.take(record) },
    loggers: [
      { category: "parley", lowestLevel: logLevel, sinks: ["stderr"] },
      { category: ["logtape", "meta"], lowestLevel: "warning", sinks: ["stderr"] },
    ],
  });

  return {
    async [Symbol.asyncDispose]() {
      repeats[Symbol.dispose]();
      const timeUp = Promise.withResolvers<void>();
      const cancel = clock.after(FLUSH_LIMIT, timeUp.resolve);
      const flushed = queue.drain().then(reportLost).catch(() => {});
      await Promise.race([flushed, timeUp.promise]);
      cancel();
      resetSync();
    },
  };
}

/**
 * Where in the program the machine refused something helps nobody. Deno also reads files to make a trace, and dies when
 * there is no file descriptor left for that.
 */
function withoutTraces(record: LogRecord): LogRecord {
  if (!Object.values(record.properties).some((value) => value instanceof Error)) return record;
  const properties: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(record.properties)) properties[key] = troubleOf(value) ?? value;
  return { ...record, properties };
}

/** `2024-10-12 15:13:02.250 info parley.net: message key=value`, in local time. */
const formatText: TextFormatter = getTextFormatter({
  timestamp: "date-time",
  timeZone: null,
  level: "full",
  category: ".",
  sanitize: { newlines: "escape", sgr: "escape" },
  format({ timestamp, level, category, message, record }) {
    const properties = Object.entries(record.properties).map(([key, value]) => ` ${key}=${showValue(value)}`);
    // JSON quotes show most control characters escaped; the sanitiser takes the rest out of every part at once.
    return sanitise(`${timestamp} ${level} ${category}: ${message}${properties.join("")}`);
  },
});

function showValue(value: unknown): string {
  if (typeof value === "string") return BARE.test(value) ? value : JSON.stringify(value);
  // An error comes with its stack and its causes.
  if (typeof value === "object" && value !== null) return JSON.stringify(Deno.inspect(value));
  return String(value);
}

function lossOf(count: number, timestamp: number): LogRecord {
  const message = "log records were lost, standard error did not take them";
  return {
    category: ["parley", "log"],
    level: "warning",
    message: [message],
    rawMessage: message,
    timestamp,
    properties: { count },
  };
}

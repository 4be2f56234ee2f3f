// What a server held at one moment of a soak, and whether all of it levels out in the end.

import { courseOf } from "../level.ts";

export interface Sample {
  /** Seconds since the beginning. */
  readonly at: number;
  readonly clients: number;
  /** Since the last sample. */
  readonly linesPerSecond: number;
  /** Bytes: heap in use without garbage, what the system holds for the process, and the write-ahead log. */
  readonly live: number;
  readonly resident: number;
  readonly wal: number;
  /** Undefined where the system does not tell. */
  readonly descriptors: number | undefined;
}

export interface Verdict {
  readonly well: boolean;
  readonly text: string;
}

/** What is judged: how it is told, and by how much it may vary besides a tenth. */
const MEASURES = {
  live: { name: "memory in use", slack: 1e6, shown: megabytes },
  resident: { name: "memory held by the process", slack: 32e6, shown: megabytes },
  wal: { name: "write-ahead log", slack: 4e6, shown: megabytes },
  descriptors: { name: "file descriptors", slack: 8, shown: String },
} as const;

/** Bytes: SQLite begins anew after 4 MB, or soon after where somebody reads for long. */
const LARGEST_WAL = 16e6;

const COLUMNS = ["seconds", "clients", "lines/s", "live MB", "resident MB", "WAL MB", "descriptors"];

export const heading = row(COLUMNS);

export function shownSample(sample: Sample): string {
  const { at, clients, linesPerSecond, live, resident, wal, descriptors = "-" } = sample;
  const sizes = [live, resident, wal].map((bytes) => (bytes / 1e6).toFixed(1));
  return row([at.toFixed(0), clients, linesPerSecond.toFixed(0), ...sizes, descriptors]);
}

function row(cells: readonly (string | number)[]): string {
  return cells.map((cell, index) => String(cell).padStart(COLUMNS[index]?.length ?? 0)).join("  ");
}

/** `base` and `left`: descriptors before anybody came, and when everybody had left; undefined as in samples. */
export function verdicts(
  samples: readonly Sample[],
  { base, left }: Readonly<Record<"base" | "left", number | undefined>>,
): readonly Verdict[] {
  const courses = (Object.keys(MEASURES) as (keyof typeof MEASURES)[]).flatMap((measure) => {
    const { name, slack, shown } = MEASURES[measure];
    const values = samples.flatMap((sample) => sample[measure] ?? []);
    if (values.length === 0) return [];
    const { middle, last, level } = courseOf(values, slack);
    const course = `${shown(middle)} in the middle, ${shown(last)} in the end`;
    return [{ well: level, text: `${name}: ${course}${level ? "" : ": it grows"}` }];
  });
  const largest = Math.max(...samples.map(({ wal }) => wal));
  return [
    ...courses,
    { well: largest <= LARGEST_WAL, text: `largest write-ahead log: ${megabytes(largest)}` },
    ...(base === undefined ? [] : [{
      well: left === base,
      text: `file descriptors: ${base} before anybody came, ${left} when all had left`,
    }]),
  ];
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

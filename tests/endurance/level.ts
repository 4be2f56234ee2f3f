// Whether a series of measurements levels out, or goes on growing as with a leak.

/** Of a value that levels out, the growth that is still noise, besides what the caller knows of its own. */
const TOLERANCE = 0.1;

export interface Course {
  /** Medians of the middle and of the last third. */
  readonly middle: number;
  readonly last: number;
  /** The last one is at most a tenth and `slack` above the middle one. */
  readonly level: boolean;
}

/**
 * The first third is for warming up; the rest must not grow. `series` is taken at even intervals, at least three values;
 * `slack` is in its unit: what a small value may vary by.
 */
export function courseOf(series: readonly number[], slack: number): Course {
  const third = series.length / 3;
  if (third < 1) throw new RangeError("too few measurements");
  const middle = median(series.slice(Math.floor(third), Math.floor(2 * third)));
  const last = median(series.slice(Math.floor(2 * third)));
  return { middle, last, level: last <= middle * (1 + TOLERANCE) + slack };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

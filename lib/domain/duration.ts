// Lengths of time as people type them: 10m, 2h, 7d.

const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** The longest length that is taken, in milliseconds: a hundred years. */
const LONGEST = 36_525 * UNITS.d;

/** `10m`, `2h`, `7d` (also `s` and `w`) in milliseconds; undefined for anything else, zero and over a century included. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,9})([smhdw])$/i.exec(text) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  const ms = Number(count) * UNITS[unit.toLowerCase() as keyof typeof UNITS];
  return ms > 0 && ms <= LONGEST ? ms : undefined;
}

/** How long something holds, as others are told: `for 10m`; null: `for good`. */
export function formatTerm(ms: number | null): string {
  return ms === null ? "for good" : `for ${formatDuration(ms)}`;
}

/** A length in the largest unit that divides it, days at most; milliseconds are rounded to whole seconds. */
export function formatDuration(ms: number): string {
  const rounded = Math.max(1, Math.round(ms / 1000)) * 1000;
  for (const unit of ["d", "h", "m"] as const) {
    if (rounded % UNITS[unit] === 0) return `${rounded / UNITS[unit]}${unit}`;
  }
  return `${rounded / 1000}s`;
}

/** How long somebody has to wait, rounded up: `1 second`, `7 seconds`. */
export function formatWait(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${seconds} ${seconds === 1 ? "second" : "seconds"}`;
}

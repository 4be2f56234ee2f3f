// Time enters through this port, so that tests can turn it.

export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
  /** Runs `work` once after `ms` milliseconds; the returned function calls it off. */
  after(ms: number, work: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

const two = (value: number) => value < 10 ? `0${value}` : `${value}`;

let lastSecond = NaN;
let lastText = "";

/** `YYYY-MM-DD HH:MM:SS` in the server's local time, as every event line begins. */
export function formatTime(ms: number): string {
  const second = Math.floor(ms / 1000);
  // Lines come in bunches of one second; a Date costs more than the rest of the line.
  if (second !== lastSecond) {
    const date = new Date(ms);
    lastText = `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${
      two(date.getDate())
    } ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
    lastSecond = second;
  }
  return lastText;
}

/**
 * Reads what `formatTime` writes, also without seconds, or the date alone (its first moment).
 * Undefined for anything else, impossible dates included.
 */
export function parseTime(text: string): number | undefined {
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text.trim());
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(year, month - 1, day, hour, minute, second);
  // A Date rolls over what is too large, and reads the years 0 to 99 as 1900 to 1999.
  const exists = date.getFullYear() === year && date.getMonth() === month - 1 && date.getDate() === day;
  return exists ? date.getTime() : undefined;
}

// What a resident sends between two questions whether it is heard: the same for the same seed, client and number.

import { Random } from "../random.ts";
import type { Speech } from "../ways.ts";
import { typed } from "./typed.ts";
import { encoded } from "./wire.ts";
import { type People, type Pool, Words } from "./words.ts";

/** Lines in a batch; some of them hold line ends of their own. */
export const BATCH_LINES = 50;

export interface Batch {
  /** One after the other; together they end with a line. */
  readonly writes: readonly Uint8Array[];
  readonly lines: readonly Uint8Array[];
  /** Whether it asks to leave. */
  readonly quits: boolean;
}

export interface BatchOptions {
  /** The run's, the client's and the batch's own number. */
  readonly seeds: readonly [number, number, number];
  readonly pool: Pool;
  readonly people: People;
  readonly speech: Speech;
}

const LF = 10;
const IAC = 255;
const SE = 240;

/** Ends what telnet may have begun, in whatever state that is; then the line. */
const CLOSING = Uint8Array.of(SE, IAC, SE, LF);

export function batchOf({ seeds, pool, people, speech }: BatchOptions): Batch {
  const random = new Random(...seeds);
  const words = new Words(random, pool, people.residents);
  const bystanders = new Words(random, pool, people.watchers);
  let quits = false;
  const lines = Array.from({ length: BATCH_LINES }, () => {
    const line = typed(words, bystanders);
    quits ||= line.kind === "command" && line.quits;
    const bytes = encoded(line, speech, words);
    return joined([bytes, Uint8Array.of(LF)]);
  });
  const all = joined(lines);
  const bytes = all.includes(IAC) ? joined([all, CLOSING]) : all;
  return { writes: cut(bytes, random), lines, quits };
}

/** Mostly one write; at times many, with an end anywhere. */
export function cut(bytes: Uint8Array, random: Random): readonly Uint8Array[] {
  const writes: Uint8Array[] = [];
  let start = 0;
  let cuts = random.chance(0.3) ? 1 + random.below(12) : 0;
  for (; cuts > 0 && start < bytes.length; cuts--) {
    const end = start + 1 + random.below(Math.min(300, bytes.length - start));
    writes.push(bytes.subarray(start, end));
    start = end;
  }
  return [...writes, bytes.subarray(start)];
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) lines++;
  return lines;
}

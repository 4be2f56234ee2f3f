// What fails again and again is logged once, and then how often: a full disk must not bury the log.
import type { LogRecord } from "@logtape/logtape";
import type { Clock } from "../domain/clock.ts";
import { troubleOf } from "../domain/trouble.ts";

/** Milliseconds between two records of one error. */
export const REPEAT_EVERY = 10_000;

/** Those of one error that were held back since the last one. */
interface Held {
  count: number;
  latest: LogRecord | undefined;
  readonly cancel: () => void;
}

/**
 * Passes on all records but those that tell of an `error` that was told within the last ten seconds. The latest of
 * these follows when the ten seconds are over, with their `count`. Disposing passes on what is held back.
 */
export class Repeats implements Disposable {
  readonly #pass: (record: LogRecord) => void;
  readonly #clock: Clock;
  readonly #held = new Map<string, Held>();

  constructor(pass: (record: LogRecord) => void, clock: Clock) {
    this.#pass = pass;
    this.#clock = clock;
  }

  take(record: LogRecord): void {
    const { error } = record.properties;
    if (error === undefined) return this.#pass(record);
    const key = `${record.category.join(".")} ${record.rawMessage} ${troubleOf(error) ?? error}`;
    const held = this.#held.get(key);
    if (held) {
      held.count++;
      held.latest = record;
    } else {
      this.#pass(record);
      this.#hold(key);
    }
  }

  [Symbol.dispose](): void {
    for (const [key, held] of this.#held) {
      held.cancel();
      this.#tell(key, held);
    }
  }

  #hold(key: string): void {
    const cancel = this.#clock.after(REPEAT_EVERY, () => {
      if (this.#tell(key, held)) this.#hold(key);
    });
    const held: Held = { count: 0, latest: undefined, cancel };
    this.#held.set(key, held);
  }

  /** Whether there was anything to tell. */
  #tell(key: string, { latest, count }: Held): boolean {
    this.#held.delete(key);
    if (!latest) return false;
    this.#pass({ ...latest, properties: { ...latest.properties, count } });
    return true;
  }
}

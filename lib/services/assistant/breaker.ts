// Spares a model that fails again and again, and those who would wait for it in vain.

/** So many failures in a row. */
const FAILURES = 5;
/** Milliseconds for which no question is taken then. */
const PAUSE = 60_000;

export class Breaker {
  #failures = 0;
  #openedAt: number | undefined;

  /** Milliseconds until questions are taken again; 0: they are. */
  wait(now: number): number {
    if (this.#openedAt === undefined) return 0;
    const age = now - this.#openedAt;
    // A clock that was set back would make everybody wait for as long as it was set back.
    return age >= 0 && age < PAUSE ? PAUSE - age : 0;
  }

  /** The same for a question that is about to be answered. After a pause it is a trial: the others wait for its end. */
  begin(now: number): number {
    const wait = this.wait(now);
    if (wait === 0 && this.#openedAt !== undefined) this.#openedAt = now;
    return wait;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#openedAt = undefined;
  }

  failed(now: number): void {
    this.#failures++;
    if (this.#failures >= FAILURES) this.#openedAt = now;
  }
}

// The closed loop of the load generator: what is said next waits until enough of the last was read.

interface Round {
  /** Lines that a viewer has when it has read this round. */
  readonly end: number;
  /** Viewers that have not. */
  unread: number;
}

/**
 * Lines are said in rounds, and two rounds are under way: the next leaves when all viewers have read the older one, and
 * one of them something of the younger. So nobody falls behind, and while the last viewers read the one round, the
 * server has the other to work on.
 */
export class Rounds {
  readonly #viewers: number;
  readonly #lines: number;
  readonly #sayRound: () => void;
  readonly #underWay: Round[] = [];
  #end = 0;
  #youngestIsSeen = false;
  #running = true;

  /** `sayRound` says `lines` lines. */
  constructor(viewers: number, lines: number, sayRound: () => void) {
    this.#viewers = viewers;
    this.#lines = lines;
    this.#sayRound = sayRound;
  }

  start(): void {
    this.#say();
  }

  stop(): void {
    this.#running = false;
  }

  /** One of the viewers had `before` lines, counted from the start, and now has `after`. */
  read(before: number, after: number): void {
    for (const round of this.#underWay) if (before < round.end && after >= round.end) round.unread--;
    if (after > this.#end - this.#lines) this.#youngestIsSeen = true;
    if (!this.#youngestIsSeen || !this.#running) return;
    if (this.#underWay[0]?.unread === 0) this.#underWay.shift();
    if (this.#underWay.length < 2) this.#say();
  }

  #say(): void {
    this.#youngestIsSeen = false;
    this.#end += this.#lines;
    this.#underWay.push({ end: this.#end, unread: this.#viewers });
    this.#sayRound();
  }
}

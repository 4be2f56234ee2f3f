// The others: clients that read everything at once, some of whom talk, and how long their lines take to all of them.

import { Histogram } from "../../bench/histogram.ts";
import { Listener } from "./listener.ts";

export interface CrowdSize {
  readonly listeners: number;
  /** Of the listeners. */
  readonly speakers: number;
}

/** How many look into each line; the others count only. Speakers are not among them. */
const OBSERVERS = 10;
/** Bytes of a line's text, and of one that is to fill what the system keeps for those who do not read. */
const SHORT = 64;
const LONG = 4000;
/** Lines under way while that is filled. */
const BATCH = 100;
/** Milliseconds in which what was said must have reached everybody. */
const PATIENCE = 30_000;

export class Crowd implements AsyncDisposable {
  /** Lines said so far. */
  said = 0;
  /** The numbers of the lines in the order in which they came, to one of the listeners. */
  readonly order: number[] = [];
  /** Who has left the chat so far. */
  readonly left = new Set<string>();
  /** Microseconds from the writing of a line to its reading by each observer. */
  readonly latencies = new Histogram();
  readonly #listeners: readonly Listener[];
  readonly #speakers: readonly Listener[];
  /** Lines that were said and have not reached somebody. */
  #underWay = 0;
  #arrived: (() => void) | undefined;
  #onLeft: (() => void) | undefined;

  private constructor(listeners: readonly Listener[], { speakers }: CrowdSize) {
    this.#listeners = listeners;
    this.#speakers = listeners.slice(0, speakers);
    for (const listener of listeners) listener.onLines = (count) => this.#count(count);
    for (const [index, observer] of listeners.slice(speakers, speakers + OBSERVERS).entries()) {
      observer.onText = (text) => this.#observe(text, index === 0);
    }
  }

  static async enter(port: number, size: CrowdSize): Promise<Crowd> {
    const names = Array.from({ length: size.listeners }, (_, index) => `other-${index}`);
    const listeners: Listener[] = [];
    // One after the other, as each is shown the arrival of those who come later.
    for (const name of names) listeners.push(await Listener.enter(port, name));
    return new Crowd(listeners, size);
  }

  /** Says so many bytes in long lines; everybody here has read each hundred before the next. */
  async fill(bytes: number): Promise<void> {
    for (let lines = Math.ceil(bytes / LONG); lines > 0; lines -= BATCH) {
      for (let line = 0; line < Math.min(BATCH, lines); line++) this.#say(LONG);
      await this.settled();
    }
  }

  /** Says so many lines per second for so long. */
  async talk(linesPerSecond: number, seconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = this.said;
    const began = performance.now();
    const timer = setInterval(() => {
      const elapsed = Math.min((performance.now() - began) / 1000, seconds);
      while (this.said - before < Math.floor(elapsed * linesPerSecond)) this.#say(SHORT);
      if (elapsed === seconds) resolve();
    }, 1);
    await promise;
    clearInterval(timer);
    await this.settled();
  }

  /** Resolves when everybody has read everything. */
  async settled(): Promise<void> {
    if (this.#underWay === 0) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => reject(new Error(`${this.#underWay} lines have not arrived`)), PATIENCE);
    this.#arrived = resolve;
    await promise.finally(() => clearTimeout(timer));
  }

  /** Resolves when all of these have left, or after so many milliseconds. */
  async gone(names: readonly string[], patience: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, patience);
    this.#onLeft = () => names.every((name) => this.left.has(name)) && resolve();
    this.#onLeft();
    await promise;
    clearTimeout(timer);
    this.#onLeft = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#listeners.map((listener) => listener[Symbol.asyncDispose]()));
  }

  #say(bytes: number): void {
    const speaker = this.#speakers[this.said % this.#speakers.length];
    const text = `#${this.said} ${Math.round(performance.now() * 1000)} `;
    this.said++;
    this.#underWay += this.#listeners.length - 1;
    speaker?.send(`${text.padEnd(bytes, "x")}\n`);
  }

  #count(lines: number): void {
    this.#underWay -= lines;
    if (this.#underWay > 0) return;
    this.#arrived?.();
    this.#arrived = undefined;
  }

  #observe(text: string, keepsOrder: boolean): void {
    const now = Math.round(performance.now() * 1000);
    for (const [, number, sentAt] of text.matchAll(/#(\d+) (\d+) /g)) {
      this.latencies.record(now - Number(sentAt));
      if (keepsOrder) this.order.push(Number(number));
    }
    if (!keepsOrder) return;
    for (const [, name] of text.matchAll(/\[system\]: (\S+) has left our chat/g)) this.left.add(name ?? "");
    this.#onLeft?.();
  }
}

// What one lobby hears in a turn, and how it reads: rendered and encoded once for all viewers who look alike.

import type { ChatEvent } from "../domain/event.ts";
import type { UserId } from "../domain/ids.ts";
import type { Renderer } from "../dialects/dialect.ts";

const encoder = new TextEncoder();

/** What a talk needs of whoever listens. */
export interface Listener {
  /** Listeners with the same renderer see the same text. */
  readonly renderer: Renderer;
  readonly ignored: ReadonlySet<UserId>;
}

/** So many lines, to be sent as they are. */
export interface Share {
  readonly chunk: Uint8Array;
  readonly lines: number;
}

export class Talk {
  readonly #now: number;
  readonly #events: ChatEvent[] = [];
  /** Of the answers among the events: who has seen them grow. */
  readonly #followers = new Map<ChatEvent, ReadonlySet<Listener>>();
  /** By look and by which answers are followed. */
  readonly #readings = new Map<Renderer, Map<string, Reading>>();
  /** The reading that was asked for last, unless who follows matters: most viewers of a lobby look alike. */
  #last: { readonly renderer: Renderer; readonly reading: Reading } | undefined;

  /** `now` is in milliseconds since 1970-01-01 UTC, for relative times. */
  constructor(now: number) {
    this.#now = now;
  }

  /** How many events there were. */
  get length(): number {
    return this.#events.length;
  }

  add(event: ChatEvent, followers?: ReadonlySet<Listener>): void {
    this.#events.push(event);
    if (followers) {
      this.#followers.set(event, followers);
      this.#last = undefined;
    }
  }

  /** What a listener sees of the events from number `first` up to `end`; it shares the bytes with whoever sees the same. */
  share(listener: Listener, first = 0, end = this.#events.length): Share {
    const reading = this.#rendered(listener);
    if (listener.ignored.size === 0) return reading.share(first, end);
    const shown = this.#events.slice(first, end).map((event) => !ignores(listener, event));
    return shown.every(Boolean) ? reading.share(first, end) : reading.selection(first, shown);
  }

  /** Whether a listener sees anything of the events from number `first` on. */
  shows(listener: Listener, first: number): boolean {
    const reading = this.#rendered(listener);
    for (let at = first; at < this.#events.length; at++) {
      const event = this.#events[at];
      if (event && reading.shows(at) && !ignores(listener, event)) return true;
    }
    return false;
  }

  /** How all events so far read. */
  #rendered(listener: Listener): Reading {
    const reading = this.#reading(listener);
    for (let at = reading.length; at < this.#events.length; at++) {
      const event = this.#events[at];
      reading.add(event ? this.#render(event, listener) : "");
    }
    return reading;
  }

  #reading(listener: Listener): Reading {
    const { renderer } = listener;
    if (this.#last?.renderer === renderer) return this.#last.reading;
    const follows = (followers: ReadonlySet<Listener>) => followers.has(listener) ? "+" : "-";
    const group = [...this.#followers.values()].map(follows).join("");
    let groups = this.#readings.get(renderer);
    if (!groups) this.#readings.set(renderer, groups = new Map());
    let reading = groups.get(group);
    if (!reading) groups.set(group, reading = new Reading());
    if (this.#followers.size === 0) this.#last = { renderer, reading };
    return reading;
  }

  #render(event: ChatEvent, listener: Listener): string {
    const { renderer } = listener;
    const follows = this.#followers.get(event)?.has(listener) ?? false;
    if (event.type === "answer-grew") return follows ? renderer.event(event, "reader", this.#now) : "";
    return renderer.event(event, follows ? "follower" : "reader", this.#now);
  }
}

/** How a talk reads in one look, for as long as somebody has asked. */
class Reading {
  /** Some may be empty. */
  readonly #texts: string[] = [];
  /** All of the texts as bytes; undefined when some came since. */
  #whole: Share | undefined;
  /** Where each text ends in the bytes; empty until somebody asks for a part. */
  #ends: number[] = [];

  get length(): number {
    return this.#texts.length;
  }

  add(text: string): void {
    this.#texts.push(text);
    this.#whole = undefined;
    this.#ends = [];
  }

  shows(at: number): boolean {
    return this.#texts[at] !== "";
  }

  /** The texts from number `first` up to `end`. */
  share(first: number, end: number): Share {
    if (first === 0 && end === this.length) return this.#whole ??= asShare(this.#texts);
    const texts = this.#texts.slice(first, end);
    // In the middle of a turn there is no whole, and to make one for each part would cost a multiple of it.
    if (this.#whole === undefined) return asShare(texts);
    if (this.#ends.length === 0) this.#ends = ends(this.#texts, this.#whole.chunk.length);
    const chunk = this.#whole.chunk.subarray(this.#ends[first - 1] ?? 0, this.#ends[end - 1] ?? 0);
    return { chunk, lines: countLines(texts) };
  }

  /** Those of the texts from number `first` on that are shown. */
  selection(first: number, shown: readonly boolean[]): Share {
    return asShare(this.#texts.filter((_, at) => shown[at - first]));
  }
}

/** Many lines at one go: to encode one costs as much as to encode a hundred. */
export function asShare(texts: readonly string[]): Share {
  return { chunk: encoder.encode(texts.join("")), lines: countLines(texts) };
}

function countLines(texts: readonly string[]): number {
  let lines = 0;
  for (const text of texts) if (text !== "") lines++;
  return lines;
}

/** Where each text ends when all of them take `bytes` bytes. */
function ends(texts: readonly string[], bytes: number): number[] {
  let end = 0;
  const byCharacters = texts.map((text) => end += text.length);
  if (end === bytes) return byCharacters;
  end = 0;
  return texts.map((text) => end += encoder.encode(text).length);
}

/** Whether somebody has chosen not to see such events of their author. */
export function ignores({ ignored }: Pick<Listener, "ignored">, event: ChatEvent): boolean {
  if (ignored.size === 0) return false;
  switch (event.type) {
    case "said":
    case "action":
    case "tagged":
    case "direct":
    case "tagged-you":
    case "answered":
    case "answer-grew":
      return ignored.has(event.from.id);
    case "joined":
    case "left":
    case "entered":
    case "exited":
    case "moderated":
    case "announced":
    case "notice":
    case "idle-warning":
    case "idle-end":
    case "dismissed":
    case "answer-failed":
      return false;
    default:
      return event satisfies never;
  }
}

// What one lobby hears in a turn, and how it reads: rendered once for all viewers who look alike.

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

export class Talk {
  readonly #now: number;
  readonly #events: ChatEvent[] = [];
  /** Of the answers among the events: who has seen them grow. */
  readonly #followers = new Map<ChatEvent, ReadonlySet<Listener>>();
  /** The events as text, by look and by which answers are followed; as long as somebody has asked for. */
  readonly #texts = new Map<Renderer, Map<string, string[]>>();

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
    if (followers) this.#followers.set(event, followers);
  }

  /** All events so far as text; listeners who see the same are given the same array. Some may be empty. */
  textsFor(listener: Listener): readonly string[] {
    const texts = this.#shared(listener);
    while (texts.length < this.#events.length) {
      const event = this.#events[texts.length];
      texts.push(event ? this.#render(event, listener) : "");
    }
    return texts;
  }

  /** What a listener sees of the events from number `first` on. */
  shown(listener: Listener, first = 0): readonly string[] {
    const texts = this.textsFor(listener).slice(first);
    return texts.filter((text, index) => {
      const event = this.#events[first + index];
      return text !== "" && event !== undefined && !ignores(listener, event);
    });
  }

  /** Whether the listener ignores the author of any event. */
  hidesFrom(listener: Listener): boolean {
    return listener.ignored.size > 0 && this.#events.some((event) => ignores(listener, event));
  }

  #shared(listener: Listener): string[] {
    const { renderer } = listener;
    const follows = (followers: ReadonlySet<Listener>) => followers.has(listener) ? "+" : "-";
    const group = this.#followers.size === 0 ? "" : [...this.#followers.values()].map(follows).join("");
    let groups = this.#texts.get(renderer);
    if (!groups) this.#texts.set(renderer, groups = new Map());
    let texts = groups.get(group);
    if (!texts) groups.set(group, texts = []);
    return texts;
  }

  #render(event: ChatEvent, listener: Listener): string {
    const { renderer } = listener;
    const follows = this.#followers.get(event)?.has(listener) ?? false;
    if (event.type === "answer-grew") return follows ? renderer.event(event, "reader", this.#now) : "";
    return renderer.event(event, follows ? "follower" : "reader", this.#now);
  }
}

/** Many lines at one go: to encode one costs as much as to encode a hundred. */
export function encoded(texts: readonly string[]): Uint8Array {
  return encoder.encode(texts.join(""));
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

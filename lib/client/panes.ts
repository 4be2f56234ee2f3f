// The parts of the screen, from top to bottom: what was said, a bar with the conversations, the line being typed.

import {
  type Component,
  type Focusable,
  Input,
  truncateToWidth,
  wrapTextWithAnsi,
} from "@earendil-works/pi-tui";
import type { Clock } from "../domain/clock.ts";
import { formatTime } from "../domain/clock.ts";
import { ansi } from "../dialects/terminal/palette.ts";
import type { Chat } from "./chat.ts";
import type { Conversation, Entry, Party } from "./conversation.ts";
import { paint, paintGrowth } from "./paint.ts";

/** The conversation that is looked at, wrapped to the screen. */
export class Transcript implements Component {
  readonly #chat: Chat;
  readonly #clock: Pick<Clock, "now">;
  /** Wrapping is what costs; an entry never changes, it is replaced. */
  #wrapped = new WeakMap<Entry, readonly string[]>();
  #width = 0;

  constructor(chat: Chat, clock: Pick<Clock, "now">) {
    this.#chat = chat;
    this.#clock = clock;
  }

  render(width: number): string[] {
    if (width !== this.#width) this.invalidate();
    this.#width = width;
    const { entries, growing } = this.#chat.conversations.current;
    const lines = entries.flatMap((entry) => this.#lines(entry));
    if (growing) lines.push(...rowsOf(paintGrowth(growing, this.#clock.now()), width));
    return lines;
  }

  invalidate(): void {
    this.#wrapped = new WeakMap();
  }

  #lines(entry: Entry): readonly string[] {
    const known = this.#wrapped.get(entry);
    if (known) return known;
    const lines = rowsOf(paint(entry, this.#clock.now()), this.#width);
    this.#wrapped.set(entry, lines);
    return lines;
  }
}

/** A text wrapped to the width. One of several lines hangs together: what is below its first row is indented. */
function rowsOf(text: string, width: number): readonly string[] {
  const indent = text.includes("\n") && width >= 20 ? "    " : "";
  return wrapTextWithAnsi(text, width - indent.length).map((row, index) => index === 0 ? row : indent + row);
}

/** Who and where one is, which conversations there are, and what Tab chooses from. */
export class Bar implements Component {
  readonly #chat: Chat;
  readonly #server: string;
  readonly #typed: () => string;

  constructor(chat: Chat, server: string, typed: () => string) {
    this.#chat = chat;
    this.#server = server;
    this.#typed = typed;
  }

  render(width: number): string[] {
    const choices = this.#chat.completion.choices(this.#typed());
    const parts = [this.#trouble(), this.#conversations(width - 2), this.#standing()];
    const bar = ` ${parts.filter((part) => part !== "").join(" | ")}`;
    return [
      ...(choices.length > 0 ? [ansi.faint(truncateToWidth(choices.join("  "), width))] : []),
      `\u001b[7m${truncateToWidth(bar, width, "…", true)}\u001b[27m`,
    ];
  }

  invalidate(): void {}

  #standing(): string {
    return `${this.#chat.visit.login.name ?? "not logged in"} on ${this.#server}`;
  }

  /** Why nothing can be sent now; empty when all is well. */
  #trouble(): string {
    const { phase, retryAt } = this.#chat.visit;
    if (phase === "out") return "logged out: Enter comes back";
    if (phase !== "offline") return "";
    return retryAt === undefined ? "connecting" : `no connection, next try ${formatTime(retryAt).slice(11)}`;
  }

  /** Those that matter when there is no room for all. */
  #conversations(width: number): string {
    const { all, current } = this.#chat.conversations;
    const labels = all.map((each, index) => {
      const label = `${index + 1} ${labelOf(each.party)}${each.unread > 0 ? ` (${each.unread})` : ""}`;
      return { label: each === current ? `[${label}]` : label, each };
    });
    const whole = joined(labels);
    if (whole.length <= width) return whole;
    const [here, others] = [true, false].map((is) => labels.filter(({ each }) => (each === current) === is));
    return joined([...here ?? [], ...others?.filter(({ each }) => each.unread > 0) ?? []]);
  }
}

function joined(labels: readonly { readonly label: string }[]): string {
  return labels.map(({ label }) => label).join("  ");
}

/** The line being typed: every conversation has its own, so that nothing typed for one goes to another. */
export class Prompt implements Component, Focusable {
  readonly #chat: Chat;
  readonly #submit: (line: string) => void;
  readonly #inputs = new Map<Conversation | "name" | "password", Input>();
  focused = false;

  constructor(chat: Chat, submit: (line: string) => void) {
    this.#chat = chat;
    this.#submit = submit;
  }

  get value(): string {
    return this.#input().getValue();
  }

  /** Replaces the line, with the cursor at its end. */
  set value(line: string) {
    this.#input().setValue(line);
    this.#input().handleInput(END);
  }

  handleInput(data: string): void {
    this.#input().handleInput(data);
  }

  render(width: number): string[] {
    const input = this.#input();
    input.focused = this.focused;
    const secret = input.getValue();
    if (this.#chat.visit.login.asks !== "password") return input.render(width);
    // The cursor stays where it is, as the length stays.
    input.setValue("*".repeat(secret.length));
    const lines = input.render(width);
    input.setValue(secret);
    return lines;
  }

  invalidate(): void {}

  #input(): Input {
    const { visit: { login }, conversations: { current } } = this.#chat;
    const key = login.asks ?? current;
    const known = this.#inputs.get(key);
    if (known) return known;
    const input = new Input({ prompt: login.asks ? `Your ${login.asks}: ` : `[${labelOf(current.party)}] ` });
    input.onSubmit = this.#submit;
    this.#inputs.set(key, input);
    return input;
  }
}

/** The End key, as terminals send it. */
const END = "\u001b[F";

function labelOf({ kind, name }: Party): string {
  return kind === "lobby" ? `#${name}` : name;
}

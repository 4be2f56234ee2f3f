// A chat without a socket: what it sends is recorded, what the server would say is given to it.
import assert from "node:assert/strict";
import { Chat } from "../../../lib/client/chat.ts";
import type { Conversation, Entry } from "../../../lib/client/conversation.ts";
import { paint, paintGrowth } from "../../../lib/client/paint.ts";
import { stripVTControlCharacters } from "node:util";
import { FakeClock } from "../../support/fake_clock.ts";

type Fields = Readonly<Record<string, unknown>>;

const clock = new FakeClock();
const at = new Date(clock.now()).toISOString();

/** A line of a lobby as the JSON dialect sends it. */
export function message(id: number, sender: string, body: string, lobby = "general"): Fields {
  return { sender, receiver: `#${lobby}`, body, time: "", type: "message", at, id, lobby };
}

export function direct(id: number, sender: string, body: string, receiver = "alice"): Fields {
  return { sender, receiver, body, time: "", type: "direct", at, id };
}

/** A whole answer of the assistant. */
export function rox(id: number, body: string): Fields {
  return { ...message(id, "Rox", body), type: "answer" };
}

/** Further lines of an answer that grows. */
export function growth(body: string, first = false): Fields {
  return { sender: "Rox", receiver: "#general", body, type: "answer-grew", at, lobby: "general", first };
}

export function answer(type: string, ref: number | undefined, fields: Fields): Fields {
  return {
    sender: "",
    receiver: "alice",
    body: "",
    time: "",
    type,
    at,
    ...ref !== undefined && { ref },
    ...fields,
  };
}

export interface Sent {
  readonly body: string;
  readonly receiver?: string;
  readonly follow?: boolean;
  readonly ref: number;
}

export class TestChat {
  readonly chat: Chat;
  /** What the link was told besides to send: `start`, `drop`. */
  readonly orders: string[] = [];
  /** What a view that prints was given. */
  readonly news: string[] = [];
  #sent: Sent[] = [];

  constructor(repaints = true) {
    const order = (name: string) => () => void this.orders.push(name);
    this.chat = new Chat({
      clock,
      link: {
        start: order("start"),
        settled: order("settled"),
        drop: order("drop"),
        expectEnd: order("expectEnd"),
        send: (line) => this.#sent.push(JSON.parse(line)) > 0,
      },
      repaints,
      onEntry: (entry) => void this.news.push(textOf(entry)),
      onChange: () => {},
      onQuit: order("quit"),
    });
  }

  /** Alice, logged in, in general. */
  static in(events: readonly Fields[] = [], repaints = true): TestChat {
    const test = new TestChat(repaints);
    test.chat.typed("alice");
    test.chat.opened();
    test.welcome(events);
    test.take();
    return test;
  }

  /** What was sent since the last call. */
  take(): readonly Sent[] {
    const sent = this.#sent;
    this.#sent = [];
    return sent;
  }

  /** The one line that was sent since the last call. */
  only(): Sent {
    const [sent, ...more] = this.take();
    assert.deepEqual(more, []);
    return sent ?? assert.fail("nothing was sent");
  }

  hear(...objects: readonly Fields[]): void {
    for (const object of objects) this.chat.received(JSON.stringify(object));
  }

  /** Answers the login that was sent last. */
  welcome(events: readonly Fields[] = [], lobby = "general"): void {
    const login = this.take().findLast(({ body }) => body.startsWith("/login ")) ??
      assert.fail("no login was sent");
    this.hear(answer("welcome", login.ref, { lobby, present: 1, events, body: "Hello alice" }));
  }

  /** The line breaks and comes back; the login is sent. */
  breakAndReturn(): void {
    this.chat.closed("it broke", 1000);
    this.take();
    this.chat.opened();
  }

  /** What is on the screen. */
  get screen(): readonly string[] {
    return this.shownIn(this.chat.conversations.current);
  }

  shownIn({ entries, growing }: Conversation): readonly string[] {
    const block = growing ? [paintGrowth(growing, clock.now())] : [];
    return [...entries.map((entry) => paint(entry, clock.now())), ...block].map(bare);
  }
}

/** An entry as a screen shows it, without colours and time. */
export function textOf(entry: Entry): string {
  return bare(paint(entry, clock.now()));
}

function bare(painted: string): string {
  return stripVTControlCharacters(painted).replace(/^\d\d:\d\d /, "");
}

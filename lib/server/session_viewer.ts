// One session's side of the screen: what is sent to it, in which order, and what of it was surely seen.

import type { DirectMessage, Presence } from "../domain/event.ts";
import type { MessageId, SessionId, UserId } from "../domain/ids.ts";
import type { UserName } from "../domain/names.ts";
import type { Theme } from "../domain/theme.ts";
import type { Dialect, Renderer, View } from "../dialects/dialect.ts";
import type { Connection, Outgoing } from "../net/connection.ts";
import { NOBODY, type Preferences } from "../services/actor.ts";
import type { Viewer } from "./hub.ts";

const encoder = new TextEncoder();
const NOTHING: readonly MessageId[] = [];

export interface SessionViewerOptions {
  readonly session: SessionId;
  readonly connection: Connection;
  readonly dialect: Dialect;
  /** What to show to whoever has just changed the lobby. Must not throw. */
  readonly onMoved: (arrival: Presence) => string;
}

/** Keeps its owner's preferences itself, as it needs them for each line. */
export class SessionViewer implements Viewer, Preferences {
  readonly session: SessionId;
  ignored: ReadonlySet<UserId> = NOBODY;
  conversation: UserName | undefined;
  lastSender: UserName | undefined;
  #theme: Theme;
  #renderer: Renderer;
  readonly #connection: Connection;
  /** Of the connection. */
  readonly #out: Outgoing;
  readonly #dialect: Dialect;
  readonly #onMoved: SessionViewerOptions["onMoved"];
  /** What came live while the newcomer's replay was still being made; undefined when nothing is held back. */
  #held: (() => void)[] | undefined;
  /** Direct messages that the system has taken for the reader, who gave no sign of life since; with its last arrival. */
  readonly #written: { readonly id: MessageId; readonly arrival: number }[] = [];
  #queuedAtLine = -1;

  constructor({ session, connection, dialect, onMoved }: SessionViewerOptions) {
    this.session = session;
    this.#theme = dialect.theme;
    this.#renderer = dialect.renderer(dialect.theme);
    this.#connection = connection;
    this.#out = connection.out;
    this.#dialect = dialect;
    this.#onMoved = onMoved;
  }

  get theme(): Theme {
    return this.#theme;
  }

  set theme(theme: Theme) {
    this.#theme = theme;
    this.#renew();
  }

  get renderer(): Renderer {
    return this.#renderer;
  }

  /**
   * The reader sent a line: a sign of life. Yields the direct messages that it must have seen by now; those written
   * after the line came in, which was sent ahead then, are not among them.
   */
  lineRead(): readonly MessageId[] {
    this.#queuedAtLine = this.#out.queued;
    if (this.#written.length === 0) return NOTHING;
    const { arrivals } = this.#connection;
    const unseen = this.#written.findIndex(({ arrival }) => arrival >= arrivals);
    const seen = this.#written.splice(0, unseen < 0 ? this.#written.length : unseen);
    return seen.map(({ id }) => id);
  }

  ownView(): View {
    return this.#out.queued === this.#queuedAtLine ? "author-in-place" : "author";
  }

  enter(arrival: Presence): void {
    // Who came in is greeted by its session, which knows more; who changed the lobby sees the new one at once.
    if (arrival.type === "joined") {
      this.#held ??= [];
      // At login a client may have said how it wants to be spoken to.
      this.#renew();
    } else this.answer(this.#onMoved(arrival));
  }

  dismiss(): void {
    // Why it is dismissed waits behind the replay.
    if (this.#held) this.#held.push(() => this.dismiss());
    else this.#connection.close("kicked");
  }

  /** Shows the newcomer's welcome with its replay and queued direct messages, then what came live meanwhile. */
  welcome(text: string, queued: readonly DirectMessage[]): void {
    this.#out.send(encoder.encode(text), () => {
      for (const message of queued) this.#noteWritten(message);
    });
    if (queued.length > 0) this.lastSender = queued.at(-1)?.from.name;
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const show of held) show();
  }

  offer(chunk: Uint8Array, lines: number): void {
    if (this.#held) this.#held.push(() => this.#out.offer(chunk, lines));
    else this.#out.offer(chunk, lines);
  }

  send(chunk: Uint8Array, message?: DirectMessage): void {
    if (this.#held) {
      this.#held.push(() => this.send(chunk, message));
      return;
    }
    if (message) this.lastSender = message.from.name;
    this.#out.send(chunk, message && (() => this.#noteWritten(message)));
  }

  /** An answer to the viewer's own request; nothing of it is held back. */
  answer(text: string): void {
    if (text !== "") this.#out.send(encoder.encode(text));
  }

  #renew(): void {
    this.#renderer = this.#dialect.renderer(this.#theme);
  }

  #noteWritten({ id }: DirectMessage): void {
    this.#written.push({ id, arrival: this.#connection.arrivals });
  }
}

// What one viewer sees of a turn in which it acts, moves or is addressed: its own selection, in order.

import type { ChatEvent, Presence } from "../domain/event.ts";
import type { View } from "../dialects/dialect.ts";
import { joined } from "../net/chunk_queue.ts";
import type { Viewer } from "./hub.ts";
import { asShare, type Share, type Talk } from "./talk.ts";

/** What a viewer sees: texts for it alone, or a part of the talk, from number `first` up to `end`. */
type Piece =
  | { readonly own: string[] }
  | { readonly talk: Talk; readonly first: number; readonly end: number };

export class Strip {
  readonly #viewer: Viewer;
  readonly #now: number;
  /** What is said where the viewer is; undefined: nowhere. */
  #talk: Talk | undefined;
  /** How much of it the viewer has been shown. */
  #seen = 0;
  /** Encoded at the end, when the talk is complete: then all share one encoding of it. */
  #pieces: Piece[] = [];

  /** `now` is in milliseconds since 1970-01-01 UTC, for relative times. */
  constructor(viewer: Viewer, now: number, talk: Talk | undefined) {
    this.#viewer = viewer;
    this.#now = now;
    this.#talk = talk;
  }

  /** What the viewer says itself; the talk gets it next. */
  own(event: ChatEvent): void {
    this.#catchUp();
    const text = this.#viewer.renderer.event(event, this.#ownView(), this.#now);
    if (text !== "") this.#push(text);
    this.#seen++;
  }

  /** Something for this viewer alone. */
  personal(event: ChatEvent): void {
    this.flush();
    const text = this.#viewer.renderer.event(event, "reader", this.#now);
    if (text !== "") this.#viewer.send(asShare([text]).chunk, event.type === "direct" ? event : undefined);
    if (event.type === "dismissed") this.#viewer.dismiss();
  }

  /** The viewer goes: it sees nothing of what is said there from now on. */
  leave(): void {
    this.#catchUp();
    this.#talk = undefined;
  }

  /** The viewer comes in: it sees what is said there after its arrival. */
  enter(talk: Talk, arrival: Presence): void {
    this.flush();
    this.#talk = talk;
    this.#seen = talk.length;
    this.#viewer.enter(arrival);
  }

  /** Hands on all that there is so far. */
  flush(): void {
    this.#catchUp();
    const shares = this.#pieces.map((piece) => this.#share(piece));
    this.#pieces = [];
    let lines = 0;
    for (const share of shares) lines += share.lines;
    if (lines > 0) this.#viewer.offer(joined(shares.map(({ chunk }) => chunk)), lines);
  }

  #share(piece: Piece): Share {
    return "own" in piece ? asShare(piece.own) : piece.talk.share(this.#viewer, piece.first, piece.end);
  }

  #push(text: string): void {
    const last = this.#pieces.at(-1);
    if (last !== undefined && "own" in last) last.own.push(text);
    else this.#pieces.push({ own: [text] });
  }

  #catchUp(): void {
    if (!this.#talk || this.#seen === this.#talk.length) return;
    if (this.#talk.shows(this.#viewer, this.#seen)) {
      this.#pieces.push({ talk: this.#talk, first: this.#seen, end: this.#talk.length });
    }
    this.#seen = this.#talk.length;
  }

  /** The author's line can be painted over only while nothing stands below it. */
  #ownView(): View {
    return this.#pieces.length === 0 ? this.#viewer.ownView() : "author";
  }
}

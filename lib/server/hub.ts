// Who sees what: takes the events of one turn after their commit and hands each viewer its share, rendered once for
// all viewers who look alike.

import type { Audience, DirectMessage, Presence, Published } from "../domain/event.ts";
import type { LobbyId, SessionId, UserId } from "../domain/ids.ts";
import type { View } from "../dialects/dialect.ts";
import { Followers } from "./followers.ts";
import { Strip } from "./strip.ts";
import { ignores, type Listener, Talk } from "./talk.ts";

/** What the hub needs of whoever looks on. */
export interface Viewer extends Listener {
  readonly session: SessionId;
  /** How the viewer's own line is to be shown to it, should it be the next thing shown. */
  ownView(): View;
  /** From here on lines of a lobby that is new to the viewer follow; `arrival` is how it came there. */
  enter(arrival: Presence): void;
  /** Live lines of a lobby; may be skipped when the viewer does not read. */
  offer(chunk: Uint8Array, lines: number): void;
  /** Something for this viewer alone. `message`: the direct message that it is. */
  send(chunk: Uint8Array, message?: DirectMessage): void;
  /** Somebody else ended the session: the connection closes once everything is sent. */
  dismiss(): void;
}

/** What is shown of one turn. */
class Turn {
  /** Milliseconds since 1970-01-01 UTC, for relative times. */
  readonly now: number;
  readonly talks = new Map<LobbyId, Talk>();
  readonly strips = new Map<Viewer, Strip>();
  /** The talk that was asked for last: most events of a turn are of one lobby. */
  #last: { readonly lobby: LobbyId; readonly talk: Talk } | undefined;

  constructor(now: number) {
    this.now = now;
  }

  talkIn(lobby: LobbyId): Talk {
    if (this.#last?.lobby === lobby) return this.#last.talk;
    const talk = this.talks.get(lobby) ?? new Talk(this.now);
    this.talks.set(lobby, talk);
    this.#last = { lobby, talk };
    return talk;
  }
}

export class Hub {
  readonly #viewers = new Map<SessionId, Viewer>();
  readonly #byUser = new Map<UserId, Viewer>();
  readonly #members = new Map<LobbyId, Set<Viewer>>();
  /** The lobby of each member. */
  readonly #where = new Map<Viewer, LobbyId>();
  readonly #followers = new Followers<Viewer>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Must come before the session's first entry: from its arrival on the viewer is a member of its lobby. */
  register(viewer: Viewer): void {
    this.#viewers.set(viewer.session, viewer);
  }

  forget(session: SessionId): void {
    this.#viewers.delete(session);
  }

  /** Shows the events of one turn, in their order. */
  publish(events: readonly Published[]): void {
    if (events.length === 0) return;
    const turn = new Turn(this.#now());
    this.#setApart(events, turn);
    for (const published of events) this.#show(published, turn);
    for (const [lobby, talk] of turn.talks) this.#share(lobby, talk, turn);
    for (const strip of turn.strips.values()) strip.flush();
  }

  /** Gives a strip to those who cannot share with others in this turn, as they act, move or are addressed in it. */
  #setApart(events: readonly Published[], turn: Turn): void {
    let last: SessionId | null = null;
    for (const { by, audience } of events) {
      if (by !== last) this.#cut(this.#author(by), turn);
      last = by;
      if (audience.to !== "lobby") this.#cut(this.#single(audience), turn);
    }
  }

  #cut(viewer: Viewer | undefined, turn: Turn): void {
    if (!viewer || turn.strips.has(viewer)) return;
    const lobby = this.#where.get(viewer);
    turn.strips.set(
      viewer,
      new Strip(viewer, turn.now, lobby === undefined ? undefined : turn.talkIn(lobby)),
    );
  }

  #show({ event, audience, by }: Published, turn: Turn): void {
    if (audience.to !== "lobby") {
      const viewer = this.#single(audience);
      if (viewer && !ignores(viewer, event)) turn.strips.get(viewer)?.personal(event);
      return;
    }
    const { lobby } = audience;
    const talk = turn.talkIn(lobby);
    const author = this.#author(by);
    const strip = author && turn.strips.get(author);
    switch (event.type) {
      case "left":
      case "exited":
        strip?.leave();
        if (author) this.#leave(author, lobby);
        // A takeover has put the new session in the old one's place already.
        if (author && event.type === "left" && this.#byUser.get(event.from.id) === author) {
          this.#byUser.delete(event.from.id);
        }
        talk.add(event);
        break;
      case "joined":
      case "entered":
        talk.add(event);
        if (!author) break;
        this.#enter(author, lobby);
        this.#byUser.set(event.from.id, author);
        strip?.enter(talk, event);
        break;
      case "answered":
      case "answer-grew": {
        const viewers = [...this.#members.get(lobby) ?? []].filter((viewer) => !ignores(viewer, event));
        talk.add(event, this.#followers.of(event, viewers));
        break;
      }
      default:
        if (author && this.#where.get(author) === lobby) strip?.own(event);
        talk.add(event);
    }
  }

  /** What was said in a lobby, for all of its members who share it with others. */
  #share(lobby: LobbyId, talk: Talk, { strips }: Turn): void {
    if (talk.length === 0) return;
    for (const viewer of this.#members.get(lobby) ?? []) {
      if (strips.has(viewer)) continue;
      const { chunk, lines } = talk.share(viewer);
      if (lines > 0) viewer.offer(chunk, lines);
    }
  }

  #enter(viewer: Viewer, lobby: LobbyId): void {
    const members = this.#members.get(lobby);
    if (members) members.add(viewer);
    else this.#members.set(lobby, new Set([viewer]));
    this.#where.set(viewer, lobby);
  }

  #leave(viewer: Viewer, lobby: LobbyId): void {
    const members = this.#members.get(lobby);
    members?.delete(viewer);
    if (members?.size === 0) this.#members.delete(lobby);
    this.#where.delete(viewer);
    this.#followers.leave(lobby, viewer);
  }

  #author(by: SessionId | null): Viewer | undefined {
    return by === null ? undefined : this.#viewers.get(by);
  }

  /** The one viewer of an audience that is not a lobby, if it is here. */
  #single(audience: Audience): Viewer | undefined {
    switch (audience.to) {
      case "lobby":
        return undefined;
      case "user":
        return this.#byUser.get(audience.user);
      case "session":
        return this.#viewers.get(audience.session);
      default:
        return audience satisfies never;
    }
  }
}

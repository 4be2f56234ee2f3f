// Who sees what: takes the events of one turn after their commit and hands each viewer its share, rendered once for
// all viewers who look alike.

import type { Audience, DirectMessage, Presence, Published } from "../domain/event.ts";
import type { LobbyId, SessionId, UserId } from "../domain/ids.ts";
import type { View } from "../dialects/dialect.ts";
import { Followers } from "./followers.ts";
import { Strip } from "./strip.ts";
import { encoded, ignores, type Listener, Talk } from "./talk.ts";

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
    const now = this.#now();
    const talks = new Map<LobbyId, Talk>();
    const talkIn = (lobby: LobbyId) => {
      const talk = talks.get(lobby) ?? new Talk(now);
      talks.set(lobby, talk);
      return talk;
    };
    const apart = this.#apart(events, now, talkIn);
    for (const published of events) this.#show(published, talkIn, apart);
    for (const [lobby, talk] of talks) this.#share(lobby, talk, apart);
    for (const strip of apart.values()) strip.flush();
  }

  /** The viewers who cannot share with others in this turn, as they act, move or are addressed in it. */
  #apart(
    events: readonly Published[],
    now: number,
    talkIn: (lobby: LobbyId) => Talk,
  ): ReadonlyMap<Viewer, Strip> {
    const apart = new Map<Viewer, Strip>();
    for (const { by, audience } of events) {
      for (const viewer of [this.#author(by), this.#single(audience)]) {
        if (!viewer || apart.has(viewer)) continue;
        const lobby = this.#where.get(viewer);
        apart.set(viewer, new Strip(viewer, now, lobby === undefined ? undefined : talkIn(lobby)));
      }
    }
    return apart;
  }

  #show(
    { event, audience, by }: Published,
    talkIn: (lobby: LobbyId) => Talk,
    apart: ReadonlyMap<Viewer, Strip>,
  ): void {
    if (audience.to !== "lobby") {
      const viewer = this.#single(audience);
      if (viewer && !ignores(viewer, event)) apart.get(viewer)?.personal(event);
      return;
    }
    const { lobby } = audience;
    const talk = talkIn(lobby);
    const author = this.#author(by);
    const strip = author && apart.get(author);
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
  #share(lobby: LobbyId, talk: Talk, apart: ReadonlyMap<Viewer, Strip>): void {
    if (talk.length === 0) return;
    const shares = new Map<readonly string[], { readonly chunk: Uint8Array; readonly lines: number }>();
    for (const viewer of this.#members.get(lobby) ?? []) {
      if (apart.has(viewer)) continue;
      const texts = talk.textsFor(viewer);
      const whole = !talk.hidesFrom(viewer);
      let share = whole ? shares.get(texts) : undefined;
      if (!share) {
        const shown = talk.shown(viewer);
        share = { chunk: encoded(shown), lines: shown.length };
        if (whole) shares.set(texts, share);
      }
      if (share.lines > 0) viewer.offer(share.chunk, share.lines);
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

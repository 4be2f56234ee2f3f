// Who sees what: takes the events of one turn after their commit and hands each viewer its share, rendered once for
// all viewers who look alike.

import type { Audience, ChatEvent, DirectMessage, Presence, Published } from "../domain/event.ts";
import type { LobbyId, SessionId, UserId } from "../domain/ids.ts";
import type { Renderer, View } from "../dialects/dialect.ts";

/** What the hub needs of whoever looks on. */
export interface Viewer {
  readonly session: SessionId;
  /** Viewers with the same renderer get the same bytes. */
  readonly renderer: Renderer;
  readonly ignored: ReadonlySet<UserId>;
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
  readonly #lobbies = new Map<LobbyId, Set<Viewer>>();
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
    const apart = this.#apart(events);
    for (const published of events) this.#show(published, turn, apart);
    for (const [lobby, said] of turn.lobbies) this.#share(lobby, said, turn, apart);
    for (const strip of apart.values()) strip.flush();
  }

  /** The viewers who cannot share a rendering in this turn, as they act, move or are addressed in it. */
  #apart(events: readonly Published[]): Map<Viewer, Strip> {
    const apart = new Map<Viewer, Strip>();
    for (const { by, audience } of events) {
      for (
        const viewer of [
          this.#viewers.get(by),
          this.#single(audience),
        ]
      ) {
        if (viewer && !apart.has(viewer)) apart.set(viewer, new Strip(viewer));
      }
    }
    return apart;
  }

  #show({ event, audience, by }: Published, turn: Turn, apart: Map<Viewer, Strip>): void {
    const author = this.#viewers.get(by);
    if (audience.to !== "lobby") {
      const viewer = this.#single(audience);
      if (!viewer || ignores(viewer, event)) return;
      apart.get(viewer)?.personal(turn.render(viewer.renderer, event), event);
      return;
    }
    const members = this.#members(audience.lobby);
    if (author && (event.type === "left" || event.type === "exited")) {
      members.delete(author);
      if (members.size === 0) this.#lobbies.delete(audience.lobby);
      // A takeover has put the new session in the old one's place already.
      if (event.type === "left" && this.#byUser.get(event.from.id) === author) {
        this.#byUser.delete(event.from.id);
      }
    }
    turn.add(audience.lobby, event);
    for (const [viewer, strip] of apart) {
      if (!members.has(viewer) || ignores(viewer, event)) continue;
      const own = viewer === author;
      strip.line(
        own ? viewer.renderer.event(event, strip.ownView(), turn.now) : turn.render(viewer.renderer, event),
      );
    }
    if (author && (event.type === "joined" || event.type === "entered")) {
      members.add(author);
      this.#byUser.set(event.from.id, author);
      apart.get(author)?.enter(event);
    }
  }

  /** The lobby's lines of this turn for all of its members who share a rendering. */
  #share(lobby: LobbyId, said: readonly ChatEvent[], turn: Turn, apart: ReadonlyMap<Viewer, Strip>): void {
    const shared = new Map<Renderer, { readonly chunk: Uint8Array; readonly lines: number }>();
    for (const viewer of this.#lobbies.get(lobby) ?? []) {
      if (apart.has(viewer)) continue;
      const seen = viewer.ignored.size === 0 ? said : said.filter((event) => !ignores(viewer, event));
      let share = seen.length === said.length ? shared.get(viewer.renderer) : undefined;
      if (!share) {
        const shown = seen.map((event) => turn.render(viewer.renderer, event)).filter(isShown);
        share = { chunk: encoded(shown), lines: shown.length };
        if (seen.length === said.length) shared.set(viewer.renderer, share);
      }
      if (share.lines > 0) viewer.offer(share.chunk, share.lines);
    }
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

  #members(lobby: LobbyId): Set<Viewer> {
    let members = this.#lobbies.get(lobby);
    if (!members) this.#lobbies.set(lobby, members = new Set());
    return members;
  }
}

const encoder = new TextEncoder();

function isShown(text: string): boolean {
  return text !== "";
}

/** Many lines at one go: to encode a line costs as much as to encode a hundred. */
function encoded(texts: readonly string[]): Uint8Array {
  return encoder.encode(texts.join(""));
}

function ignores(viewer: Viewer, event: ChatEvent): boolean {
  if (viewer.ignored.size === 0) return false;
  switch (event.type) {
    case "said":
    case "action":
    case "tagged":
    case "direct":
    case "tagged-you":
      return viewer.ignored.has(event.from.id);
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
      return false;
    default:
      return event satisfies never;
  }
}

/** The events of one turn and their renderings, each made once. */
class Turn {
  readonly now: number;
  readonly lobbies = new Map<LobbyId, ChatEvent[]>();
  readonly #rendered = new Map<Renderer, Map<ChatEvent, string>>();

  constructor(now: number) {
    this.now = now;
  }

  add(lobby: LobbyId, event: ChatEvent): void {
    const events = this.lobbies.get(lobby);
    if (events) events.push(event);
    else this.lobbies.set(lobby, [event]);
  }

  render(renderer: Renderer, event: ChatEvent): string {
    let rendered = this.#rendered.get(renderer);
    if (!rendered) this.#rendered.set(renderer, rendered = new Map());
    let text = rendered.get(event);
    if (text === undefined) rendered.set(event, text = renderer.event(event, "reader", this.now));
    return text;
  }
}

/** What one viewer sees of a turn, in order: its own selection of lines, as it cannot share. */
class Strip {
  readonly #viewer: Viewer;
  #lines: string[] = [];

  constructor(viewer: Viewer) {
    this.#viewer = viewer;
  }

  /** The author's line can be painted over only while nothing stands below it. */
  ownView(): View {
    return this.#lines.length === 0 ? this.#viewer.ownView() : "author";
  }

  line(text: string): void {
    if (isShown(text)) this.#lines.push(text);
  }

  personal(text: string, event: ChatEvent): void {
    this.flush();
    if (isShown(text)) this.#viewer.send(encoded([text]), event.type === "direct" ? event : undefined);
    if (event.type === "dismissed") this.#viewer.dismiss();
  }

  enter(arrival: Presence): void {
    this.flush();
    this.#viewer.enter(arrival);
  }

  flush(): void {
    if (this.#lines.length > 0) this.#viewer.offer(encoded(this.#lines), this.#lines.length);
    this.#lines = [];
  }
}

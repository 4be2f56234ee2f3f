// Viewers and renderers for tests of the hub, and the events that they cause.

import assert from "node:assert/strict";
import type { Renderer, View } from "../../lib/dialects/dialect.ts";
import type {
  ChatEvent,
  DirectMessage,
  LobbyEvent,
  Person,
  Presence,
  Published,
} from "../../lib/domain/event.ts";
import { GENERAL, type LobbyId, type MessageId, type SessionId, type UserId } from "../../lib/domain/ids.ts";
import type { LobbyName } from "../../lib/domain/names.ts";
import { sanitise } from "../../lib/domain/text.ts";
import { Hub, type Viewer } from "../../lib/server/hub.ts";
import { sessionId, userName } from "./entries.ts";

export const NOW = 5000;
export const GAMES = 2 as LobbyId;
const decoder = new TextDecoder();

export function show(event: ChatEvent): string {
  switch (event.type) {
    case "said":
    case "action":
    case "tagged":
    case "direct":
    case "moderated":
    case "announced":
      return `${event.from.name} ${event.type} ${event.text}\n`;
    case "answered":
    case "answer-grew":
      return `${event.from.name} ${event.type} ${event.lines.join("|")}\n`;
    case "answer-failed":
      return `${event.type} ${event.problem.text}\n`;
    case "notice":
    case "dismissed":
      return `${event.type} ${event.text}\n`;
    case "idle-warning":
    case "idle-end":
      return `${event.type}\n`;
    default:
      return `${event.from.name} ${event.type}\n`;
  }
}

/** Shows authors nothing of their own, as theme plain does. */
export class PlainRenderer implements Renderer {
  readonly introduces = false;
  readonly follows: boolean = false;
  rendered = 0;

  event(event: ChatEvent, view: View, now: number): string {
    this.rendered++;
    assert.equal(now, NOW);
    return view === "reader" ? show(event) : "";
  }
  reply = () => assert.fail("the hub answers nobody");
  refusal = () => assert.fail("the hub refuses nobody");
  skipped = () => assert.fail("the hub skips nothing");
}

/** Shows authors their own lines, and as which view. */
export class EchoRenderer extends PlainRenderer {
  override event(event: ChatEvent, view: View, now: number): string {
    return view === "reader" ? super.event(event, view, now) : `(${view}) ${show(event)}`;
  }
}

/** Shows answers while they grow, and of one that is complete only what was not shown. */
export class FollowingRenderer extends PlainRenderer {
  override readonly follows = true;

  override event(event: ChatEvent, view: View, now: number): string {
    if (view !== "follower" || event.type !== "answered") return super.event(event, view, now);
    this.rendered++;
    return `... ${event.lines.slice(event.grown).join("|")}\n`;
  }
}

export class QuietRenderer extends PlainRenderer {
  override event = () => "";
}

export class FakeViewer implements Viewer {
  static #users = 0;
  readonly user: Person;
  readonly session: SessionId;
  renderer: Renderer;
  readonly ignored = new Set<UserId>();
  /** Everything that reached it: text, with what it came as. */
  readonly seen: string[] = [];
  readonly chunks: Uint8Array[] = [];
  readonly messages: (MessageId | undefined)[] = [];
  readonly arrivals: Presence[] = [];
  view: View = "author-in-place";

  constructor(
    name: string,
    renderer: Renderer,
    { session = name, user }: { session?: string; user?: Person } = {},
  ) {
    this.user = user ?? { id: ++FakeViewer.#users as UserId, name: userName(name), picture: null };
    this.session = sessionId(session);
    this.renderer = renderer;
  }

  ownView(): View {
    return this.view;
  }

  enter(arrival: Presence): void {
    this.seen.push("enter");
    this.arrivals.push(arrival);
  }

  dismiss(): void {
    this.seen.push("dismiss");
  }

  offer(chunk: Uint8Array, lines: number): void {
    const text = decoder.decode(chunk);
    assert.equal(text.split("\n").length - 1, lines);
    this.seen.push(`offer ${text}`);
    this.chunks.push(chunk);
    this.view = "author";
  }

  send(chunk: Uint8Array, message?: DirectMessage): void {
    this.seen.push(`send ${decoder.decode(chunk)}`);
    this.messages.push(message?.id);
    this.view = "author";
  }

  /** What was seen since the last call. */
  take(): readonly string[] {
    return this.seen.splice(0);
  }
}

function at(viewer: FakeViewer, id: LobbyId) {
  const lobby = { id, name: "general" as LobbyName };
  return { id: 7 as MessageId, at: NOW, from: viewer.user, lobby };
}

function inLobby(viewer: FakeViewer, event: LobbyEvent): Published {
  return { event, audience: { to: "lobby", lobby: event.lobby.id }, by: viewer.session };
}

export function moves(
  viewer: FakeViewer,
  type: "joined" | "left" | "entered" | "exited",
  lobby = GENERAL,
): Published {
  return inLobby(viewer, { type, ...at(viewer, lobby) });
}

export function says(viewer: FakeViewer, text: string, lobby = GENERAL): Published {
  return inLobby(viewer, { type: "said", ...at(viewer, lobby), text: sanitise(text) });
}

export function tags(viewer: FakeViewer, to: FakeViewer, text: string): readonly Published[] {
  const { from } = at(viewer, GENERAL);
  return [
    inLobby(viewer, { type: "tagged", ...at(viewer, GENERAL), to: to.user, text: sanitise(text) }),
    {
      event: { type: "tagged-you", from, to: to.user, at: NOW },
      audience: { to: "user", user: to.user.id },
      by: viewer.session,
    },
  ];
}

export function writes(viewer: FakeViewer, to: FakeViewer, text: string, id = 9): Published {
  return {
    event: {
      type: "direct",
      id: id as MessageId,
      at: NOW,
      from: viewer.user,
      to: to.user,
      text: sanitise(text),
    },
    audience: { to: "user", user: to.user.id },
    by: viewer.session,
  };
}

/** A proclamation of `viewer` in a lobby where it need not be. */
export function proclaims(
  viewer: FakeViewer,
  type: "moderated" | "announced",
  text: string,
  lobby = GENERAL,
): Published {
  return inLobby(viewer, { type, ...at(viewer, lobby), text: sanitise(text) });
}

export const ROX: Person = { id: 99 as UserId, name: userName("Rox"), picture: null };

/** Further lines of Rox's answer; by nobody's session. */
export function grows(first: boolean, lines: readonly string[], id = GENERAL): Published {
  const lobby = { id, name: "general" as LobbyName };
  const event = {
    type: "answer-grew",
    from: ROX,
    lobby,
    lines: lines.map(sanitise),
    first,
    at: NOW,
  } as const;
  return { event, audience: { to: "lobby", lobby: id }, by: null };
}

/** Rox's whole answer, of which `grown` lines were shown before. */
export function answers(lines: readonly string[], grown: number, id = GENERAL): Published {
  const facts = { id: 8 as MessageId, at: NOW, from: ROX, lobby: { id, name: "general" as LobbyName } };
  const event = { type: "answered", ...facts, lines: lines.map(sanitise), grown } as const;
  return { event, audience: { to: "lobby", lobby: id }, by: null };
}

/** What is told to one session alone. */
export function tells(
  viewer: FakeViewer,
  type: "notice" | "dismissed",
  text: string,
  by = viewer.session,
): Published {
  const audience = { to: "session", session: viewer.session } as const;
  return { event: { type, text: sanitise(text), at: NOW }, audience, by };
}

export class HubFixture {
  readonly hub = new Hub(() => NOW);
  readonly plain = new PlainRenderer();

  /** Somebody who is in general already. */
  present(name: string, renderer: Renderer = this.plain): FakeViewer {
    const viewer = new FakeViewer(name, renderer);
    this.hub.register(viewer);
    this.publish(moves(viewer, "joined"));
    viewer.take();
    return viewer;
  }

  publish(...events: readonly Published[]): void {
    this.hub.publish(events);
  }
}

/** Three who are in general and have seen each other come. */
export function three(renderer?: Renderer) {
  const fixture = new HubFixture();
  const alice = fixture.present("alice", renderer);
  const bob = fixture.present("bob", renderer);
  const carol = fixture.present("carol", renderer);
  for (const viewer of [alice, bob, carol]) viewer.take();
  return { fixture, alice, bob, carol };
}

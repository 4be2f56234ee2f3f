// What reaches one session's screen, in which order, and which direct messages it must have seen.

import assert from "node:assert/strict";
import { terminal } from "../../../lib/dialects/terminal/terminal.ts";
import type { DirectMessage, Presence } from "../../../lib/domain/event.ts";
import { GENERAL, type MessageId, type UserId } from "../../../lib/domain/ids.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import type { CloseReason, Connection, Outgoing } from "../../../lib/net/connection.ts";
import { SessionViewer } from "../../../lib/server/session_viewer.ts";
import { AT, lobbyName, sessionId, userName } from "../../support/entries.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The sending half of a connection whose system takes bytes only when told to. */
class Screen implements Pick<Connection, "out" | "arrivals" | "close">, Outgoing {
  readonly out = this;
  onSkipped = undefined;
  readonly sent: string[] = [];
  arrivals = 0;
  #unwritten: (() => void)[] = [];

  get queued(): number {
    return this.sent.length;
  }

  send(chunk: Uint8Array, written?: () => void): void {
    this.sent.push(`send ${decoder.decode(chunk)}`);
    if (written) this.#unwritten.push(written);
  }

  offer(chunk: Uint8Array, lines: number): void {
    this.sent.push(`offer ${decoder.decode(chunk)} (${lines})`);
  }

  drained(): undefined {}

  close(reason: CloseReason): void {
    this.sent.push(`close ${reason}`);
  }

  write(): void {
    for (const written of this.#unwritten.splice(0)) written();
  }
}

class Fixture {
  readonly screen = new Screen();
  readonly viewer: SessionViewer;

  constructor() {
    // The viewer only sends.
    const connection = this.screen as Partial<Connection> as Connection;
    this.viewer = new SessionViewer({
      session: sessionId("s"),
      connection,
      dialect: terminal.open({ spoke: true, alone: false }),
      onMoved: ({ lobby }) => `moved to ${lobby.name}`,
    });
  }

  /** Lets the reader send a line. */
  readonly lineRead = (): readonly MessageId[] => {
    this.screen.arrivals++;
    return this.viewer.lineRead();
  };
}

function bytes(text: string): Uint8Array {
  return encoder.encode(text);
}

function arrives(type: "joined" | "entered", lobby = "general"): Presence {
  const from = { id: 1 as UserId, name: userName("alice"), picture: null };
  return { type, id: 1 as MessageId, at: AT, from, lobby: { id: GENERAL, name: lobbyName(lobby) } };
}

function direct(id: number, name = "bob"): DirectMessage {
  const person = { id: id as UserId, name: userName(name), picture: null };
  return { type: "direct", id: id as MessageId, at: AT, from: person, to: person, text: sanitise("hey") };
}

Deno.test("SessionViewer passes on what comes", () => {
  const { viewer, screen } = new Fixture();
  viewer.offer(bytes("line"), 1);
  viewer.send(bytes("direct"), direct(7));
  viewer.answer("answer");
  viewer.answer("");
  assert.deepEqual(screen.sent, ["offer line (1)", "send direct", "send answer"]);
});

Deno.test("SessionViewer holds back what comes live until the replay was shown, but no answer", () => {
  const { viewer, screen } = new Fixture();
  viewer.enter(arrives("joined"));
  viewer.offer(bytes("line"), 2);
  viewer.send(bytes("direct"), direct(7));
  viewer.answer("answer");
  assert.deepEqual(screen.sent, ["send answer"]);
  viewer.welcome("replay", []);
  viewer.offer(bytes("later"), 1);
  assert.deepEqual(screen.sent.slice(1), ["send replay", "offer line (2)", "send direct", "offer later (1)"]);
});

Deno.test("SessionViewer shows the new lobby at once to whoever changed the lobby", () => {
  const { viewer, screen } = new Fixture();
  viewer.enter(arrives("entered", "games"));
  viewer.offer(bytes("line"), 1);
  assert.deepEqual(screen.sent, ["send moved to games", "offer line (1)"]);
});

Deno.test("SessionViewer closes the connection of whoever is dismissed", () => {
  const { viewer, screen } = new Fixture();
  viewer.send(bytes("why"));
  viewer.dismiss();
  assert.deepEqual(screen.sent, ["send why", "close kicked"]);
});

Deno.test("SessionViewer tells a newcomer why it is dismissed, behind the replay, before it closes", () => {
  const { viewer, screen } = new Fixture();
  viewer.enter(arrives("joined"));
  viewer.send(bytes("why"));
  viewer.dismiss();
  assert.deepEqual(screen.sent, []);
  viewer.welcome("replay", []);
  assert.deepEqual(screen.sent, ["send replay", "send why", "close kicked"]);
});

Deno.test("SessionViewer tells of a direct message as seen at the first line after it was written", () => {
  const { viewer, screen, lineRead } = new Fixture();
  viewer.send(bytes("one"), direct(1));
  assert.deepEqual(lineRead(), []);
  screen.write();
  viewer.send(bytes("two"), direct(2));
  assert.deepEqual(lineRead(), [1]);
  assert.deepEqual(lineRead(), []);
  screen.write();
  assert.deepEqual(lineRead(), [2]);
});

Deno.test("SessionViewer takes no line that came in before a message was written for an answer to it", () => {
  const { viewer, screen, lineRead } = new Fixture();
  viewer.send(bytes("one"), direct(1));
  screen.write();
  assert.deepEqual(lineRead(), [1]);
  viewer.send(bytes("two"), direct(2));
  screen.write();
  assert.deepEqual(viewer.lineRead(), []);
  assert.deepEqual(lineRead(), [2]);
});

Deno.test("SessionViewer counts queued messages as written with the replay, then those held back", () => {
  const { viewer, screen, lineRead } = new Fixture();
  viewer.enter(arrives("joined"));
  viewer.send(bytes("live"), direct(9));
  viewer.welcome("replay", [direct(1), direct(2)]);
  assert.deepEqual(lineRead(), []);
  screen.write();
  assert.deepEqual(lineRead(), [1, 2, 9]);
});

Deno.test("SessionViewer counts no line of a lobby and no answer as a direct message", () => {
  const { viewer, screen, lineRead } = new Fixture();
  viewer.offer(bytes("line"), 1);
  viewer.send(bytes("tagged"));
  viewer.answer("answer");
  screen.write();
  assert.deepEqual(lineRead(), []);
});

Deno.test("SessionViewer remembers who wrote the direct message that was shown last", () => {
  const { viewer } = new Fixture();
  viewer.enter(arrives("joined"));
  viewer.send(bytes("live"), direct(3, "dave"));
  assert.equal(viewer.lastSender, undefined);
  viewer.welcome("replay", [direct(1, "bob"), direct(2, "carol")]);
  assert.equal(viewer.lastSender, "dave");
  viewer.send(bytes("live"), direct(4, "bob"));
  viewer.send(bytes("tagged"));
  assert.equal(viewer.lastSender, "bob");
});

Deno.test("SessionViewer lets its line be painted over while nothing was sent since", () => {
  const { viewer, lineRead } = new Fixture();
  assert.equal(viewer.ownView(), "author");
  lineRead();
  assert.equal(viewer.ownView(), "author-in-place");
  viewer.offer(bytes("line"), 1);
  assert.equal(viewer.ownView(), "author");
  lineRead();
  assert.equal(viewer.ownView(), "author-in-place");
});

Deno.test("SessionViewer takes up a new theme and a new ignored user at once", () => {
  const { viewer } = new Fixture();
  const plain = viewer.renderer;
  assert.equal(viewer.renderer, plain);
  viewer.theme = "cozy";
  assert.notEqual(viewer.renderer, plain);
  viewer.ignored = new Set([5 as UserId]);
  assert.ok(viewer.ignored.has(5 as UserId));
});

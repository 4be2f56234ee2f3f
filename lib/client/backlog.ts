// What happened while the line was down: events that were missed, and lines of which nobody knew whether they arrived.

import type { LobbyEvent, StoredEvent } from "../domain/event.ts";
import type { UserName } from "../domain/names.ts";
import { own, type SafeText } from "../domain/text.ts";
import { CatchUp } from "./catch_up.ts";
import type { Conversation, Entry, Tone } from "./conversation.ts";
import { isSpeech } from "./conversation.ts";

/** A line of the user's own that the server has not confirmed yet. */
export interface Speech {
  readonly conversation: Conversation;
  readonly entry: Entry;
}

export interface BacklogPorts {
  isMe(name: UserName): boolean;
  /** Asks for a page of the lobby's history. */
  ask(body: string, lobby: Conversation): void;
  /** `quietly`: it was said before the user came. */
  show(event: StoredEvent, lobby: Conversation, quietly: boolean): void;
  tell(tone: Tone, text: SafeText, lobby: Conversation): void;
  lost(speech: Speech): void;
}

export class Backlog {
  readonly #ports: BacklogPorts;
  readonly #catchUps = new Map<Conversation, CatchUp>();
  #unconfirmed: Speech[] = [];

  constructor(ports: BacklogPorts) {
    this.#ports = ports;
  }

  /** The line broke before these were answered. */
  broke(speeches: readonly Speech[]): void {
    this.#catchUps.clear();
    this.#unconfirmed.push(...speeches);
  }

  /** The user comes to a lobby; `events` is what it shows to everybody who comes, oldest first. */
  enter(lobby: Conversation, events: readonly LobbyEvent[]): void {
    // Direct messages have no history to look them up in.
    this.#giveUp(({ conversation }) => conversation.party.kind === "direct");
    const catchUp = new CatchUp(lobby.newest);
    for (const event of events) catchUp.hold(event);
    this.#catchUps.set(lobby, catchUp);
    this.#goOn(lobby, catchUp);
  }

  /** True when the event waits until everything before it is there. */
  hold(event: LobbyEvent, lobby: Conversation): boolean {
    const catchUp = this.#catchUps.get(lobby);
    catchUp?.hold(event);
    return catchUp !== undefined;
  }

  /** The server's answer; no events when it refused. */
  page(events: readonly LobbyEvent[], more: boolean, lobby: Conversation): void {
    const catchUp = this.#catchUps.get(lobby);
    if (!catchUp) return;
    // The user may have gone elsewhere before the server came to this question.
    const here = events.filter((event) => lobby.isWith({ kind: "lobby", name: event.lobby.name }));
    catchUp.page(here, more && here.length > 0);
    this.#goOn(lobby, catchUp);
  }

  #goOn(lobby: Conversation, catchUp: CatchUp): void {
    const known = lobby.newest > 0;
    const body = known ? catchUp.next() : undefined;
    if (body !== undefined) return this.#ports.ask(body, lobby);
    this.#catchUps.delete(lobby);
    const { tell, show, isMe } = this.#ports;
    const events = catchUp.events();
    const missed = events.filter((event) => isSpeech(event) && !isMe(event.from.name)).length;
    if (known && missed > 0) tell("break", own`${missed} missed`, lobby);
    if (known && catchUp.cut) tell("status", own`There was more than this: /history shows it.`, lobby);
    for (const event of events) {
      if (!this.#confirm(event, lobby)) show(event, lobby, !known);
    }
    this.#giveUp(({ conversation }) => conversation === lobby);
  }

  /** Whether an event is one of the lines of which nobody knew. */
  #confirm(event: LobbyEvent, lobby: Conversation): boolean {
    if (!this.#ports.isMe(event.from.name)) return false;
    const index = this.#unconfirmed.findIndex(({ conversation, entry }) =>
      conversation === lobby && entry.kind === "said" && isSame(entry.event, event)
    );
    const [speech] = index < 0 ? [] : this.#unconfirmed.splice(index, 1);
    if (speech) lobby.confirm(speech.entry, event);
    return speech !== undefined;
  }

  #giveUp(which: (speech: Speech) => boolean): void {
    const lost = this.#unconfirmed.filter(which);
    this.#unconfirmed = this.#unconfirmed.filter((speech) => !which(speech));
    lost.forEach(this.#ports.lost);
  }
}

function isSame(one: StoredEvent, other: StoredEvent): boolean {
  return one.type === other.type && "text" in one && "text" in other && one.text === other.text;
}

// The conversations of this client: the lobby and, beside it, one for each user; one of them is on the screen.

import type { LobbyName, UserName } from "../domain/names.ts";
import { Conversation } from "./conversation.ts";

export class Conversations {
  /** Lobbies that were left stay, for coming back; only the present one is listed. */
  readonly #lobbies: Conversation[] = [];
  readonly #direct: Conversation[] = [];
  #lobby: Conversation;
  #current: Conversation;

  constructor(lobby: LobbyName) {
    this.#lobby = new Conversation({ kind: "lobby", name: lobby });
    this.#lobbies.push(this.#lobby);
    this.#current = this.#lobby;
  }

  get lobby(): Conversation {
    return this.#lobby;
  }

  get current(): Conversation {
    return this.#current;
  }

  /** As they are numbered on the screen. */
  get all(): readonly Conversation[] {
    return [this.#lobby, ...this.#direct];
  }

  /** The user is in this lobby now. Who looked at the old one looks at the new one. */
  enter(name: LobbyName): Conversation {
    const party = { kind: "lobby", name } as const;
    const lobby = this.#lobbies.find((each) => each.isWith(party)) ?? new Conversation(party);
    if (!this.#lobbies.includes(lobby)) this.#lobbies.push(lobby);
    const looked = this.#current === this.#lobby;
    this.#lobby.stopGrowing();
    this.#lobby = lobby;
    if (looked) this.show(lobby);
    return lobby;
  }

  /** The conversation with a user; it begins when there is none. */
  with(user: UserName): Conversation {
    const party = { kind: "direct", name: user } as const;
    const known = this.#direct.find((each) => each.isWith(party));
    if (known) return known;
    const conversation = new Conversation(party);
    this.#direct.push(conversation);
    return conversation;
  }

  show(conversation: Conversation): void {
    this.#current = conversation;
    conversation.unread = 0;
  }

  /** The next one on the screen, or the one before for -1; round and round. */
  step(by: 1 | -1): void {
    const all = this.all;
    const next = all[(all.indexOf(this.#current) + by + all.length) % all.length];
    if (next) this.show(next);
  }

  /** The conversation with this number on the screen, from 1. */
  pick(number: number): void {
    const chosen = this.all[number - 1];
    if (chosen) this.show(chosen);
  }

  /** Ends the conversation on the screen; false for the lobby. */
  close(): boolean {
    const index = this.#direct.indexOf(this.#current);
    if (index < 0) return false;
    this.#direct.splice(index, 1);
    this.show(this.#lobby);
    return true;
  }
}

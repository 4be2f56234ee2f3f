// Coming and going.

import type { Clock } from "../domain/clock.ts";
import type { LobbyEvent, Person } from "../domain/event.ts";
import type { LobbyId, MessageId, SessionId, UserId } from "../domain/ids.ts";
import { nameLook, parseUserName } from "../domain/names.ts";
import { isProblem, Refusal, refuse } from "../domain/problem.ts";
import type { Yields } from "../journal/entry.ts";
import { granted, type Journal } from "../journal/journal.ts";
import type { Store } from "../store/store.ts";
import type { Actor } from "./actor.ts";

export interface PresenceOptions {
  readonly journal: Journal;
  readonly store: Pick<Store, "sessions" | "messages">;
  readonly clock: Clock;
  /** Names that nobody may take. */
  readonly reserved: readonly string[];
  /** How many events a lobby's newcomer is shown. */
  readonly replay: number;
}

export class Presence {
  readonly #options: PresenceOptions;
  readonly #reserved: ReadonlySet<string>;

  constructor(options: PresenceOptions) {
    this.#options = options;
    this.#reserved = new Set(options.reserved.map(nameLook));
  }

  /** Opens a session under a name. Refuses names that are malformed, reserved, taken, or look like a taken one. */
  open(session: SessionId, text: string, entryId: string): Promise<Yields["session-opened"]> {
    const name = parseUserName(text);
    if (isProblem(name)) throw new Refusal(name);
    if (this.#reserved.has(nameLook(name))) {
      refuse("invalid-username", `The name ${name} is reserved. Try another.`);
    }
    const { journal, clock } = this.#options;
    return granted(journal.append({ type: "session-opened", at: clock.now(), session, name }, entryId));
  }

  async close(actor: Actor): Promise<void> {
    const { journal, clock } = this.#options;
    await granted(
      journal.append(
        { type: "session-closed", at: clock.now(), session: actor.session },
        actor.nextEntryId(),
      ),
    );
  }

  /** Ends every session that is still open, with one departure each; tells how many there were. */
  async endAll(entryId: string): Promise<number> {
    const { journal, clock } = this.#options;
    return (await granted(journal.append({ type: "sessions-ended", at: clock.now() }, entryId))).ended;
  }

  /** What a newcomer is shown of a lobby: the last events before its own arrival, oldest first. */
  replay(lobby: LobbyId, viewer: UserId, arrival: MessageId): readonly LobbyEvent[] {
    const { store, replay } = this.#options;
    return replay === 0 ? [] : store.messages.history(lobby, viewer, arrival, replay);
  }

  /** Who is in a lobby, by name. */
  inLobby(lobby: LobbyId): readonly Person[] {
    return this.#options.store.sessions.inLobby(lobby).map((session) => session.user);
  }

  /** How many are in a lobby: far cheaper than who they are, when a crowd comes in at once. */
  countInLobby(lobby: LobbyId): number {
    return this.#options.store.sessions.countInLobby(lobby);
  }
}

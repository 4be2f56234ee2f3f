// Coming and going.

import type { Clock } from "../domain/clock.ts";
import type { LobbyEvent, Person } from "../domain/event.ts";
import type { EntryId, LobbyId, MessageId, SessionId, UserId } from "../domain/ids.ts";
import { parseUserName, type UserName } from "../domain/names.ts";
import { isProblem, Refusal, refuse } from "../domain/problem.ts";
import type { Yields } from "../journal/entry.ts";
import { granted, type Journal } from "../journal/journal.ts";
import type { Store } from "../store/store.ts";
import type { Actor } from "./actor.ts";
import { type GuessThrottle, nameGuessKeys } from "./guess_throttle.ts";
import type { Passwords } from "./passwords.ts";
import type { ReservedNames } from "./reserved_names.ts";

export interface PresenceOptions {
  readonly journal: Journal;
  readonly store: Pick<Store, "sessions" | "messages" | "users">;
  readonly clock: Clock;
  readonly passwords: Pick<Passwords, "verify" | "verifyNothing">;
  readonly guesses: Pick<GuessThrottle, "guess">;
  readonly reserved: Pick<ReservedNames, "check">;
  /** How many events a lobby's newcomer is shown. */
  readonly replay: number;
}

export interface Login {
  readonly session: SessionId;
  readonly name: string;
  readonly password: string | undefined;
  /** IP address of the client. */
  readonly address: string;
}

/** `weak`: the stored hash was made with weaker parameters than today's. */
type Opened = Yields["session-opened"] & { readonly weak: boolean };

export class Presence {
  readonly #options: PresenceOptions;

  constructor(options: PresenceOptions) {
    this.#options = options;
  }

  /**
   * Opens a session under a name. Refuses names that are malformed, reserved, taken, or look like a taken one; wrong
   * and missing passwords; and whoever is banned. The owner of a registered name takes over from an earlier session.
   */
  async open({ session, name: text, password, address }: Login, entryId: EntryId): Promise<Opened> {
    const name = parseUserName(text);
    if (isProblem(name)) throw new Refusal(name);
    this.#options.reserved.check(name, "invalid-username");
    const { journal, clock } = this.#options;
    const verified = password === undefined ? undefined : await this.#verify(name, password, address);
    const opened = await granted(
      journal.append(
        { type: "session-opened", at: clock.now(), session, name, address, verified: verified?.hash ?? null },
        entryId,
      ),
    );
    return { ...opened, weak: verified?.weak ?? false };
  }

  /** The stored hash that the password fits. A name without one costs the same time and is refused the same way. */
  async #verify(name: UserName, password: string, address: string) {
    const { store, passwords, guesses } = this.#options;
    const hash = store.users.byName(name)?.passwordHash;
    const verdict = await guesses.guess(
      nameGuessKeys(name, address),
      () => hash ? passwords.verify(password, hash) : passwords.verifyNothing(password),
    );
    if (!hash || !verdict.ok) {
      return refuse(
        "bad-password",
        `Wrong name or password. A name that is not registered needs no password.`,
      );
    }
    return { hash, weak: verdict.rehash };
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
  async endAll(entryId: EntryId): Promise<number> {
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

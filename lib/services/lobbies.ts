// Lobbies: made, found, entered, described, closed when nobody uses them.

import { subscriberOf } from "../domain/address.ts";
import type { Clock } from "../domain/clock.ts";
import type { Lobby } from "../domain/event.ts";
import { type EntryId, GENERAL, type LobbyId } from "../domain/ids.ts";
import { isProblem, Refusal, refuse } from "../domain/problem.ts";
import { type LobbyName, parseLobbyName } from "../domain/names.ts";
import type { LobbySummary } from "../domain/reply.ts";
import type { SafeText } from "../domain/text.ts";
import { granted, type Journal } from "../journal/journal.ts";
import type { Store } from "../store/store.ts";
import { type Actor, sessionOf } from "./actor.ts";
import type { GuessThrottle } from "./guess_throttle.ts";
import { checkNewPassword, LOBBY_PASSWORD_LENGTH, type Passwords } from "./passwords.ts";
import type { ReservedNames } from "./reserved_names.ts";

/** Open lobbies: so many of one creator, so many in all. */
export const LOBBY_LIMITS = { own: 10, total: 1000 } as const;

export interface LobbiesOptions {
  readonly journal: Journal;
  readonly store: Pick<Store, "sessions" | "lobbies">;
  readonly clock: Clock;
  readonly passwords: Pick<Passwords, "hash" | "verify">;
  readonly guesses: Pick<GuessThrottle, "guess">;
  readonly reserved: Pick<ReservedNames, "check">;
}

export class Lobbies {
  readonly #options: LobbiesOptions;

  constructor(options: LobbiesOptions) {
    this.#options = options;
  }

  /** The lobby in which the actor is, by its row. */
  of(actor: Actor): Lobby {
    return sessionOf(this.#options.store, actor).lobby;
  }

  /** `general` first, then those with the most people. */
  all(): readonly LobbySummary[] {
    return this.#options.store.lobbies.all();
  }

  summary(id: LobbyId): LobbySummary {
    return this.#options.store.lobbies.summary(id);
  }

  /** Makes a lobby without entering it. Without a password it is public. */
  async create(
    actor: Actor,
    name: string,
    password: string | undefined,
    description: SafeText,
  ): Promise<LobbyName> {
    const parsed = parseLobbyName(name);
    if (isProblem(parsed)) throw new Refusal(parsed);
    this.#options.reserved.check(parsed, "invalid-lobby-name");
    const bad = password === undefined ? undefined : checkNewPassword(password, LOBBY_PASSWORD_LENGTH);
    if (bad) throw new Refusal(bad);
    const { journal, clock, passwords } = this.#options;
    const passwordHash = password === undefined ? null : await passwords.hash(password);
    const entry = {
      type: "lobby-created",
      at: clock.now(),
      session: actor.session,
      name: parsed,
      description,
      passwordHash,
      limits: LOBBY_LIMITS,
    } as const;
    await granted(journal.append(entry, actor.nextEntryId()));
    return parsed;
  }

  /** Goes to a lobby by name. Wrong passwords are counted and slowed per user and address. */
  async enter(actor: Actor, name: string, password: string | undefined): Promise<void> {
    const { store, passwords, guesses } = this.#options;
    const lobby = store.lobbies.byName(name) ??
      refuse("lobby-not-found", `There is no lobby ${name}. /lobbies lists those there are.`);
    const hash = lobby.passwordHash;
    let verified: string | null = null;
    if (hash !== null && password !== undefined) {
      const keys = [`user ${actor.user}`, `address ${subscriberOf(actor.address)}`].map((key) =>
        `lobby ${lobby.id} ${key}`
      );
      const { ok } = await guesses.guess(keys, () => passwords.verify(password, hash));
      if (!ok) refuse("bad-lobby-password", `That is not the password of ${lobby.name}.`);
      verified = hash;
    }
    await this.#enter(actor, lobby.id, verified);
  }

  /** Goes back to `general`. */
  leave(actor: Actor): Promise<void> {
    return this.#enter(actor, GENERAL, null);
  }

  async describe(actor: Actor, description: SafeText): Promise<Lobby> {
    const { journal, clock } = this.#options;
    const entry = { type: "lobby-described", at: clock.now(), session: actor.session, description } as const;
    return (await granted(journal.append(entry, actor.nextEntryId()))).lobby;
  }

  /** Closes lobbies that were not used for `ttl` milliseconds. */
  async expire(ttl: number, entryId: EntryId): Promise<readonly Lobby[]> {
    const { journal, clock } = this.#options;
    const at = clock.now();
    const entry = { type: "lobbies-expired", at, unusedSince: at - ttl } as const;
    return (await granted(journal.append(entry, entryId))).closed;
  }

  async #enter(actor: Actor, lobby: LobbyId, verified: string | null): Promise<void> {
    const { journal, clock } = this.#options;
    const entry = {
      type: "lobby-entered",
      at: clock.now(),
      session: actor.session,
      lobby,
      verified,
    } as const;
    await granted(journal.append(entry, actor.nextEntryId()));
  }
}

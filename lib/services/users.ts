// Who was ever here, and what each of them chose and owns.

import type { Clock } from "../domain/clock.ts";
import type { Person } from "../domain/event.ts";
import type { EntryId, LobbyId } from "../domain/ids.ts";
import { nameKey, type UserName } from "../domain/names.ts";
import { PICTURES } from "../domain/pictures.ts";
import { Refusal, refuse } from "../domain/problem.ts";
import type { KnownUser } from "../domain/reply.ts";
import type { SafeText } from "../domain/text.ts";
import type { Theme } from "../domain/theme.ts";
import { askInstead } from "../journal/decision.ts";
import { granted, type Journal } from "../journal/journal.ts";
import type { Store } from "../store/store.ts";
import { type Actor, NOBODY } from "./actor.ts";
import { type GuessThrottle, nameGuessKeys } from "./guess_throttle.ts";
import { checkNewPassword, type Passwords } from "./passwords.ts";

/** So many are listed at most; the rest are counted. */
const LISTED_USERS = 500;

export interface UsersOptions {
  readonly journal: Journal;
  readonly store: Pick<Store, "users">;
  readonly clock: Clock;
  readonly passwords: Pick<Passwords, "hash" | "verify">;
  readonly guesses: Pick<GuessThrottle, "guess">;
  /** Keys of the names that the command line makes operators. */
  readonly operators: ReadonlySet<string>;
}

export class Users {
  readonly #options: UsersOptions;

  constructor(options: UsersOptions) {
    this.#options = options;
  }

  /** A user as somebody in the lobby `viewer` sees it. Refuses names that nobody ever used. */
  find(name: UserName, viewer: LobbyId): KnownUser {
    return this.#options.store.users.known(name, viewer) ??
      refuse("user-not-found", `Nobody named ${name} was ever here. /users all lists everybody.`);
  }

  /** Somebody to write to: as `find`, but refuses the assistant, which reads its lobby and nothing else. */
  findReader(name: UserName, viewer: LobbyId): KnownUser {
    const user = this.find(name, viewer);
    if (user.role === "assistant") throw new Refusal(askInstead(user.name));
    return user;
  }

  /** Those online first, then by when they were last seen, as somebody in the lobby `viewer` sees them. */
  everyone(viewer: LobbyId): { readonly users: readonly KnownUser[]; readonly total: number } {
    const { users } = this.#options.store;
    return { users: users.everyone(LISTED_USERS, viewer), total: users.total() };
  }

  /** Makes the actor's name its own. Tells whether it is an operator from now on. */
  async register(actor: Actor, password: string): Promise<{ readonly operator: boolean }> {
    const { journal, clock, passwords, operators, store } = this.#options;
    if (store.users.byName(actor.name)?.passwordHash) {
      refuse(
        "already-registered",
        `${actor.name} is registered. /password <old> <new> changes the password.`,
      );
    }
    refuseBad(password);
    const hash = await passwords.hash(password);
    const operator = operators.has(nameKey(actor.name));
    const entry = {
      type: "name-registered",
      at: clock.now(),
      session: actor.session,
      hash,
      operator,
    } as const;
    return await granted(journal.append(entry, actor.nextEntryId()));
  }

  async changePassword(actor: Actor, old: string, password: string): Promise<void> {
    const { passwords, guesses, store } = this.#options;
    const from = store.users.byName(actor.name)?.passwordHash ??
      refuse("not-registered", `${actor.name} is not registered. /register <password> makes it yours.`);
    refuseBad(password);
    const { ok } = await guesses.guess(
      nameGuessKeys(actor.name, actor.address),
      () => passwords.verify(old, from),
    );
    if (!ok) refuse("bad-password", "The old password is wrong. Nothing was changed.");
    await this.#store(actor, from, await passwords.hash(password));
  }

  /** Hashes a password that was verified a moment ago once more, as today's parameters are stronger. */
  async strengthen(actor: Actor, password: string): Promise<void> {
    const from = this.#options.store.users.byName(actor.name)?.passwordHash;
    if (from) await this.#store(actor, from, await this.#options.passwords.hash(password));
  }

  async #store(actor: Actor, from: string, to: string): Promise<void> {
    const { journal, clock } = this.#options;
    const entry = { type: "password-changed", at: clock.now(), session: actor.session, from, to } as const;
    await granted(journal.append(entry, actor.nextEntryId()));
  }

  /** Makes a name an operator's, once it is registered; tells whether it is. */
  async nameOperator(name: UserName, entryId: EntryId): Promise<boolean> {
    const { journal, clock } = this.#options;
    const entry = { type: "operator-named", at: clock.now(), name } as const;
    return (await granted(journal.append(entry, entryId))).known;
  }

  async chooseTheme(actor: Actor, theme: Theme): Promise<void> {
    const { journal, clock } = this.#options;
    const entry = { type: "theme-chosen", at: clock.now(), session: actor.session, theme } as const;
    await granted(journal.append(entry, actor.nextEntryId()));
    actor.preferences.theme = theme;
  }

  /** Chooses a picture by its name; `default` goes back to the one that everybody has. Yields what it looks like. */
  async choosePicture(actor: Actor, name: string): Promise<SafeText | null> {
    const { journal, clock } = this.#options;
    const picture = name === "default"
      ? null
      : PICTURES.get(name) ?? refuse("picture-not-found", `There is no picture ${name}. /sp list shows all.`);
    const entry = { type: "picture-chosen", at: clock.now(), session: actor.session, picture } as const;
    await granted(journal.append(entry, actor.nextEntryId()));
    return picture;
  }

  /** Shows, or no longer shows, lines and direct messages of a user. */
  async ignore(actor: Actor, name: UserName, ignored: boolean): Promise<Person> {
    const { journal, clock } = this.#options;
    const entry = { type: "user-ignored", at: clock.now(), session: actor.session, name, ignored } as const;
    const { user } = await granted(journal.append(entry, actor.nextEntryId()));
    const others = [...actor.preferences.ignored].filter((other) => other !== user.id);
    const all = ignored ? [...others, user.id] : others;
    actor.preferences.ignored = all.length > 0 ? new Set(all) : NOBODY;
    return user;
  }
}

function refuseBad(password: string): void {
  const bad = checkNewPassword(password);
  if (bad) throw new Refusal(bad);
}

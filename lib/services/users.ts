// Who was ever here, and what each of them chose.

import type { Clock } from "../domain/clock.ts";
import type { Person } from "../domain/event.ts";
import type { UserName } from "../domain/names.ts";
import { refuse } from "../domain/problem.ts";
import type { KnownUser } from "../domain/reply.ts";
import type { Theme } from "../domain/theme.ts";
import { granted, type Journal } from "../journal/journal.ts";
import type { Store } from "../store/store.ts";
import type { Actor } from "./actor.ts";

/** So many are listed at most; the rest are counted. */
const LISTED_USERS = 500;

export interface UsersOptions {
  readonly journal: Journal;
  readonly store: Pick<Store, "users">;
  readonly clock: Clock;
}

export class Users {
  readonly #options: UsersOptions;

  constructor(options: UsersOptions) {
    this.#options = options;
  }

  /** Refuses names that nobody ever used. */
  find(name: UserName): KnownUser {
    return this.#options.store.users.known(name) ??
      refuse("user-not-found", `Nobody named ${name} was ever here. /users all lists everybody.`);
  }

  /** Those online first, then by when they were last seen. */
  everyone(): { readonly users: readonly KnownUser[]; readonly total: number } {
    const { users } = this.#options.store;
    return { users: users.everyone(LISTED_USERS), total: users.total() };
  }

  async chooseTheme(actor: Actor, theme: Theme): Promise<void> {
    const { journal, clock } = this.#options;
    const entry = { type: "theme-chosen", at: clock.now(), session: actor.session, theme } as const;
    await granted(journal.append(entry, actor.nextEntryId()));
    actor.preferences.theme = theme;
  }

  /** Shows, or no longer shows, lines and direct messages of a user. */
  async ignore(actor: Actor, name: UserName, ignored: boolean): Promise<Person> {
    const { journal, clock } = this.#options;
    const entry = { type: "user-ignored", at: clock.now(), session: actor.session, name, ignored } as const;
    const { user } = await granted(journal.append(entry, actor.nextEntryId()));
    if (ignored) actor.preferences.ignored.add(user.id);
    else actor.preferences.ignored.delete(user.id);
    return user;
  }
}

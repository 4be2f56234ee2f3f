// Somebody who is logged in, as rules and commands see them.

import type { EntryId, SessionId, UserId } from "../domain/ids.ts";
import type { UserName } from "../domain/names.ts";
import { refuse } from "../domain/problem.ts";
import type { Theme } from "../domain/theme.ts";
import type { SessionRow } from "../store/sessions.ts";
import type { Store } from "../store/store.ts";

/** For all who ignore nobody: to look into one set costs less than into as many as there are people. */
export const NOBODY: ReadonlySet<UserId> = new Set();

/** What its owner may change at any time, for this session. */
export interface Preferences {
  theme: Theme;
  /** Whose lines and direct messages are not shown; replaced where it changes. */
  ignored: ReadonlySet<UserId>;
  /** Who gets plain text instead of the lobby, after `/start`. */
  conversation: UserName | undefined;
  /** Who wrote the direct message that was shown last in this session. */
  lastSender: UserName | undefined;
}

/** The row of the actor's session: where it is and what it may do. Refuses when the session is over. */
export function sessionOf(store: Pick<Store, "sessions">, actor: Actor): SessionRow {
  return store.sessions.get(actor.session) ?? refuse("not-logged-in", "Your session is over. Log in again.");
}

export interface Actor {
  readonly session: SessionId;
  readonly user: UserId;
  readonly name: UserName;
  /** IP address of the client. */
  readonly address: string;
  readonly preferences: Preferences;
  /** The id of the next entry that this session appends. */
  nextEntryId(): EntryId;
}

// Somebody who is logged in, as rules and commands see them.

import type { SessionId, UserId } from "../domain/ids.ts";
import type { UserName } from "../domain/names.ts";
import type { Theme } from "../domain/theme.ts";

/** What its owner may change at any time, for this session. */
export interface Preferences {
  theme: Theme;
  /** Whose lines and direct messages are not shown. */
  readonly ignored: Set<UserId>;
  /** Who gets plain text instead of the lobby, after `/start`. */
  conversation: UserName | undefined;
  /** Who wrote the direct message that was shown last in this session. */
  lastSender: UserName | undefined;
}

export interface Actor {
  readonly session: SessionId;
  readonly user: UserId;
  readonly name: UserName;
  readonly preferences: Preferences;
  /** The id of the next entry that this session appends. */
  nextEntryId(): string;
}

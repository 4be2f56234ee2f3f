// Ids of rows and sessions. Branded, so that a user's id can never be passed where a lobby's is meant.

declare const brand: unique symbol;
type Id<Base, Name extends string> = Base & { readonly [brand]: Name };

/** Row id of a message. Rises in the order in which lines were accepted: the one order everybody sees. */
export type MessageId = Id<number, "message">;
export type UserId = Id<number, "user">;
export type LobbyId = Id<number, "lobby">;
/** Row id of a question to the assistant, with the answer to it. */
export type TurnId = Id<number, "turn">;
/** Of an entry of the journal, unique in this process. A number, as every line needs one. */
export type EntryId = Id<number, "entry">;
/** Unique over restarts, made by whoever opens the session. */
export type SessionId = Id<string, "session">;

/** The lobby that always exists; migration 0001 makes it. */
export const GENERAL = 1 as LobbyId;

/** A source of ids for all who append to one journal: from 1 on, each one more than the last. */
export function entryIds(): () => EntryId {
  let last = 0;
  return () => ++last as EntryId;
}

// What changes anything: entries. One entry says all that deciding needs, so that its outcome follows from the rows alone.

import type { DirectMessage, Lobby, Person } from "../domain/event.ts";
import type { MessageId, SessionId, UserId } from "../domain/ids.ts";
import type { UserName } from "../domain/names.ts";
import type { Problem } from "../domain/problem.ts";
import type { SafeText } from "../domain/text.ts";
import type { Theme } from "../domain/theme.ts";

/** `at` is milliseconds since 1970-01-01 UTC, read from the clock of whoever appended. */
interface BySession {
  readonly at: number;
  readonly session: SessionId;
}

/** Somebody with a name comes in; the session id is new. */
export interface SessionOpened extends BySession {
  readonly type: "session-opened";
  readonly name: UserName;
}
export interface SessionClosed extends BySession {
  readonly type: "session-closed";
}
/** All sessions are over at once: the server stops, or it starts after a crash. */
export interface SessionsEnded {
  readonly type: "sessions-ended";
  readonly at: number;
}
/** A line for the lobby in which the session is. */
export interface LineSaid extends BySession {
  readonly type: "line-said";
  readonly form: "said" | "action";
  readonly text: SafeText;
}
export interface UserTagged extends BySession {
  readonly type: "user-tagged";
  readonly to: UserName;
  readonly text: SafeText;
}
export interface DirectSent extends BySession {
  readonly type: "direct-sent";
  readonly to: UserName;
  readonly text: SafeText;
}
/** The reader gave a sign of life after these direct messages had been written to it. */
export interface DirectSeen extends BySession {
  readonly type: "direct-seen";
  readonly messages: readonly MessageId[];
}
export interface ThemeChosen extends BySession {
  readonly type: "theme-chosen";
  readonly theme: Theme;
}
export interface UserIgnored extends BySession {
  readonly type: "user-ignored";
  readonly name: UserName;
  /** False: shown again. */
  readonly ignored: boolean;
}

/** Each entry with what it yields when it is granted. */
export interface Yields {
  "session-opened": {
    readonly user: Person;
    readonly lobby: Lobby;
    /** The id of the arrival: history before it is the newcomer's replay, all after it comes live. */
    readonly arrival: MessageId;
    /** What a registered user chose before. */
    readonly theme: Theme | null;
    readonly ignored: readonly UserId[];
  };
  "session-closed": null;
  "sessions-ended": { readonly ended: number };
  "line-said": { readonly id: MessageId };
  "user-tagged": { readonly id: MessageId };
  "direct-sent": { readonly message: DirectMessage; readonly queued: boolean; readonly openName: boolean };
  "direct-seen": null;
  "theme-chosen": null;
  "user-ignored": { readonly user: Person };
}

export type Entry =
  | SessionOpened
  | SessionClosed
  | SessionsEnded
  | LineSaid
  | UserTagged
  | DirectSent
  | DirectSeen
  | ThemeChosen
  | UserIgnored;

export type Outcome<E extends Entry = Entry> =
  | { readonly granted: true; readonly value: Yields[E["type"]] }
  | { readonly granted: false; readonly problem: Problem };

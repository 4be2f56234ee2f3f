// What changes anything: entries. One entry says all that deciding needs, so that its outcome follows from the rows alone.

import type { DirectMessage, Lobby, Person } from "../domain/event.ts";
import type { LobbyId, MessageId, SessionId, TurnId, UserId } from "../domain/ids.ts";
import type { LobbyName, UserName } from "../domain/names.ts";
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
  /** IP address of the client. */
  readonly address: string;
  /** The stored hash against which the password was verified; null for a guest. */
  readonly verified: string | null;
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

export interface PictureChosen extends BySession {
  readonly type: "picture-chosen";
  /** Null: the default one. */
  readonly picture: SafeText | null;
}
export interface NameRegistered extends BySession {
  readonly type: "name-registered";
  readonly hash: string;
  /** Whether the command line names this user an operator. */
  readonly operator: boolean;
}
/** Also when a hash is made anew with better parameters. */
export interface PasswordChanged extends BySession {
  readonly type: "password-changed";
  /** The stored hash against which the old password was verified. */
  readonly from: string;
  readonly to: string;
}
/** The command line names an operator; nothing happens while the name is not registered. */
export interface OperatorNamed {
  readonly type: "operator-named";
  readonly at: number;
  readonly name: UserName;
}
export interface LobbyCreated extends BySession {
  readonly type: "lobby-created";
  readonly name: LobbyName;
  readonly description: SafeText;
  /** Null: public. */
  readonly passwordHash: string | null;
  readonly limits: { readonly own: number; readonly total: number };
}
export interface LobbyEntered extends BySession {
  readonly type: "lobby-entered";
  readonly lobby: LobbyId;
  /** The stored hash against which the lobby's password was verified; null when none was given. */
  readonly verified: string | null;
}
export interface LobbyDescribed extends BySession {
  readonly type: "lobby-described";
  readonly description: SafeText;
}
/** Closes lobbies with nobody in them and no event since `unusedSince`, milliseconds as `at`. */
export interface LobbiesExpired {
  readonly type: "lobbies-expired";
  readonly at: number;
  readonly unusedSince: number;
}
export interface UserKicked extends BySession {
  readonly type: "user-kicked";
  readonly target: UserName;
  readonly reason: SafeText;
}
export interface UserSanctioned extends BySession {
  readonly type: "user-sanctioned";
  readonly action: "mute" | "ban";
  readonly target: UserName;
  /** Null: for good. */
  readonly until: number | null;
  readonly reason: SafeText;
}
export interface AddressBanned extends BySession {
  readonly type: "address-banned";
  /** An address or a range, in its canonical form. */
  readonly range: SafeText;
  readonly until: number | null;
  readonly reason: SafeText;
}
export interface SanctionLifted extends BySession {
  readonly type: "sanction-lifted";
  readonly action: "mute" | "ban";
  readonly subject: { readonly user: UserName } | { readonly range: SafeText };
}
export interface OperatorChanged extends BySession {
  readonly type: "operator-changed";
  readonly target: UserName;
  readonly operator: boolean;
}
export interface Announced extends BySession {
  readonly type: "announced";
  readonly text: SafeText;
}
/** The assistant takes the name under which it answers; nobody else may have it from then on. */
export interface AssistantNamed {
  readonly type: "assistant-named";
  readonly at: number;
  readonly name: UserName;
}
/** A question to the assistant, seen by the lobby in which the session is. */
export interface QuestionAsked extends BySession {
  readonly type: "question-asked";
  readonly assistant: UserId;
  readonly text: SafeText;
}
/** What there is of an answer so far, whole: it is kept before anybody sees it. */
export interface AnswerGrew {
  readonly type: "answer-grew";
  readonly at: number;
  readonly turn: TurnId;
  readonly lines: readonly SafeText[];
}
/** The answer is complete, or there will be no more of it; without lines there is none. */
export interface AnswerEnded {
  readonly type: "answer-ended";
  readonly at: number;
  readonly turn: TurnId;
  readonly lines: readonly SafeText[];
  /** What to tell whoever asked; null: all went well. */
  readonly problem: Problem | null;
}
/** The lobby in which the session is gets an assistant of another character. */
export interface PromptSet extends BySession {
  readonly type: "prompt-set";
  readonly assistant: UserId;
  /** Null: the assistant as it comes. */
  readonly prompt: SafeText | null;
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
    /** True for the very first user of a server, who is its operator for this session. */
    readonly founder: boolean;
  };
  "session-closed": null;
  "sessions-ended": { readonly ended: number };
  "line-said": { readonly id: MessageId };
  "user-tagged": { readonly id: MessageId };
  "direct-sent": { readonly message: DirectMessage; readonly queued: boolean; readonly openName: boolean };
  "direct-seen": null;
  "theme-chosen": null;
  "user-ignored": { readonly user: Person };
  "picture-chosen": null;
  "name-registered": { readonly operator: boolean };
  "password-changed": null;
  "operator-named": { readonly known: boolean };
  "lobby-created": { readonly lobby: Lobby };
  "lobby-entered": null;
  "lobby-described": { readonly lobby: Lobby };
  "lobbies-expired": { readonly closed: readonly Lobby[] };
  "user-kicked": { readonly user: Person; readonly from: Lobby | null };
  /** `lobby`: the scope; null: everywhere. */
  "user-sanctioned": { readonly user: Person; readonly lobby: Lobby | null; readonly hit: boolean };
  "address-banned": { readonly hit: readonly Person[] };
  "sanction-lifted": null;
  "operator-changed": { readonly user: Person };
  "announced": null;
  "assistant-named": { readonly assistant: Person };
  "question-asked": { readonly turn: TurnId; readonly id: MessageId; readonly lobby: Lobby };
  "answer-grew": null;
  "answer-ended": null;
  "prompt-set": { readonly lobby: Lobby };
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
  | UserIgnored
  | PictureChosen
  | NameRegistered
  | PasswordChanged
  | OperatorNamed
  | LobbyCreated
  | LobbyEntered
  | LobbyDescribed
  | LobbiesExpired
  | UserKicked
  | UserSanctioned
  | AddressBanned
  | SanctionLifted
  | OperatorChanged
  | Announced
  | AssistantNamed
  | QuestionAsked
  | AnswerGrew
  | AnswerEnded
  | PromptSet;

export type Outcome<E extends Entry = Entry> =
  | { readonly granted: true; readonly value: Yields[E["type"]] }
  | { readonly granted: false; readonly problem: Problem };

// What happened, as facts. Each dialect renders them; nothing here knows how they look.

import type { LobbyId, MessageId, SessionId, UserId } from "./ids.ts";
import type { LobbyName, UserName } from "./names.ts";
import type { Problem } from "./problem.ts";
import type { SafeText } from "./text.ts";

/** Somebody as others see them. */
export interface Person {
  readonly id: UserId;
  readonly name: UserName;
  readonly picture: SafeText | null;
}

export interface Lobby {
  readonly id: LobbyId;
  readonly name: LobbyName;
}

/** Every stored event is one row of `messages`: `at` is milliseconds since 1970-01-01 UTC. */
interface Stored {
  readonly id: MessageId;
  readonly at: number;
  readonly from: Person;
}

interface InLobby extends Stored {
  readonly lobby: Lobby;
}

export interface LobbyLine extends InLobby {
  readonly type: "said" | "action";
  readonly text: SafeText;
}
export interface TaggedLine extends InLobby {
  readonly type: "tagged";
  readonly to: Person;
  readonly text: SafeText;
}
/** `joined` and `left`: came to or went from the server; `entered` and `exited`: changed the lobby. */
export interface Presence extends InLobby {
  readonly type: "joined" | "left" | "entered" | "exited";
}
export interface DirectMessage extends Stored {
  readonly type: "direct";
  readonly to: Person;
  readonly text: SafeText;
}

/** `moderated`: what was done to somebody, in a sentence; `announced`: an operator speaks to everybody. */
export interface Proclamation extends InLobby {
  readonly type: "moderated" | "announced";
  readonly text: SafeText;
}

/** The assistant's answer to a question of the lobby: at least one line, the longer ones broken for a terminal. */
export interface Answer extends InLobby {
  readonly type: "answered";
  readonly lines: readonly SafeText[];
  /** How many of the lines were shown while it grew, to those who see answers grow. History knows of none. */
  readonly grown: number;
}

/** What a lobby's history holds. */
export type LobbyEvent = LobbyLine | TaggedLine | Presence | Proclamation | Answer;
export type StoredEvent = LobbyEvent | DirectMessage;

/** Told to those present only, never a row of `messages`. */
export type PassingEvent =
  | AnswerGrowth
  /** To whoever asked: there will be no answer, or no more of it. */
  | { readonly type: "answer-failed"; readonly problem: Problem; readonly at: number }
  | { readonly type: "tagged-you"; readonly from: Person; readonly to: Person; readonly at: number }
  | { readonly type: "notice"; readonly text: SafeText; readonly at: number }
  /** Silent for long; the session ends in `seconds` when nothing comes. */
  | { readonly type: "idle-warning"; readonly seconds: number; readonly at: number }
  /** Silent for too long; the connection closes after it. */
  | { readonly type: "idle-end"; readonly at: number }
  /** The session is over by somebody else's act; the connection closes after it. */
  | { readonly type: "dismissed"; readonly text: SafeText; readonly at: number };

/** Further lines of an answer that is still being written; the whole of it follows as `answered`. */
export interface AnswerGrowth {
  readonly type: "answer-grew";
  readonly from: Person;
  readonly lobby: Lobby;
  /** The new lines alone. */
  readonly lines: readonly SafeText[];
  /** Whether these are the first: only who saw them is shown the others. */
  readonly first: boolean;
  readonly at: number;
}

export type ChatEvent = StoredEvent | PassingEvent;

export function isStored(event: ChatEvent): event is StoredEvent {
  return "id" in event;
}

export type Audience =
  | { readonly to: "lobby"; readonly lobby: LobbyId }
  | { readonly to: "user"; readonly user: UserId }
  | { readonly to: "session"; readonly session: SessionId };

/**
 * An event that may now be shown; a stored one has been committed. `by`: the session that caused it; null: nobody's,
 * but the server's or the assistant's.
 */
export interface Published {
  readonly event: ChatEvent;
  readonly audience: Audience;
  readonly by: SessionId | null;
}

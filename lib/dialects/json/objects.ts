// The objects that the server sends, one per line. schema.json says the same to programs in other languages.

import type { ProblemCode } from "../../domain/problem.ts";
import type { Role } from "../../domain/reply.ts";
import type { Tag } from "../dialect.ts";

/** In this order: the first four are all that old clients know. */
interface Base<Type extends string> {
  /** The speaking user; empty: the server. */
  readonly sender: string;
  /** A user, `#lobby`, or empty: whoever reads it. */
  readonly receiver: string;
  /** For people; several lines have a newline between them. */
  readonly body: string;
  /** `YYYY-MM-DD HH:MM:SS` in the server's local time. */
  readonly time: string;
  readonly type: Type;
  /** The same moment in ISO 8601, UTC. */
  readonly at: string;
}

/** Ids rise in the order in which everybody sees things, live and in histories. */
interface Stored<Type extends string> extends Base<Type> {
  readonly id: number;
  /** The sender's, where it has chosen one. */
  readonly picture?: string;
}

interface InLobby<Type extends string> extends Stored<Type> {
  readonly lobby: string;
}

export type LobbyObject =
  | InLobby<"message">
  /** `text`: without the star that `body` begins with. */
  | InLobby<"action"> & { readonly text: string }
  /** `text`: without the name that `body` begins with. */
  | InLobby<"tagged"> & { readonly to: string; readonly text: string }
  | InLobby<"joined" | "left" | "entered" | "exited"> & { readonly user: string }
  /** `by`: who did it. */
  | InLobby<"moderation"> & { readonly by: string }
  | InLobby<"announcement">
  /** The assistant's, to a question of the lobby: all lines of it. */
  | InLobby<"answer">;

export type EventObject =
  | LobbyObject
  | Stored<"direct">
  | Base<"tagged-you"> & { readonly user: string }
  /** The connection closes `seconds` from now if nothing comes. */
  | Base<"idle-warning"> & { readonly seconds: number }
  /** Further lines of an answer that will come whole; only to clients that follow. `first`: the answer begins. */
  | Base<"answer-grew"> & { readonly lobby: string; readonly first: boolean }
  /** To whoever asked: there will be no answer, or no more of it. */
  | Base<"answer-failed"> & { readonly code: ProblemCode }
  /** The connection closes after the last two. */
  | Base<"notice" | "idle-end" | "dismissed">;

/** Live lines were left out, as the connection fell behind. */
export type SkippedObject = Base<"skipped"> & { readonly lines: number };

/** `ref` is the client's own. `command` is what it asked for, `say` for plain text and `msg` for text with a receiver. */
interface Answer<Type extends string> extends Base<Type> {
  readonly ref?: Tag;
  readonly command?: string;
}

export interface UserObject {
  readonly name: string;
  readonly picture: string | null;
  readonly online: boolean;
  /** Null: offline, or in a private lobby. */
  readonly lobby: string | null;
}

/** A user with what lists of a lobby do not hold. Times are in ISO 8601, UTC. */
export interface KnownUserObject extends UserObject {
  readonly role: Role;
  readonly messages: number;
  readonly since: string;
  readonly lastSeen: string;
}

export interface LobbySummaryObject {
  readonly name: string;
  readonly private: boolean;
  readonly creator: string | null;
  readonly description: string;
  readonly present: number;
  readonly customAssistant: boolean;
}

export interface SanctionObject {
  readonly id: number;
  readonly action: "mute" | "ban";
  /** A user, or an address or range. */
  readonly subject: string;
  /** Null: everywhere. */
  readonly lobby: string | null;
  /** ISO 8601, UTC; null: for good. */
  readonly until: string | null;
  readonly reason: string;
  readonly actor: string;
}

export interface CommandObject {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly usage: string;
  readonly summary: string;
  readonly example: string;
}

/** A page of a lobby's history. */
interface Page {
  readonly lobby: string;
  readonly events: readonly LobbyObject[];
  /** There are events beyond these. */
  readonly more: boolean;
}

/** What the answer to a command holds besides its `body`. */
export type ReplyContent =
  | { readonly reply: "done" | "bye" | "time" | "pong" }
  /** `total` counts users that are left out of the list as well. */
  | { readonly reply: "users"; readonly users: readonly KnownUserObject[]; readonly total: number }
  | { readonly reply: "present"; readonly lobby: string; readonly users: readonly UserObject[] }
  | { readonly reply: "user" | "stats"; readonly user: KnownUserObject }
  /** `history` is oldest first, `matches` newest first. */
  | { readonly reply: "history" | "matches" } & Page
  | { readonly reply: "lobbies"; readonly lobbies: readonly LobbySummaryObject[] }
  | { readonly reply: "sanctions"; readonly sanctions: readonly SanctionObject[] }
  | {
    readonly reply: "pictures";
    readonly pictures: readonly { readonly name: string; readonly picture: string }[];
  }
  | { readonly reply: "commands"; readonly commands: readonly CommandObject[] };

export type AnswerObject =
  /** Logged in; `events` is what was said in the lobby before, oldest first. */
  | Answer<"welcome"> & {
    readonly lobby: string;
    readonly present: number;
    readonly events: readonly LobbyObject[];
    /** What the newcomer must know about its own standing. */
    readonly note?: string;
  }
  /** In another lobby, also by somebody else's will; its events as above. */
  | Answer<"moved"> & {
    readonly lobby: string;
    readonly present: number;
    readonly description: string;
    readonly events: readonly LobbyObject[];
  }
  /**
   * What the client said is stored under `id`; `to`: the reader of a direct message, or the assistant that was asked;
   * `queued`: the reader is away and gets it later.
   */
  | Answer<"sent"> & { readonly id: number; readonly to?: string; readonly queued?: boolean }
  | Answer<"reply"> & ReplyContent
  | Answer<"error"> & { readonly code: ProblemCode };

export type ServerObject = EventObject | SkippedObject | AnswerObject;

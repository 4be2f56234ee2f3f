// Answers to one request, as data: each dialect shows them in its own form.

import type { ChatEvent, DirectMessage, Lobby, LobbyEvent, Person } from "./event.ts";
import type { UserName } from "./names.ts";
import type { SafeText } from "./text.ts";

/** What help knows of a command; computed from the command's own record. */
export interface CommandHelp {
  readonly name: string;
  readonly aliases: readonly string[];
  /** For example `<user> <text>`; empty when the command takes nothing. */
  readonly usage: string;
  readonly summary: string;
  readonly example: string;
}

/** Somebody who has ever been here. Times are milliseconds since 1970-01-01 UTC. */
export interface KnownUser extends Person {
  readonly createdAt: number;
  readonly lastSeenAt: number;
  /** The lobby in which the user is now; null when offline. */
  readonly lobby: Lobby | null;
  readonly messagesSent: number;
  readonly hasPassword: boolean;
}

export type Reply =
  /** Done, and there is nothing to say. */
  | { readonly kind: "silent" }
  /** Done, in one sentence. */
  | { readonly kind: "done"; readonly text: SafeText }
  | {
    readonly kind: "welcome";
    readonly name: UserName;
    readonly lobby: Lobby;
    /** How many people are in the lobby, the newcomer included. */
    readonly present: number;
    readonly replay: readonly LobbyEvent[];
    readonly queued: readonly DirectMessage[];
  }
  | { readonly kind: "bye" }
  | { readonly kind: "commands"; readonly commands: readonly CommandHelp[] }
  | { readonly kind: "command"; readonly command: CommandHelp }
  | { readonly kind: "people"; readonly lobby: Lobby; readonly people: readonly Person[] }
  /** `total` counts those left out of `users` as well. */
  | { readonly kind: "everyone"; readonly users: readonly KnownUser[]; readonly total: number }
  | { readonly kind: "whois"; readonly user: KnownUser }
  | { readonly kind: "stats"; readonly user: KnownUser }
  | {
    readonly kind: "history";
    readonly lobby: Lobby;
    readonly events: readonly LobbyEvent[];
    readonly more: boolean;
  }
  | {
    readonly kind: "matches";
    readonly lobby: Lobby;
    readonly events: readonly LobbyEvent[];
    readonly more: boolean;
  }
  /** `openName`: the reader is offline and has no password, so whoever uses that name next will read it. */
  | {
    readonly kind: "direct-sent";
    readonly message: DirectMessage;
    readonly queued: boolean;
    readonly openName: boolean;
  }
  | { readonly kind: "time"; readonly at: number }
  | { readonly kind: "pong" };

export type { ChatEvent };

// Answers to one request, as data: each dialect shows them in its own form.

import type { DirectMessage, Lobby, LobbyEvent, Person } from "./event.ts";
import type { MessageId } from "./ids.ts";
import type { LobbyName, UserName } from "./names.ts";
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

/** A guest has no password, so the name may be somebody else's next time. Nobody can log in as the assistant. */
export type Role = "guest" | "member" | "operator" | "assistant";

/** Somebody who has ever been here. Times are milliseconds since 1970-01-01 UTC. */
export interface KnownUser extends Person {
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly online: boolean;
  /** The lobby in which the user is now; null when offline, and when it is private and the asker is not in it. */
  readonly lobby: Lobby | null;
  readonly messagesSent: number;
  readonly role: Role;
}

/** A lobby as the list of lobbies shows it. */
export interface LobbySummary extends Lobby {
  readonly private: boolean;
  readonly creator: UserName | null;
  readonly description: SafeText;
  /** How many people are in it. */
  readonly present: number;
  /** Whether its creator gave the assistant a character of its own. */
  readonly customAssistant: boolean;
}

/** A mute or ban that is in force. `until` is milliseconds since 1970-01-01 UTC; null: for good. */
export interface Sanction {
  readonly id: number;
  readonly action: "mute" | "ban";
  /** A user's name, or an address or range. */
  readonly subject: SafeText;
  /** Null: everywhere. */
  readonly lobby: LobbyName | null;
  readonly until: number | null;
  readonly reason: SafeText;
  readonly actor: UserName;
}

export type Reply =
  /** Done, and there is nothing to say. `id`: the line that is stored now. */
  | { readonly kind: "silent"; readonly id?: MessageId }
  /** Done, in one sentence where there is more to say than that. */
  | { readonly kind: "done"; readonly text?: SafeText }
  /** A question to the assistant is stored as the line `id` of the lobby; the answer comes later, to everybody. */
  | { readonly kind: "asked"; readonly id: MessageId; readonly to: Person; readonly text: SafeText }
  | {
    readonly kind: "welcome";
    readonly name: UserName;
    readonly lobby: Lobby;
    /** How many people are in the lobby, the newcomer included. This and the replay: for dialects that show them. */
    readonly present: number;
    readonly replay: readonly LobbyEvent[];
    readonly queued: readonly DirectMessage[];
    /** What the newcomer must know about its own standing, in a sentence. */
    readonly note?: SafeText;
  }
  | { readonly kind: "entered"; readonly lobby: LobbySummary; readonly replay: readonly LobbyEvent[] }
  | { readonly kind: "lobbies"; readonly lobbies: readonly LobbySummary[] }
  | { readonly kind: "sanctions"; readonly sanctions: readonly Sanction[] }
  | {
    readonly kind: "pictures";
    readonly pictures: readonly { readonly name: string; readonly picture: SafeText }[];
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

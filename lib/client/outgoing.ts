// What a typed line means here: most goes to the server, conversations are the client's own.

import type { StoredEvent } from "../domain/event.ts";
import type { MessageId } from "../domain/ids.ts";
import { type LobbyName, parseLobbyName, parseUserName, type UserName } from "../domain/names.ts";
import { isProblem } from "../domain/problem.ts";
import { own, type SafeText, sanitise } from "../domain/text.ts";
import { decodeTyped } from "../dialects/typed.ts";
import type { Party } from "./conversation.ts";
import { lobbyOf, personOf } from "./parties.ts";

/** An object of the JSON dialect without its `ref`. */
export interface Message {
  readonly body: string;
  readonly receiver?: string;
  /** With the login: show answers of the assistant while they grow. */
  readonly follow?: true;
}

export type Outgoing =
  | { readonly kind: "nothing" | "quit" | "close" }
  | { readonly kind: "open"; readonly user: UserName }
  | { readonly kind: "wrong"; readonly text: SafeText }
  /** `event` is how it will look once the server has stored it; its id and time mean nothing yet. */
  | { readonly kind: "speech"; readonly message: Message; readonly event: StoredEvent }
  | {
    readonly kind: "command";
    readonly message: Message;
    readonly verb: string;
    /** The lobby to which it leads. */
    readonly joins?: LobbyName;
    /** The user's password after it. */
    readonly password?: SafeText;
  };

/** Whoever types, and where. */
export interface Place {
  readonly me: UserName;
  readonly lobby: LobbyName;
  readonly current: Party;
  /** Whoever wrote a direct message last. */
  readonly lastSender: UserName | undefined;
}

/** What the assistant is called until the server has told its name. */
const ASSISTANT = "AI" as UserName;

/** Reads a typed line; what the client does not know is left to the server. */
export function readTyped(line: string, place: Place): Outgoing {
  const decoded = decodeTyped(line);
  if (decoded.kind === "nothing") return { kind: "nothing" };
  if (decoded.kind === "refused") return { kind: "wrong", text: sanitise(decoded.problem.text) };
  if (decoded.kind === "login") return { kind: "nothing" };
  const { verb, args } = decoded.request;
  const { current, lastSender } = place;
  const asIs = { kind: "command", message: { body: line }, verb } as const;
  switch (verb) {
    case "quit":
      return { kind: "quit" };
    case "stop":
      return { kind: "close" };
    case "start":
      return withUser(args, (user, text) => text === "" ? { kind: "open", user } : asIs) ?? asIs;
    case "say":
      return current.kind === "direct" ? direct(place, current.name, args) : spoken(place, "said", args);
    case "me":
      return args === "" ? asIs : inLobby(place, () => spoken(place, "action", args));
    case "tag":
      return withUser(
        args,
        (user, text) => text === "" ? asIs : inLobby(place, () => tagged(place, user, text)),
      ) ?? asIs;
    case "ai":
      return args === "" ? asIs : inLobby(place, () => question(place, args));
    case "msg":
    case "dm":
      return withUser(args, (user, text) => text === "" ? asIs : direct(place, user, text)) ?? asIs;
    case "reply":
      return lastSender === undefined || args === "" ? asIs : direct(place, lastSender, args);
    case "join": {
      const lobby = parseLobbyName(args.split(/\s/)[0] ?? "");
      return isProblem(lobby) ? asIs : { ...asIs, joins: lobby };
    }
    case "register":
      return { ...asIs, password: args };
    case "password":
      return { ...asIs, password: sanitise(args.split(/\s+/).at(-1) ?? "") };
    default:
      return asIs;
  }
}

function withUser(args: SafeText, read: (user: UserName, text: SafeText) => Outgoing): Outgoing | undefined {
  const [, name = "", text = ""] = /^(\S*)\s*(.*)$/.exec(args) ?? [];
  const user = parseUserName(name);
  return isProblem(user) ? undefined : read(user, sanitise(text.trimEnd()));
}

/** What everybody would read must not slip out of a conversation of two. */
function inLobby({ current, lobby }: Place, read: () => Outgoing): Outgoing {
  if (current.kind === "lobby") return read();
  return { kind: "wrong", text: own`That is for everybody in ${lobby}: go there first (Ctrl-N).` };
}

function spoken({ me, lobby }: Place, type: "said" | "action", text: SafeText): Outgoing {
  const message = { body: type === "said" ? escaped(text) : `/me ${text}`, receiver: `#${lobby}` };
  return { kind: "speech", message, event: { ...draft(me), type, lobby: lobbyOf(lobby), text } };
}

function tagged(
  { me, lobby }: Place,
  user: UserName,
  text: SafeText,
): Outgoing & { readonly kind: "speech" } {
  const event = { ...draft(me), type: "tagged", lobby: lobbyOf(lobby), to: personOf(user), text } as const;
  return { kind: "speech", message: { body: `/tag ${user} ${text}` }, event };
}

function question(place: Place, text: SafeText): Outgoing {
  return { ...tagged(place, ASSISTANT, text), message: { body: `/ai ${text}` } };
}

function direct({ me }: Place, user: UserName, text: SafeText): Outgoing {
  const message = { body: escaped(text), receiver: user };
  return { kind: "speech", message, event: { ...draft(me), type: "direct", to: personOf(user), text } };
}

/** A text that begins with a slash would be a command. */
function escaped(text: SafeText): string {
  return text.startsWith("/") ? `/${text}` : text;
}

function draft(me: UserName) {
  return { id: 0 as MessageId, at: 0, from: personOf(me) };
}

// Short forms of entries, names and ids for tests of the journal and of what stands on it.

import type { LobbyId, MessageId, SessionId } from "../../lib/domain/ids.ts";
import { type LobbyName, parseLobbyName, parseUserName, type UserName } from "../../lib/domain/names.ts";
import { isProblem } from "../../lib/domain/problem.ts";
import { sanitise } from "../../lib/domain/text.ts";
import type { Theme } from "../../lib/domain/theme.ts";
import type {
  DirectSeen,
  DirectSent,
  LineSaid,
  LobbiesExpired,
  LobbyCreated,
  LobbyDescribed,
  LobbyEntered,
  NameRegistered,
  OperatorNamed,
  PasswordChanged,
  PictureChosen,
  SessionClosed,
  SessionOpened,
  SessionsEnded,
  ThemeChosen,
  UserIgnored,
  UserTagged,
} from "../../lib/journal/entry.ts";

/** 2023-11-14 22:13:20 UTC, in milliseconds. */
export const AT = 1_700_000_000_000;

/** Where people come from unless a test says otherwise. */
export const ADDRESS = "198.51.100.7";

/** Throws on what is no name. */
export function userName(text: string): UserName {
  const name = parseUserName(text);
  if (isProblem(name)) throw new Error(`${text}: ${name.text}`);
  return name;
}

/** Throws on what is no name. */
export function lobbyName(text: string): LobbyName {
  const name = parseLobbyName(text);
  if (isProblem(name)) throw new Error(`${text}: ${name.text}`);
  return name;
}

export function sessionId(text: string): SessionId {
  return text as SessionId;
}

/** Who does something, and when. */
export function by(session: string, at: number) {
  return { session: sessionId(session), at };
}

/** `verified`: the stored hash that the password fitted; null for a guest. */
export function opened(
  session: string,
  name: string,
  at = AT,
  { address = ADDRESS, verified = null }: { address?: string; verified?: string | null } = {},
): SessionOpened {
  return { type: "session-opened", ...by(session, at), name: userName(name), address, verified };
}

export function closed(session: string, at = AT): SessionClosed {
  return { type: "session-closed", ...by(session, at) };
}

export function ended(at = AT): SessionsEnded {
  return { type: "sessions-ended", at };
}

export function said(session: string, text: string, at = AT): LineSaid {
  return { type: "line-said", form: "said", ...by(session, at), text: sanitise(text) };
}

export function acted(session: string, text: string, at = AT): LineSaid {
  return { ...said(session, text, at), form: "action" };
}

export function tagged(session: string, to: string, text: string, at = AT): UserTagged {
  return { type: "user-tagged", ...by(session, at), to: userName(to), text: sanitise(text) };
}

export function directSent(session: string, to: string, text: string, at = AT): DirectSent {
  return { type: "direct-sent", ...by(session, at), to: userName(to), text: sanitise(text) };
}

export function directSeen(session: string, messages: readonly number[], at = AT): DirectSeen {
  return { type: "direct-seen", ...by(session, at), messages: messages.map((id) => id as MessageId) };
}

export function themeChosen(session: string, theme: Theme, at = AT): ThemeChosen {
  return { type: "theme-chosen", ...by(session, at), theme };
}

export function pictureChosen(session: string, picture: string | null, at = AT): PictureChosen {
  return { type: "picture-chosen", ...by(session, at), picture: picture === null ? null : sanitise(picture) };
}

export function userIgnored(session: string, name: string, ignored = true, at = AT): UserIgnored {
  return { type: "user-ignored", ...by(session, at), name: userName(name), ignored };
}

export function nameRegistered(
  session: string,
  hash: string,
  { operator = false, at = AT } = {},
): NameRegistered {
  return { type: "name-registered", ...by(session, at), hash, operator };
}

export function passwordChanged(session: string, from: string, to: string, at = AT): PasswordChanged {
  return { type: "password-changed", ...by(session, at), from, to };
}

export function operatorNamed(name: string, at = AT): OperatorNamed {
  return { type: "operator-named", at, name: userName(name) };
}

/** `hash`: of the lobby's password; null for a public one. */
export function lobbyCreated(
  session: string,
  name: string,
  { description = "", hash = null as string | null, own = 10, total = 100, at = AT } = {},
): LobbyCreated {
  return {
    type: "lobby-created",
    ...by(session, at),
    name: lobbyName(name),
    description: sanitise(description),
    passwordHash: hash,
    limits: { own, total },
  };
}

/** `verified`: the stored hash that the lobby's password fitted. */
export function lobbyEntered(
  session: string,
  lobby: LobbyId,
  verified: string | null = null,
  at = AT,
): LobbyEntered {
  return { type: "lobby-entered", ...by(session, at), lobby, verified };
}

export function lobbyDescribed(session: string, description: string, at = AT): LobbyDescribed {
  return { type: "lobby-described", ...by(session, at), description: sanitise(description) };
}

export function lobbiesExpired(unusedSince: number, at = AT): LobbiesExpired {
  return { type: "lobbies-expired", at, unusedSince };
}

// Short forms of entries, names and ids for tests of the journal and of what stands on it.

import type { MessageId, SessionId } from "../../lib/domain/ids.ts";
import { parseUserName, type UserName } from "../../lib/domain/names.ts";
import { isProblem } from "../../lib/domain/problem.ts";
import { sanitise } from "../../lib/domain/text.ts";
import type { Theme } from "../../lib/domain/theme.ts";
import type {
  DirectSeen,
  DirectSent,
  LineSaid,
  SessionClosed,
  SessionOpened,
  SessionsEnded,
  ThemeChosen,
  UserIgnored,
  UserTagged,
} from "../../lib/journal/entry.ts";

/** 2023-11-14 22:13:20 UTC, in milliseconds. */
export const AT = 1_700_000_000_000;

/** Throws on what is no name. */
export function userName(text: string): UserName {
  const name = parseUserName(text);
  if (isProblem(name)) throw new Error(`${text}: ${name.text}`);
  return name;
}

export function sessionId(text: string): SessionId {
  return text as SessionId;
}

function by(session: string, at: number) {
  return { session: sessionId(session), at };
}

export function opened(session: string, name: string, at = AT): SessionOpened {
  return { type: "session-opened", ...by(session, at), name: userName(name) };
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

export function userIgnored(session: string, name: string, ignored = true, at = AT): UserIgnored {
  return { type: "user-ignored", ...by(session, at), name: userName(name), ignored };
}

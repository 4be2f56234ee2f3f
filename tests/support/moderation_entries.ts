// Short forms of the entries with which some people act on others.

import { sanitise } from "../../lib/domain/text.ts";
import type {
  AddressBanned,
  Announced,
  OperatorChanged,
  SanctionLifted,
  UserKicked,
  UserSanctioned,
} from "../../lib/journal/entry.ts";
import { AT, by, userName } from "./entries.ts";

/** How a sanction is: `until` in milliseconds, null for good. */
interface Terms {
  readonly until?: number | null;
  readonly reason?: string;
  readonly at?: number;
}

export function kicked(session: string, target: string, reason = "", at = AT): UserKicked {
  return { type: "user-kicked", ...by(session, at), target: userName(target), reason: sanitise(reason) };
}

export function muted(session: string, target: string, terms: Terms = {}): UserSanctioned {
  return sanctioned("mute", session, target, terms);
}

export function banned(session: string, target: string, terms: Terms = {}): UserSanctioned {
  return sanctioned("ban", session, target, terms);
}

function sanctioned(
  action: "mute" | "ban",
  session: string,
  target: string,
  { until = null, reason = "", at = AT }: Terms,
): UserSanctioned {
  return {
    type: "user-sanctioned",
    ...by(session, at),
    action,
    target: userName(target),
    until,
    reason: sanitise(reason),
  };
}

/** `range` in its canonical form. */
export function addressBanned(
  session: string,
  range: string,
  { until = null, reason = "", at = AT }: Terms = {},
): AddressBanned {
  return {
    type: "address-banned",
    ...by(session, at),
    range: sanitise(range),
    until,
    reason: sanitise(reason),
  };
}

export function unmuted(session: string, user: string, at = AT): SanctionLifted {
  return { type: "sanction-lifted", ...by(session, at), action: "mute", subject: { user: userName(user) } };
}

export function unbanned(session: string, user: string, at = AT): SanctionLifted {
  return { type: "sanction-lifted", ...by(session, at), action: "ban", subject: { user: userName(user) } };
}

export function addressUnbanned(session: string, range: string, at = AT): SanctionLifted {
  return { type: "sanction-lifted", ...by(session, at), action: "ban", subject: { range: sanitise(range) } };
}

export function operatorChanged(session: string, target: string, operator = true, at = AT): OperatorChanged {
  return { type: "operator-changed", ...by(session, at), target: userName(target), operator };
}

export function announced(session: string, text: string, at = AT): Announced {
  return { type: "announced", ...by(session, at), text: sanitise(text) };
}

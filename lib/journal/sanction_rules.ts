// When a mute or ban counts, and how it is told; what is told to those who may not do such things.

import { contains, isLoopback, parseRange } from "../domain/address.ts";
import { formatTime } from "../domain/clock.ts";
import { formatTerm } from "../domain/duration.ts";
import type { Lobby } from "../domain/event.ts";
import { GENERAL } from "../domain/ids.ts";
import type { Sanction } from "../domain/reply.ts";
import type { SanctionStore } from "../store/sanctions.ts";

/** The longest ban that covers an address at a time. The machine itself cannot be locked out. */
export function addressBan(
  sanctions: Pick<SanctionStore, "ofAddresses">,
  address: string,
  at: number,
): Sanction | undefined {
  if (isLoopback(address)) return undefined;
  return sanctions.ofAddresses(at).find(({ subject }) => covers(subject, address));
}

/** Whether a range, in its canonical form, covers an address. */
export function covers(range: string, address: string): boolean {
  const parsed = parseRange(range);
  return parsed !== undefined && contains(parsed, address);
}

/** What its subject is told of a sanction in force: until when, and why. */
export function sanctionText({ action, subject, lobby, until, reason }: Sanction): string {
  const end = endText(until, reason);
  if (action === "mute") return `You are muted${lobby === null ? "" : ` in ${lobby}`} ${end}`;
  if (parseRange(subject)) return `Your address is banned ${end}`;
  return `You are banned${lobby === null ? "" : ` from ${lobby}`} ${end}`;
}

/** How a sentence to the subject of a sanction ends. */
export function endText(until: number | null, reason: string): string {
  return `${until === null ? "for good" : `until ${formatTime(until)}`}${reasonText(reason)}`;
}

/** How a sentence to its subject gives a reason, or ends without one. */
export function reasonText(reason: string): string {
  return reason === "" ? "." : `: ${reason}`;
}

/** What others are told, the same on every machine: how long, not until when. */
export function termText(at: number, until: number | null, reason: string): string {
  return `${formatTerm(until === null ? null : until - at)}${reason === "" ? "" : `: ${reason}`}`;
}

/** Nobody has a creator's rights in `general`. */
export function notAllowedText({ id, name }: Lobby): string {
  return id === GENERAL
    ? `Only operators may do that in ${name}.`
    : `Only operators and the creator of ${name} may do that.`;
}

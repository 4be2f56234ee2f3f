// Sending away, silencing, banning, and who may do so. Rights are decided where the act is stored.

import { getLogger } from "@logtape/logtape";
import { parseRange } from "../domain/address.ts";
import type { Clock } from "../domain/clock.ts";
import { parseUserName, type UserName } from "../domain/names.ts";
import { isProblem, refuse } from "../domain/problem.ts";
import type { Sanction } from "../domain/reply.ts";
import { type SafeText, sanitise } from "../domain/text.ts";
import type { Entry, SanctionLifted, Yields } from "../journal/entry.ts";
import { granted, type Journal } from "../journal/journal.ts";
import { addressBan, notAllowedText, sanctionText } from "../journal/sanction_rules.ts";
import type { Store } from "../store/store.ts";
import { type Actor, sessionOf } from "./actor.ts";

const log = getLogger(["parley", "moderation"]);

export interface ModerationOptions {
  readonly journal: Journal;
  readonly store: Pick<Store, "sessions" | "lobbies" | "sanctions">;
  readonly clock: Clock;
}

/** Milliseconds; undefined: for good. */
type Duration = number | undefined;

export class Moderation {
  readonly #options: ModerationOptions;

  constructor(options: ModerationOptions) {
    this.#options = options;
  }

  /** What to tell a client from a banned address before it says anything; undefined: it may come in. */
  refusal(address: string): string | undefined {
    const ban = addressBan(this.#options.store.sanctions, address, this.#options.clock.now());
    return ban && sanctionText(ban);
  }

  kick(actor: Actor, target: UserName, reason: SafeText): Promise<Yields["user-kicked"]> {
    return this.#append(actor, { type: "user-kicked", ...this.#now(actor), target, reason });
  }

  /** Mutes or bans a user, in the scope that the actor's rights give. */
  sanction(
    actor: Actor,
    action: "mute" | "ban",
    target: UserName,
    duration: Duration,
    reason: SafeText,
  ): Promise<Yields["user-sanctioned"]> {
    const until = this.#end(duration);
    return this.#append(actor, {
      type: "user-sanctioned",
      ...this.#now(actor),
      action,
      target,
      until,
      reason,
    });
  }

  /** Bans an address or range, in its canonical form, from the whole server. */
  banAddress(
    actor: Actor,
    range: SafeText,
    duration: Duration,
    reason: SafeText,
  ): Promise<Yields["address-banned"]> {
    const until = this.#end(duration);
    return this.#append(actor, { type: "address-banned", ...this.#now(actor), range, until, reason });
  }

  async lift(actor: Actor, action: "mute" | "ban", subject: SanctionLifted["subject"]): Promise<void> {
    await this.#append(actor, { type: "sanction-lifted", ...this.#now(actor), action, subject });
  }

  /** What is in force: everything for operators, for a creator what concerns the own lobby. */
  inForce(actor: Actor): readonly Sanction[] {
    const { store, clock } = this.#options;
    const { operator, lobby } = sessionOf(store, actor);
    if (operator) return store.sanctions.all(null, clock.now());
    if (store.lobbies.get(lobby.id).owner !== actor.user) refuse("not-allowed", notAllowedText(lobby));
    return store.sanctions.all(lobby.id, clock.now());
  }

  async changeOperator(actor: Actor, target: UserName, operator: boolean): Promise<UserName> {
    const entry = { type: "operator-changed", ...this.#now(actor), target, operator } as const;
    return (await this.#append(actor, entry)).user.name;
  }

  async announce(actor: Actor, text: SafeText): Promise<void> {
    await this.#append(actor, { type: "announced", ...this.#now(actor), text });
  }

  #now(actor: Actor) {
    return { at: this.#options.clock.now(), session: actor.session };
  }

  #end(duration: Duration): number | null {
    return duration === undefined ? null : this.#options.clock.now() + duration;
  }

  async #append<E extends Entry>(actor: Actor, entry: E): Promise<Yields[E["type"]]> {
    const value = await granted(this.#options.journal.append(entry, actor.nextEntryId()));
    log.info("moderation", { act: entry.type, by: actor.name });
    return value;
  }
}

/** Whom a moderator means: an address or range in its canonical form, or a user. */
export function parseSubject(text: string): { readonly user: UserName } | { readonly range: SafeText } {
  const range = parseRange(text);
  if (range) return { range: sanitise(range.text) };
  const user = parseUserName(text);
  if (isProblem(user)) {
    refuse("user-not-found", `${text} is neither a user nor an address. /users all lists everybody.`);
  }
  return { user };
}

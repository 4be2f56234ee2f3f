// Who may not speak or come, for how long and why; and the record of every act of moderation.

import type { LobbyId, UserId } from "../domain/ids.ts";
import type { LobbyName, UserName } from "../domain/names.ts";
import type { Sanction } from "../domain/reply.ts";
import { type SafeText, sanitise } from "../domain/text.ts";
import type { Database } from "./database.ts";

/** Whom a sanction is for. */
export type Subject = { readonly user: UserId } | { readonly address: string };

export interface NewSanction {
  readonly action: "mute" | "ban";
  readonly subject: Subject;
  /** Null: everywhere. */
  readonly lobby: LobbyId | null;
  readonly until: number | null;
  readonly reason: SafeText;
  readonly actor: UserId;
  readonly at: number;
}

export interface AuditRow {
  readonly at: number;
  readonly act: "kick" | "mute" | "unmute" | "ban" | "unban" | "op" | "deop" | "announce";
  /** Null: named on the command line. */
  readonly actor: UserId | null;
  readonly user?: UserId;
  readonly address?: string;
  readonly lobby?: LobbyId | null;
  readonly until?: number | null;
  readonly text?: SafeText;
}

const SANCTION = `
  SELECT b.id, b.action, coalesce(u.name, b.address) AS subject, l.name AS lobby, b.until, b.reason, a.name AS actor
  FROM bans b JOIN users a ON a.id = b.actor_id LEFT JOIN users u ON u.id = b.user_id
    LEFT JOIN lobbies l ON l.id = b.lobby_id`;
const IN_FORCE = "(b.until IS NULL OR b.until > :at)";

export class SanctionStore {
  readonly #add;
  readonly #liftUser;
  readonly #liftAddress;
  readonly #ofUser;
  readonly #ofAddresses;
  readonly #all;
  readonly #audit;

  constructor(database: Database) {
    this.#add = database.prepare(
      `INSERT INTO bans (action, user_id, address, lobby_id, until, reason, actor_id, created_at)
       VALUES (:action, :user, :address, :lobby, :until, :reason, :actor, :at)`,
    );
    this.#liftUser = database.prepare(
      `DELETE FROM bans AS b WHERE b.user_id = :user AND b.action = :action AND b.lobby_id IS :lobby AND ${IN_FORCE}`,
    );
    this.#liftAddress = database.prepare(`DELETE FROM bans AS b WHERE b.address = :address AND ${IN_FORCE}`);
    this.#ofUser = database.prepare(
      `${SANCTION} WHERE b.user_id = :user AND b.action = :action AND (b.lobby_id IS NULL OR b.lobby_id = :lobby)
         AND ${IN_FORCE} ORDER BY b.until IS NULL DESC, b.until DESC LIMIT 1`,
    );
    this.#ofAddresses = database.prepare(
      `${SANCTION} WHERE b.address IS NOT NULL AND ${IN_FORCE} ORDER BY b.until IS NULL DESC, b.until DESC, b.id`,
    );
    this.#all = database.prepare(
      `${SANCTION} WHERE (:lobby IS NULL OR b.lobby_id = :lobby) AND ${IN_FORCE} ORDER BY b.id`,
    );
    this.#audit = database.prepare(
      `INSERT INTO audit (at, act, actor_id, user_id, address, lobby_id, until, text)
       VALUES (:at, :act, :actor, :user, :address, :lobby, :until, :text)`,
    );
  }

  add({ subject, ...rest }: NewSanction): void {
    const user = "user" in subject ? subject.user : null;
    const address = "address" in subject ? subject.address : null;
    this.#add.run({ ...rest, user, address });
  }

  /** Takes back what is in force for a user in one scope at a time; tells whether there was anything. */
  lift(action: "mute" | "ban", user: UserId, lobby: LobbyId | null, at: number): boolean {
    return Number(this.#liftUser.run({ action, user, lobby, at }).changes) > 0;
  }

  /** The same for an address or range, in its canonical form. */
  liftAddress(address: string, at: number): boolean {
    return Number(this.#liftAddress.run({ address, at }).changes) > 0;
  }

  /** The longest sanction of a kind that is in force for a user at a time, everywhere or in this lobby. */
  ofUser(action: "mute" | "ban", user: UserId, lobby: LobbyId | null, at: number): Sanction | undefined {
    const row = this.#ofUser.get({ action, user, lobby, at });
    return row && sanction(row);
  }

  /** All bans of addresses and ranges in force at a time, the longest first. */
  ofAddresses(at: number): readonly Sanction[] {
    return this.#ofAddresses.all({ at }).map(sanction);
  }

  /** Everything in force at a time, or what is in force in one lobby alone. */
  all(lobby: LobbyId | null, at: number): readonly Sanction[] {
    return this.#all.all({ lobby, at }).map(sanction);
  }

  audit(row: AuditRow): void {
    this.#audit.run({ user: null, address: null, lobby: null, until: null, text: "", ...row });
  }
}

function sanction(row: Record<string, unknown>): Sanction {
  return {
    id: Number(row["id"]),
    action: row["action"] === "mute" ? "mute" : "ban",
    subject: sanitise(String(row["subject"])),
    lobby: row["lobby"] === null ? null : sanitise(String(row["lobby"])) as LobbyName,
    until: row["until"] === null ? null : Number(row["until"]),
    reason: sanitise(String(row["reason"])),
    actor: sanitise(String(row["actor"])) as UserName,
  };
}

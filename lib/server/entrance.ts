// From a name, and a password where the name has one, to somebody who is logged in.

import { getLogger } from "@logtape/logtape";
import type { EntryId, SessionId } from "../domain/ids.ts";
import { Refusal } from "../domain/problem.ts";
import type { Reply } from "../domain/reply.ts";
import { own } from "../domain/text.ts";
import type { Decoded } from "../dialects/dialect.ts";
import type { Actor, Preferences } from "../services/actor.ts";
import type { Services } from "../services/services.ts";

const log = getLogger(["parley", "login"]);

/** Wrong passwords on one connection before it is closed. */
const TRIES = 3;

const FOUNDER = own`You are operator for this visit: /register <password> keeps it so.`;

export interface EntranceOptions {
  readonly session: SessionId;
  /** IP address of the client. */
  readonly address: string;
  readonly services: Services;
  readonly preferences: Preferences;
  nextEntryId(): EntryId;
}

type Opened = Awaited<ReturnType<Services["presence"]["open"]>> & { readonly actor: Actor };

export class Entrance {
  readonly #options: EntranceOptions;
  #wrong = 0;

  constructor(options: EntranceOptions) {
    this.#options = options;
  }

  /** Whether there were too many wrong passwords for another try. */
  get closed(): boolean {
    return this.#wrong >= TRIES;
  }

  /** Opens the session. Rejects with a Refusal when the name may not come in. */
  async open(login: Decoded & { readonly kind: "login" }): Promise<Opened> {
    const { session, address, services: { presence }, preferences, nextEntryId } = this.#options;
    const { name, password } = login;
    try {
      const opened = await presence.open({ session, name, password, address }, nextEntryId());
      preferences.theme = opened.theme ?? preferences.theme;
      if (opened.ignored.length > 0) preferences.ignored = new Set(opened.ignored);
      const { user } = opened;
      const actor = { session, user: user.id, name: user.name, address, preferences, nextEntryId };
      if (opened.weak && password !== undefined) this.#strengthen(actor, password);
      return { ...opened, actor };
    } catch (error) {
      if (error instanceof Refusal && error.problem.code === "bad-password") {
        this.#wrong++;
        // Without the name: people type passwords there at times.
        log.warning("a wrong password", { session, address });
      }
      throw error;
    }
  }

  /** What the newcomer is shown; `introduces`: with the lobby and what was said there. */
  welcome(
    { actor, lobby, arrival, founder }: Opened,
    introduces: boolean,
  ): Reply & { readonly kind: "welcome" } {
    const { presence, direct } = this.#options.services;
    return {
      kind: "welcome",
      name: actor.name,
      lobby,
      present: introduces ? presence.countInLobby(lobby.id) : 0,
      replay: introduces ? presence.replay(lobby.id, actor.user, arrival) : [],
      queued: direct.queued(actor.user).filter(({ id }) => id < arrival),
      ...founder && { note: FOUNDER },
    };
  }

  #strengthen(actor: Actor, password: string): void {
    this.#options.services.users.strengthen(actor, password).catch((error) => {
      // The old hash still holds; the next login tries again.
      log.warning("a password could not be hashed anew", { session: actor.session, error });
    });
  }
}

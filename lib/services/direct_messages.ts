// Direct messages: sent to whoever is here, queued for whoever is not, delivered once their reader was seen.

import type { Clock } from "../domain/clock.ts";
import type { DirectMessage } from "../domain/event.ts";
import type { MessageId, UserId } from "../domain/ids.ts";
import type { UserName } from "../domain/names.ts";
import type { SafeText } from "../domain/text.ts";
import type { Yields } from "../journal/entry.ts";
import { granted, type Journal } from "../journal/journal.ts";
import type { Store } from "../store/store.ts";
import type { Actor } from "./actor.ts";
import { logMessage } from "./message_log.ts";

export interface DirectMessagesOptions {
  readonly journal: Journal;
  readonly store: Pick<Store, "messages">;
  readonly clock: Clock;
}

export class DirectMessages {
  readonly #options: DirectMessagesOptions;

  constructor(options: DirectMessagesOptions) {
    this.#options = options;
  }

  /** Refuses readers that were never here. The entry is appended before this returns. */
  async send(actor: Actor, to: UserName, text: SafeText): Promise<Yields["direct-sent"]> {
    const { journal, clock } = this.#options;
    const entry = { type: "direct-sent", at: clock.now(), session: actor.session, to, text } as const;
    const sent = await granted(journal.append(entry, actor.nextEntryId()));
    logMessage(actor, "direct", sent.message.id, text);
    return sent;
  }

  /** What the reader was not yet seen to get, oldest first. */
  queued(reader: UserId): readonly DirectMessage[] {
    return this.#options.store.messages.queued(reader);
  }

  /** The actor gave a sign of life after these messages had been written to it. */
  async seen(actor: Actor, messages: readonly MessageId[]): Promise<void> {
    const { journal, clock } = this.#options;
    const entry = { type: "direct-seen", at: clock.now(), session: actor.session, messages } as const;
    await granted(journal.append(entry, actor.nextEntryId()));
  }
}

// What a question brings along of its lobby: what its asker may read there, and no other lobby's or direct word.

import type { LobbyEvent } from "../../domain/event.ts";
import type { LobbyId, MessageId, UserId } from "../../domain/ids.ts";
import type { Exchange } from "../../store/turns.ts";
import type { Store } from "../../store/store.ts";
import type { Spoken } from "./prompt.ts";

/** A lobby's conversation with the assistant: its newest questions, as far as they are not older than that. */
const MEMORY = { questions: 20, milliseconds: 30 * 60_000 } as const;
/** Among so many of the newest events lines are looked for. */
const EVENTS = 200;

/** The conversation of a lobby with the assistant, oldest first; where the clock was set back, as far as it is past. */
export function exchangesOf(store: Pick<Store, "turns">, lobby: LobbyId, now: number): readonly Exchange[] {
  return store.turns.exchanges(lobby, now - MEMORY.milliseconds, now, MEMORY.questions);
}

/** The last `count` lines of people to people before a message, as `reader` may see them, oldest first. */
export function linesBefore(
  store: Pick<Store, "messages">,
  lobby: LobbyId,
  message: MessageId,
  { reader, assistant, count }: {
    readonly reader: UserId;
    readonly assistant: UserId;
    readonly count: number;
  },
): readonly Spoken[] {
  const events = count === 0 ? [] : store.messages.history(lobby, reader, message, EVENTS);
  return events.filter((event) => isSpoken(event, assistant)).slice(-count);
}

function isSpoken(event: LobbyEvent, assistant: UserId): event is Spoken {
  return event.type === "said" || event.type === "action" ||
    event.type === "tagged" && event.to.id !== assistant;
}

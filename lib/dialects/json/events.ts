// Events as objects.

import { formatTime } from "../../domain/clock.ts";
import { sanitise } from "../../domain/text.ts";
import type { ChatEvent, LobbyEvent, StoredEvent } from "../../domain/event.ts";
import { eventLine, PRESENCE, uncoloured } from "../look.ts";
import type { EventObject, LobbyObject, ServerObject } from "./objects.ts";

/** What every object has; `at` in milliseconds since 1970-01-01 UTC. The order of keys is part of the dialect. */
export function base<Type extends ServerObject["type"]>(
  type: Type,
  at: number,
  { sender = "", receiver = "", body }: { sender?: string; receiver?: string; body: string },
) {
  return { sender, receiver, body, time: formatTime(at), type, at: new Date(at).toISOString() };
}

export function eventObject(event: ChatEvent): EventObject {
  switch (event.type) {
    case "direct": {
      const parties = { sender: event.from.name, receiver: event.to.name };
      return { ...base("direct", event.at, { ...parties, body: event.text }), ...stored(event) };
    }
    case "tagged-you":
      return {
        ...base("tagged-you", event.at, {
          receiver: event.to.name,
          body: `${event.from.name} tagged you`,
        }),
        user: event.from.name,
      };
    case "notice":
    case "dismissed":
      return base(event.type, event.at, { body: event.text });
    case "idle-warning":
      return { ...base("idle-warning", event.at, { body: sentence(event) }), seconds: event.seconds };
    case "idle-end":
      return base("idle-end", event.at, { body: sentence(event) });
    case "answer-grew": {
      const { from, lobby, lines, first } = event;
      const spoken = { sender: from.name, receiver: `#${lobby.name}`, body: lines.join("\n") };
      return { ...base("answer-grew", event.at, spoken), lobby: lobby.name, first };
    }
    case "answer-failed": {
      const { code, text } = event.problem;
      return { ...base("answer-failed", event.at, { body: sanitise(text) }), code };
    }
    default:
      return lobbyObject(event);
  }
}

/** The same live and in a history. */
export function lobbyObject(event: LobbyEvent): LobbyObject {
  const { from, lobby } = event;
  const rest = { ...stored(event), lobby: lobby.name };
  const spoken = { sender: from.name, receiver: `#${lobby.name}` };
  const told = { receiver: `#${lobby.name}` };
  switch (event.type) {
    case "said":
      return { ...base("message", event.at, { ...spoken, body: event.text }), ...rest };
    case "action": {
      const { text } = event;
      return { ...base("action", event.at, { ...spoken, body: `* ${text}` }), ...rest, text };
    }
    case "tagged": {
      const { text, to } = event;
      const body = `@${to.name} ${text}`;
      return { ...base("tagged", event.at, { ...spoken, body }), ...rest, to: to.name, text };
    }
    case "answered":
      return { ...base("answer", event.at, { ...spoken, body: event.lines.join("\n") }), ...rest };
    case "announced":
      return { ...base("announcement", event.at, { ...spoken, body: event.text }), ...rest };
    case "moderated":
      return { ...base("moderation", event.at, { ...told, body: event.text }), ...rest, by: from.name };
    case "joined":
    case "left":
    case "entered":
    case "exited": {
      const body = `${from.name} ${PRESENCE[event.type]}`;
      return { ...base(event.type, event.at, { ...told, body }), ...rest, user: from.name };
    }
    default:
      return event satisfies never;
  }
}

function stored({ id, from: { picture } }: StoredEvent) {
  return { id, ...picture !== null && { picture } };
}

/** The words of the terminal without the mark that tells them from what people say. */
function sentence(event: ChatEvent & { readonly type: "idle-warning" | "idle-end" }): string {
  return eventLine(event, uncoloured).replace(/^! /, "");
}

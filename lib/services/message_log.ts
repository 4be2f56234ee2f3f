// What the operator's log says of a message: that there was one and how long it was, never its text or its reader.

import { getLogger } from "@logtape/logtape";
import type { StoredEvent } from "../domain/event.ts";
import type { MessageId } from "../domain/ids.ts";
import type { SafeText } from "../domain/text.ts";
import type { Actor } from "./actor.ts";

const log = getLogger(["parley", "message"]);

export function logMessage(actor: Actor, type: StoredEvent["type"], id: MessageId, text: SafeText): void {
  log.info("message", { session: actor.session, name: actor.name, type, id, characters: text.length });
}

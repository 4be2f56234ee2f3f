// The rules, as commands reach them.

import type { Assistant } from "./assistant/assistant.ts";
import type { DirectMessages } from "./direct_messages.ts";
import type { Lobbies } from "./lobbies.ts";
import type { Messages } from "./messages.ts";
import type { Moderation } from "./moderation.ts";
import type { Presence } from "./presence.ts";
import type { Users } from "./users.ts";

export interface Services {
  readonly presence: Presence;
  readonly users: Users;
  readonly lobbies: Lobbies;
  readonly messages: Messages;
  readonly direct: DirectMessages;
  readonly moderation: Moderation;
  readonly assistant: Assistant;
}

// The rules, as commands reach them.

import type { DirectMessages } from "./direct_messages.ts";
import type { Messages } from "./messages.ts";
import type { Presence } from "./presence.ts";
import type { Users } from "./users.ts";

export interface Services {
  readonly presence: Presence;
  readonly users: Users;
  readonly messages: Messages;
  readonly direct: DirectMessages;
}

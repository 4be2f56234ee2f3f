// Sending somebody away.

import { own, sanitise } from "../domain/text.ts";
import { defineCommand } from "./command.ts";
import { optional, text, userName } from "./params.ts";

export default defineCommand({
  name: "kick",
  summary: "send a user away: operators off the server, creators out of their lobby",
  example: "bob please cool down",
  params: { user: userName(), reason: optional(text()) },
  async run({ actor, services }, { user, reason }) {
    const { user: { name }, from } = await services.moderation.kick(actor, user, reason ?? sanitise(""));
    return {
      kind: "done",
      text: from ? own`${name} was sent out of ${from.name}.` : own`${name} was sent away.`,
    };
  },
});

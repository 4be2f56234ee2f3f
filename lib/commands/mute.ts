// Silencing somebody.

import { formatTerm } from "../domain/duration.ts";
import { own, sanitise } from "../domain/text.ts";
import { defineCommand } from "./command.ts";
import { duration, optional, text, userName } from "./params.ts";

export default defineCommand({
  name: "mute",
  summary: "silence a user, everywhere or in your lobby; 10m, 2h, 7d, or for good",
  example: "bob 10m please cool down",
  params: { user: userName(), duration: optional(duration()), reason: optional(text()) },
  async run({ actor, services }, { user, duration, reason }) {
    const done = await services.moderation.sanction(actor, "mute", user, duration, reason ?? sanitise(""));
    const where = done.lobby ? own` in ${done.lobby.name}` : own``;
    const term = sanitise(formatTerm(duration ?? null));
    return {
      kind: "done",
      text: own`${done.user.name} is muted${where} ${term}. /unmute ${done.user.name} ends it.`,
    };
  },
});

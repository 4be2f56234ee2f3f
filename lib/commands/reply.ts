// A direct message to whoever wrote last.

import { refuse } from "../domain/problem.ts";
import { defineCommand } from "./command.ts";
import { text } from "./params.ts";

export default defineCommand({
  name: "reply",
  summary: "write to whoever wrote to you last",
  example: "yes, five minutes",
  params: { text: text() },
  budget: "message",
  async run({ actor, services }, { text }) {
    const { lastSender } = actor.preferences;
    if (!lastSender) refuse("user-not-found", "Nobody has written to you yet. /msg <user> <text> begins.");
    return { kind: "direct-sent", ...await services.direct.send(actor, lastSender, text) };
  },
});

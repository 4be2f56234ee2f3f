// A direct message.

import { defineCommand } from "./command.ts";
import { text, userName } from "./params.ts";

export default defineCommand({
  name: "msg",
  aliases: ["dm"],
  summary: "write to one user; kept for later when the user is away",
  example: "bob are you there?",
  params: { user: userName(), text: text() },
  budget: "message",
  async run({ actor, services }, { user, text }) {
    return { kind: "direct-sent", ...await services.direct.send(actor, user, text) };
  },
});

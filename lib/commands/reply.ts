// A direct message to whoever wrote last.

import { defineCommand } from "./command.ts";
import { text } from "./params.ts";

export default defineCommand({
  name: "reply",
  summary: "write to whoever wrote to you last",
  example: "yes, five minutes",
  params: { text: text() },
  async run({ actor, services }, { text }) {
    const to = services.direct.lastSender(actor);
    return { kind: "direct-sent", ...await services.direct.send(actor, to, text) };
  },
});

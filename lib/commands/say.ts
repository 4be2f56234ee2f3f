// Plain text: to the lobby, or to the one with whom a conversation was started.

import { defineCommand } from "./command.ts";
import { text } from "./params.ts";

export default defineCommand({
  name: "say",
  summary: "speak in the lobby; plain text does the same",
  example: "hello everybody",
  params: { text: text() },
  pipelined: true,
  budget: "message",
  async run({ actor, services }, { text }) {
    const { conversation } = actor.preferences;
    if (conversation) {
      return { kind: "direct-sent", ...await services.direct.send(actor, conversation, text) };
    }
    await services.messages.say(actor, "said", text);
    return { kind: "silent" };
  },
});

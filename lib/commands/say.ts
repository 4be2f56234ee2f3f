// Plain text: to the lobby, or to the one with whom a conversation was started.

import { nameKey } from "../domain/names.ts";
import { refuse } from "../domain/problem.ts";
import { defineCommand } from "./command.ts";
import { text } from "./params.ts";

export default defineCommand({
  name: "say",
  summary: "speak in the lobby; plain text does the same",
  example: "hello everybody",
  params: { text: text() },
  pipelined: true,
  budget: "message",
  run({ actor, services, lobby }, { text }) {
    const { conversation } = actor.preferences;
    if (lobby !== undefined) {
      const { name } = services.lobbies.of(actor);
      if (nameKey(lobby) !== nameKey(name)) {
        refuse("not-allowed", `You are in ${name}, and can speak there only. /join ${lobby} comes first.`);
      }
    } else if (conversation) {
      return services.direct.send(actor, conversation, text).then((sent) => ({
        kind: "direct-sent",
        ...sent,
      }));
    }
    return services.messages.say(actor, "said", text).then((id) => ({ kind: "silent", id }));
  },
});

// The end of a conversation.

import { refuse } from "../domain/problem.ts";
import { own } from "../domain/text.ts";
import { defineCommand } from "./command.ts";

export default defineCommand({
  name: "stop",
  summary: "end the conversation; plain text goes to the lobby again",
  params: {},
  run({ actor, services }) {
    const { conversation } = actor.preferences;
    if (!conversation) refuse("usage", "You are in no conversation. /start <user> begins one.");
    actor.preferences.conversation = undefined;
    const { name } = services.lobbies.of(actor);
    return { kind: "done", text: own`You are talking to ${name} again.` };
  },
});

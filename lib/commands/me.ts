// An action instead of a line.

import { defineCommand } from "./command.ts";
import { text } from "./params.ts";

export default defineCommand({
  name: "me",
  summary: "say what you do",
  example: "waves",
  params: { text: text() },
  pipelined: true,
  budget: "message",
  async run({ actor, services }, { text }) {
    return { kind: "silent", id: await services.messages.say(actor, "action", text) };
  },
});

// A line to the lobby that points somebody to it.

import { defineCommand } from "./command.ts";
import { text, userName } from "./params.ts";

export default defineCommand({
  name: "tag",
  summary: "speak in the lobby and point somebody to it",
  example: "bob look at this",
  params: { user: userName(), text: text() },
  budget: "message",
  async run({ actor, services }, { user, text }) {
    return { kind: "silent", id: await services.messages.tag(actor, user, text) };
  },
});

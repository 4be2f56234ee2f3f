// A word to everybody, in every lobby.

import { own } from "../domain/text.ts";
import { defineCommand } from "./command.ts";
import { text } from "./params.ts";

export default defineCommand({
  name: "announce",
  summary: "speak to everybody in every lobby (operators)",
  example: "the server restarts at noon",
  params: { text: text() },
  async run({ actor, services }, { text }) {
    await services.moderation.announce(actor, text);
    return { kind: "done", text: own`Everybody was told.` };
  },
});

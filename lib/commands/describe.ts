// What a lobby is for.

import { own } from "../domain/text.ts";
import { defineCommand } from "./command.ts";
import { text } from "./params.ts";

export default defineCommand({
  name: "describe",
  summary: "change the description of your lobby",
  example: "chess on Tuesdays",
  params: { text: text() },
  async run({ actor, services }, { text }) {
    const { name } = await services.lobbies.describe(actor, text);
    return { kind: "done", text: own`${name} is described as: ${text}` };
  },
});

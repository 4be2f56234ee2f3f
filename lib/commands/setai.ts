// What the assistant is like in a lobby.

import { own } from "../domain/text.ts";
import { defineCommand } from "./command.ts";
import { text } from "./params.ts";

export default defineCommand({
  name: "setai",
  summary: "give the assistant a character in your lobby; default takes it back",
  example: "You are a pirate and love puns.",
  params: { prompt: text() },
  async run({ actor, services }, { prompt }) {
    const back = prompt.trim().toLowerCase() === "default";
    const { name, lobby } = await services.assistant.setPrompt(actor, back ? null : prompt);
    return {
      kind: "done",
      text: back
        ? own`${name} has its own character again in ${lobby.name}.`
        : own`${name} has a new character in ${lobby.name}. /setai default takes it back.`,
    };
  },
});

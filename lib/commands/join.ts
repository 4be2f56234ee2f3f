// Into another lobby.

import { defineCommand } from "./command.ts";
import { optional, word } from "./params.ts";

export default defineCommand({
  name: "join",
  summary: "enter a lobby; a private one needs its password",
  example: "gaming",
  params: { name: word(), password: optional(word()) },
  secret: true,
  async run({ actor, services }, { name, password }) {
    await services.lobbies.enter(actor, name.replace(/^#/, ""), password);
    return { kind: "done" };
  },
});

// A conversation: plain text goes to one user.

import { own } from "../domain/text.ts";
import { defineCommand } from "./command.ts";
import { userName } from "./params.ts";

export default defineCommand({
  name: "start",
  summary: "send your plain text to one user until /stop",
  example: "bob",
  params: { user: userName() },
  run({ actor, services }, { user }) {
    const { name } = services.users.findReader(user, services.lobbies.of(actor).id);
    actor.preferences.conversation = name;
    return { kind: "done", text: own`You are talking to ${name} alone now. /stop goes back to the lobby.` };
  },
});

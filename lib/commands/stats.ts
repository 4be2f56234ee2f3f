// How much somebody said.

import { defineCommand } from "./command.ts";
import { optional, userName } from "./params.ts";

export default defineCommand({
  name: "stats",
  summary: "how many messages you, or another user, sent to lobbies",
  example: "bob",
  params: { user: optional(userName()) },
  run({ actor, services }, { user }) {
    return { kind: "stats", user: services.users.find(user ?? actor.name, services.lobbies.of(actor).id) };
  },
});

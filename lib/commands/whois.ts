// What is known of a user.

import { defineCommand } from "./command.ts";
import { userName } from "./params.ts";

export default defineCommand({
  name: "whois",
  summary: "where a user is, since when known and when last seen",
  example: "bob",
  params: { user: userName() },
  run({ actor, services }, { user }) {
    return { kind: "whois", user: services.users.find(user, services.lobbies.of(actor).id) };
  },
});

// Who is in the lobby, and who was ever here.

import { defineCommand } from "./command.ts";
import { oneOf, optional } from "./params.ts";

export default defineCommand({
  name: "users",
  aliases: ["who"],
  summary: "who is in this lobby; /users all: everybody who was ever here",
  example: "all",
  params: { all: optional(oneOf(["all"])) },
  run({ actor, services }, { all }) {
    if (all) return { kind: "everyone", ...services.users.everyone(services.lobbies.of(actor).id) };
    const lobby = services.lobbies.of(actor);
    return { kind: "people", lobby, people: services.presence.inLobby(lobby.id) };
  },
});

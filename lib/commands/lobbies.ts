// All lobbies.

import { defineCommand } from "./command.ts";

export default defineCommand({
  name: "lobbies",
  summary: "all lobbies with what they are for",
  params: {},
  run: ({ services }) => ({ kind: "lobbies", lobbies: services.lobbies.all() }),
});

// Back to where everybody starts.

import { defineCommand } from "./command.ts";

export default defineCommand({
  name: "leave",
  summary: "go back to general",
  params: {},
  async run({ actor, services }) {
    await services.lobbies.leave(actor);
    return { kind: "done" };
  },
});

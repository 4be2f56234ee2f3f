// What is in force against whom.

import { defineCommand } from "./command.ts";

export default defineCommand({
  name: "bans",
  summary: "mutes and bans in force: all of them for operators, of their lobby for creators",
  params: {},
  run: ({ actor, services }) => ({ kind: "sanctions", sanctions: services.moderation.inForce(actor) }),
});

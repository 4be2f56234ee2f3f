// The way out.

import { defineCommand } from "./command.ts";

export default defineCommand({
  name: "quit",
  aliases: ["exit"],
  summary: "leave",
  params: {},
  budget: "free",
  run: () => ({ kind: "bye" }),
});

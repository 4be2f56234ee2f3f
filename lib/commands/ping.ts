// A sign of life.

import { defineCommand } from "./command.ts";

export default defineCommand({
  name: "ping",
  summary: "ask whether the server hears you",
  params: {},
  budget: "free",
  run: () => ({ kind: "pong" }),
});

// The server's clock.

import { defineCommand } from "./command.ts";

export default defineCommand({
  name: "time",
  summary: "the server's time",
  params: {},
  run: ({ now }) => ({ kind: "time", at: now }),
});

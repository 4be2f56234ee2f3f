// Letting somebody speak again.

import { own } from "../domain/text.ts";
import { defineCommand } from "./command.ts";
import { userName } from "./params.ts";

export default defineCommand({
  name: "unmute",
  summary: "let a muted user speak again",
  example: "bob",
  params: { user: userName() },
  async run({ actor, services }, { user }) {
    await services.moderation.lift(actor, "mute", { user });
    return { kind: "done", text: own`${user} may speak again.` };
  },
});

// Not to see somebody.

import { own } from "../domain/text.ts";
import { defineCommand } from "./command.ts";
import { userName } from "./params.ts";

export default defineCommand({
  name: "ignore",
  summary: "do not show lines and direct messages of a user",
  example: "bob",
  params: { user: userName() },
  async run({ actor, services }, { user }) {
    const { name } = await services.users.ignore(actor, user, true);
    return { kind: "done", text: own`You ignore ${name} now. /unignore ${name} ends it.` };
  },
});

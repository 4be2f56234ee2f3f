// To see somebody again.

import { own } from "../domain/text.ts";
import { defineCommand } from "./command.ts";
import { userName } from "./params.ts";

export default defineCommand({
  name: "unignore",
  summary: "show lines and direct messages of a user again",
  example: "bob",
  params: { user: userName() },
  async run({ actor, services }, { user }) {
    const { name } = await services.users.ignore(actor, user, false);
    return { kind: "done", text: own`You see ${name} again.` };
  },
});

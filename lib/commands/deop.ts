// Taking an operator's rights back.

import { own } from "../domain/text.ts";
import { defineCommand } from "./command.ts";
import { userName } from "./params.ts";

export default defineCommand({
  name: "deop",
  summary: "take an operator's rights back",
  example: "bob",
  params: { user: userName() },
  async run({ actor, services }, { user }) {
    const name = await services.moderation.changeOperator(actor, user, false);
    return { kind: "done", text: own`${name} is not an operator any more.` };
  },
});

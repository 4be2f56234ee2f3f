// Making somebody an operator.

import { own } from "../domain/text.ts";
import { defineCommand } from "./command.ts";
import { userName } from "./params.ts";

export default defineCommand({
  name: "op",
  summary: "make a registered user an operator",
  example: "bob",
  params: { user: userName() },
  async run({ actor, services }, { user }) {
    const name = await services.moderation.changeOperator(actor, user, true);
    return { kind: "done", text: own`${name} is an operator now.` };
  },
});

// A name of one's own.

import { own } from "../domain/text.ts";
import { defineCommand } from "./command.ts";
import { word } from "./params.ts";

export default defineCommand({
  name: "register",
  summary: "make your name yours with a password",
  example: "correct-horse-battery",
  params: { password: word() },
  secret: true,
  async run({ actor, services }, { password }) {
    const { operator } = await services.users.register(actor, password);
    const text = own`${actor.name} is yours now: the password is asked for at the next login.`;
    return { kind: "done", text: operator ? own`${text} You are an operator.` : text };
  },
});

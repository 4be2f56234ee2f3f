// Another password.

import { own } from "../domain/text.ts";
import { defineCommand } from "./command.ts";
import { word } from "./params.ts";

export default defineCommand({
  name: "password",
  summary: "change the password of your name",
  example: "correct-horse-battery new-horse-battery",
  params: { old: word(), new: word() },
  secret: true,
  async run({ actor, services }, values) {
    await services.users.changePassword(actor, values.old, values.new);
    return { kind: "done", text: own`Your password is changed.` };
  },
});

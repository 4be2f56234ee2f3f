// Letting somebody in again.

import { own } from "../domain/text.ts";
import { parseSubject } from "../services/moderation.ts";
import { defineCommand } from "./command.ts";
import { word } from "./params.ts";

export default defineCommand({
  name: "unban",
  summary: "let a banned user or address in again",
  example: "bob",
  params: { "user|address|CIDR": word() },
  async run({ actor, services }, values) {
    const subject = parseSubject(values["user|address|CIDR"]);
    await services.moderation.lift(actor, "ban", subject);
    return { kind: "done", text: own`${"user" in subject ? subject.user : subject.range} may come again.` };
  },
});

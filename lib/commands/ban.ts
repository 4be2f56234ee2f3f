// Keeping somebody out.

import { formatTerm } from "../domain/duration.ts";
import { own, sanitise } from "../domain/text.ts";
import { parseSubject } from "../services/moderation.ts";
import { defineCommand } from "./command.ts";
import { duration, optional, text, word } from "./params.ts";

export default defineCommand({
  name: "ban",
  summary: "keep out a user, or an address or range (operators); 10m, 2h, 7d, or for good",
  example: "192.0.2.0/24 7d spam",
  params: { "user|address|CIDR": word(), duration: optional(duration()), reason: optional(text()) },
  async run({ actor, services }, { duration, ...values }) {
    const subject = parseSubject(values["user|address|CIDR"]);
    const reason = values.reason ?? sanitise("");
    const term = sanitise(formatTerm(duration ?? null));
    if ("range" in subject) {
      const { hit } = await services.moderation.banAddress(actor, subject.range, duration, reason);
      const whom = hit.length === 0
        ? own`nobody who is here`
        : sanitise(hit.map(({ name }) => name).join(", "));
      return { kind: "done", text: own`${subject.range} is banned ${term}. It hit ${whom}.` };
    }
    const { user: { name }, lobby, hit } = await services.moderation.sanction(
      actor,
      "ban",
      subject.user,
      duration,
      reason,
    );
    const where = lobby ? own` from ${lobby.name}` : own``;
    const told = hit ? own`${name} was sent away.` : own`${name} is not here.`;
    return { kind: "done", text: own`${name} is banned${where} ${term}. ${told}` };
  },
});

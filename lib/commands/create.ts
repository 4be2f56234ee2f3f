// A new lobby.

import { own, type SafeText, sanitise } from "../domain/text.ts";
import { defineCommand } from "./command.ts";
import { type Param, text, word } from "./params.ts";

interface Terms {
  readonly password: string | undefined;
  readonly description: SafeText;
}

/** `[password|no-pass] <description>`: a single word is the description. */
function terms(): Param<Terms> {
  return {
    usage: () => "[password|no-pass] <description>",
    take(input) {
      const first = word().take(input);
      const second = first && text().take(sanitise(first.rest.trimStart()));
      if (!first) return undefined;
      if (!second) return { value: { password: undefined, description: first.value }, rest: first.rest };
      const password = first.value.toLowerCase() === "no-pass" ? undefined : first.value;
      return { value: { password, description: second.value }, rest: second.rest };
    },
  };
}

export default defineCommand({
  name: "create",
  summary: "make a lobby; with a password it is private",
  example: "gaming no-pass games and those who play them",
  params: { name: word(), terms: terms() },
  secret: true,
  async run({ actor, services }, { name, terms: { password, description } }) {
    const made = await services.lobbies.create(actor, name.replace(/^#/, ""), password, description);
    return {
      kind: "done",
      text: password === undefined
        ? own`Created public lobby ${made}. /join ${made} enters it.`
        : own`Created private lobby ${made}. Whoever is to enter it needs its password: /join ${made} <password>`,
    };
  },
});

// How events look.

import { own, sanitise } from "../domain/text.ts";
import { THEMES } from "../domain/theme.ts";
import { defineCommand } from "./command.ts";
import { oneOf } from "./params.ts";

export default defineCommand({
  name: "theme",
  summary: "how lines look: classic has colours, plain none, cozy pictures",
  example: "cozy",
  params: { theme: oneOf(THEMES) },
  async run({ actor, services }, { theme }) {
    await services.users.chooseTheme(actor, theme);
    return {
      kind: "done",
      text: own`Lines look ${sanitise(theme)} from now on.`,
    };
  },
});

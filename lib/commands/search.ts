// Full-text search in the lobby.

import { defineCommand } from "./command.ts";
import { text } from "./params.ts";

export default defineCommand({
  name: "search",
  summary: "lines of this lobby with all of the words; word* finds beginnings",
  example: "meeting mon*",
  params: { words: text() },
  async run({ actor, services }, { words }) {
    return { kind: "matches", ...await services.messages.search(actor, words) };
  },
});

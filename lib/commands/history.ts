// Earlier events of the lobby.

import { parseTime } from "../domain/clock.ts";
import type { MessageId } from "../domain/ids.ts";
import { refuse } from "../domain/problem.ts";
import type { SafeText } from "../domain/text.ts";
import { PAGE_LIMIT } from "../services/messages.ts";
import { defineCommand } from "./command.ts";
import type { Param } from "./params.ts";

const DEFAULT_EVENTS = 20;

interface Range {
  readonly limit: number;
  readonly before?: { readonly id: MessageId } | { readonly at: number };
}

/** `[n] [before <time or id>]` */
function range(): Param<Range> {
  return {
    usage: () => "[n] [before <time or id>]",
    take(input) {
      const match = /^(\d{1,9})?\s*(?:before\s+(.+))?$/i.exec(input.trim());
      if (!match) return undefined;
      const limit = Math.min(Number(match[1] ?? DEFAULT_EVENTS), PAGE_LIMIT);
      if (limit === 0) return undefined;
      const value = match[2] === undefined ? { limit } : { limit, before: parseMoment(match[2].trim()) };
      return { value, rest: "" as SafeText };
    },
  };
}

function parseMoment(text: string): { readonly id: MessageId } | { readonly at: number } {
  const id = /^#?(\d{1,15})$/.exec(text)?.[1];
  if (id) return { id: Number(id) as MessageId };
  const at = parseTime(text);
  if (at !== undefined) return { at };
  return refuse("usage", "A time reads 2024-10-12 15:13:02, an id #123: /history 20 before 2024-10-12 15:13");
}

export default defineCommand({
  name: "history",
  summary: `earlier events of this lobby, at most ${PAGE_LIMIT} at once`,
  example: "20 before 2024-10-12 15:13",
  params: { range: range() },
  run({ actor, services }, { range: { limit, before } }) {
    return { kind: "history", ...services.messages.history(actor, limit, before) };
  },
});

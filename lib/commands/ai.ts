// A question to the assistant.

import { own } from "../domain/text.ts";
import { defineCommand } from "./command.ts";
import { text } from "./params.ts";

export default defineCommand({
  name: "ai",
  summary: "ask the assistant; the lobby reads the question and the answer",
  example: "what is a good name for a cat?",
  params: { question: text() },
  budget: "message",
  async run({ actor, services }, { question }) {
    const { id, to, before } = await services.assistant.ask(actor, question);
    return {
      kind: "asked",
      id,
      to,
      text: before === 0 ? own`[AI] Thinking...` : own`[AI] Thinking... ${inLine(before)}`,
    };
  },
});

function inLine(before: number) {
  return before === 1 ? own`1 question comes first.` : own`${before} questions come first.`;
}

// Short forms of the assistant's entries.

import type { TurnId, UserId } from "../../lib/domain/ids.ts";
import { type Problem, problem } from "../../lib/domain/problem.ts";
import { sanitise } from "../../lib/domain/text.ts";
import type {
  AnswerEnded,
  AnswerGrew,
  AssistantNamed,
  PromptSet,
  QuestionAsked,
} from "../../lib/journal/entry.ts";
import { AT, by, userName } from "./entries.ts";

export const FAILED: Problem = problem("assistant-failed", "Rox fell silent. Ask again.");

export function assistantNamed(name: string, at = AT): AssistantNamed {
  return { type: "assistant-named", at, name: userName(name) };
}

export function asked(session: string, assistant: UserId, text: string, at = AT): QuestionAsked {
  return { type: "question-asked", ...by(session, at), assistant, text: sanitise(text) };
}

export function answerGrew(turn: TurnId, lines: readonly string[], at = AT): AnswerGrew {
  return { type: "answer-grew", at, turn, lines: lines.map(sanitise) };
}

export function answerEnded(
  turn: TurnId,
  lines: readonly string[],
  { problem = null as Problem | null, at = AT } = {},
): AnswerEnded {
  return { type: "answer-ended", at, turn, lines: lines.map(sanitise), problem };
}

/** `prompt`: null for the assistant as it comes. */
export function promptSet(session: string, assistant: UserId, prompt: string | null, at = AT): PromptSet {
  return {
    type: "prompt-set",
    ...by(session, at),
    assistant,
    prompt: prompt === null ? null : sanitise(prompt),
  };
}

// Why there is no answer, in one short sentence each, without a word of the provider's.

import { ModelFailure, type ModelProblem } from "../../assistant/language_model.ts";
import { formatWait } from "../../domain/duration.ts";
import type { UserName } from "../../domain/names.ts";
import { type Problem, problem } from "../../domain/problem.ts";
import { own } from "../../domain/text.ts";

/** The last line of an answer of which there is no more. */
export const BROKE_OFF = own`[the answer broke off here]`;

/** How the work on an answer ended. `late`: over the time limit; `cancelled`: nobody waits for it any more. */
export type Ending = "complete" | "late" | "cancelled" | ModelProblem;

/** The same with what the operator's log tells of it. */
export interface Fate {
  readonly ending: Ending;
  /** HTTP status, where there was one. */
  readonly status?: number;
  /** What was thrown that should not have been; its name alone, as the rest may hold keys and addresses. */
  readonly bug?: string;
}

/** What whoever asked is told; null: nothing. */
export function problemOf({ ending }: Fate, name: UserName): Problem | null {
  const text = sentence(ending, name);
  return text === null ? null : problem("assistant-failed", text);
}

function sentence(ending: Ending, name: UserName): string | null {
  switch (ending) {
    case "complete":
    case "cancelled":
      return null;
    case "late":
      return `${name} took too long to answer. Ask again, or for less.`;
    case "unavailable":
      return `${name} cannot be reached right now. Try again later.`;
    case "overloaded":
      return `${name} is asked too much right now. Try again in a minute.`;
    case "rejected":
      return `${name} is not let in by its provider. An operator of this server has to see to it.`;
    case "broken":
      return `${name} fell silent. Ask again.`;
    case "empty":
      return `${name} has no answer to that. Ask in another way.`;
    default:
      return ending satisfies never;
  }
}

/** Why no question is taken for a while. */
export function exhausted(name: UserName, wait: number): Problem {
  return problem("assistant-busy", `${name} cannot answer right now. Try again in ${formatWait(wait)}.`);
}

export function notStored(name: UserName): Problem {
  return problem("not-stored", `The answer of ${name} could not be stored. Ask again later.`);
}

/** Sorts what was thrown while an answer came. */
export function fateOf(error: unknown): Fate {
  if (error instanceof ModelFailure) {
    const { kind, status } = error;
    return { ending: kind, ...status !== undefined && { status } };
  }
  return { ending: "broken", bug: error instanceof Error ? error.name : typeof error };
}

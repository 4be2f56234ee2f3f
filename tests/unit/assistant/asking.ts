// A model of a real package in front of the test's own provider, and ways to read what it answers.

import assert from "node:assert/strict";
import { type LanguageModel, ModelFailure, type ModelPrompt } from "../../../lib/assistant/language_model.ts";
import { type ModelSettings, openModel } from "../../../lib/assistant/open_model.ts";
import { ModelServer, type ModelTurn } from "../../support/model_server.ts";

export const PROMPT: ModelPrompt = { instructions: "Be brief.", exchanges: [], question: "Why?" };

/** Both ends of one conversation. */
export interface Ends {
  readonly model: LanguageModel;
  readonly server: ModelServer;
}

/** One test for each provider: they behave alike behind the port. */
export function testBoth(
  name: string,
  body: (ends: Ends & { readonly kind: ModelSettings["kind"] }) => Promise<void>,
): void {
  for (const kind of ["gemini", "compatible"] as const) {
    Deno.test(`${name} (${kind})`, async () => {
      await using server = new ModelServer(kind);
      await body({ kind, server, model: await openModel(server.settings) });
    });
  }
}

/** An answer that is underway: its first part, what comes after that, and the provider's side of it. */
export async function ask({ model, server }: Ends, signal = new AbortController().signal) {
  const parts = model.answer(PROMPT, signal)[Symbol.asyncIterator]();
  // Nothing is sent before the first part is wanted.
  const first = parts.next();
  return { first, parts, turn: await server.asked() };
}

/** What the provider does, and how that reads in the end. */
export async function answerTo(
  { model, server }: Ends,
  act: (turn: ModelTurn) => void,
  prompt: ModelPrompt = PROMPT,
): Promise<string> {
  const [parts] = await Promise.all([
    Array.fromAsync(model.answer(prompt, new AbortController().signal)),
    server.asked().then(act),
  ]);
  return parts.join("");
}

/** The kind and status in which an answer ends when the provider does that. */
export function failureAfter(ends: Ends, act: (turn: ModelTurn) => void): Promise<ModelFailure> {
  return failureOf(answerTo(ends, act));
}

/** The ModelFailure that something ends in; anything else fails the test. */
export async function failureOf(ending: Promise<unknown>): Promise<ModelFailure> {
  const error = await ending.then(() => assert.fail("it went well"), (error: unknown) => error);
  return error instanceof ModelFailure ? error : assert.fail(String(error));
}

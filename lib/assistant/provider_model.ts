// The port of language models on top of the packages' own interface, which is the same for every provider.

import type { OpenAICompatibleProvider } from "@ai-sdk/openai-compatible";
import { type LanguageModel, ModelFailure, type ModelProblem, type ModelPrompt } from "./language_model.ts";

/** A model as the packages give it. */
export type PackagedModel = ReturnType<OpenAICompatibleProvider["languageModel"]>;
type CallOptions = Parameters<PackagedModel["doStream"]>[0];
type Part = Awaited<ReturnType<PackagedModel["doStream"]>>["stream"] extends ReadableStream<infer Each> ? Each
  : never;

/** Characters of Markdown after which an answer is left: what `readable` shows has half as many. */
export const TEXT_LIMIT = 8000;

export class ProviderModel implements LanguageModel {
  readonly name: string;
  readonly #model: PackagedModel;

  constructor(model: PackagedModel) {
    this.name = model.modelId;
    this.#model = model;
  }

  async *answer(prompt: ModelPrompt, signal: AbortSignal): AsyncGenerator<string, void> {
    try {
      const { stream } = await this.#model.doStream({ prompt: messages(prompt), abortSignal: signal });
      yield* text(stream);
    } catch (error) {
      if (!signal.aborted) throw failure(error, "rejected");
    }
  }
}

function messages({ instructions, exchanges, question }: ModelPrompt): CallOptions["prompt"] {
  return [
    { role: "system", content: instructions },
    ...exchanges.flatMap((exchange) => [user(exchange.question), assistant(exchange.answer)]),
    user(question),
  ];
}

function user(text: string) {
  return { role: "user" as const, content: [{ type: "text" as const, text }] };
}

function assistant(text: string) {
  return { role: "assistant" as const, content: [{ type: "text" as const, text }] };
}

/** What is to be shown: no thoughts, calls or sources. Leaving it early closes the connection. */
async function* text(stream: ReadableStream<Part>): AsyncGenerator<string, void> {
  let room = TEXT_LIMIT;
  try {
    for await (const part of stream) {
      if (part.type === "text-delta") {
        yield part.delta.slice(0, room);
        room -= part.delta.length;
        if (room <= 0) return;
      } else if (part.type === "error") {
        throw failure(part.error, "broken");
      } else if (part.type === "finish") {
        return checkEnd(part.finishReason, room < TEXT_LIMIT);
      }
    }
  } catch (error) {
    throw failure(error, "broken");
  }
  throw new ModelFailure("broken");
}

function checkEnd(
  { unified, raw }: Extract<Part, { type: "finish" }>["finishReason"],
  hasText: boolean,
): void {
  if (unified === "error" || unified === "interrupted") throw new ModelFailure("broken");
  if (!hasText) throw new ModelFailure("empty");
  // A model that declines in its own words has said all; what a filter cut off was to go on.
  if (unified === "content-filter" && raw !== "stop") throw new ModelFailure("broken");
}

/** Keeps the status of an error and nothing else: its words, headers and request hold keys, addresses and questions. */
function failure(error: unknown, otherwise: ModelProblem): ModelFailure {
  if (error instanceof ModelFailure) return error;
  const status = statusOf(error);
  return new ModelFailure(problemOf(status) ?? otherwise, status);
}

/** Refused requests have it as `statusCode`; some servers give it as `code` of an event in the stream. */
function statusOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { statusCode, code }: { statusCode?: unknown; code?: unknown } = error;
  return [statusCode, code].find((each): each is number => typeof each === "number" && each >= 100);
}

/** Undefined where the status is no problem by itself. */
function problemOf(status: number | undefined): ModelProblem | undefined {
  if (status === undefined || status < 300) return undefined;
  if (status === 429) return "overloaded";
  return status === 408 || status >= 500 ? "unavailable" : "rejected";
}

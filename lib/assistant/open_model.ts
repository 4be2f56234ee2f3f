// From settings to a language model. The packages that speak to it are loaded here, and only the one that is needed.

import { guardedFetch } from "./guarded_fetch.ts";
import type { LanguageModel } from "./language_model.ts";
import { ProviderModel } from "./provider_model.ts";

/**
 * Which model to ask, where, and with which key. Addresses are http or https URLs with the version in their path:
 * `https://generativelanguage.googleapis.com/v1beta`, `http://127.0.0.1:11434/v1`.
 */
export type ModelSettings =
  | {
    readonly kind: "gemini";
    readonly apiKey: string;
    /** Left out: Google's own. */
    readonly baseUrl?: string | undefined;
    readonly model: string;
  }
  | {
    /** Whatever speaks as OpenAI does: Ollama, llama.cpp, vLLM, OpenAI. */
    readonly kind: "compatible";
    readonly baseUrl: string;
    /** Left out: servers on the own machine need none. */
    readonly apiKey?: string | undefined;
    readonly model: string;
  };

/**
 * Loads what the provider needs; asks it nothing yet. All that the packages would look for in the environment is given
 * to them.
 */
export async function openModel(settings: ModelSettings): Promise<LanguageModel> {
  const { apiKey, baseUrl, model } = settings;
  const common = { ...(apiKey !== undefined && { apiKey }), fetch: guardedFetch };
  if (settings.kind === "gemini") {
    const { createGoogle } = await import("@ai-sdk/google");
    return new ProviderModel(
      createGoogle({ ...common, ...(baseUrl !== undefined && { baseURL: baseUrl }) }).chat(model),
    );
  }
  const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
  return new ProviderModel(
    createOpenAICompatible({ ...common, name: "compatible", baseURL: settings.baseUrl }).chatModel(model),
  );
}

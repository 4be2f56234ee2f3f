// Which language model the assistant speaks with, as the settings say.

/** Gemini's when none is named. */
const GEMINI_MODEL = "gemini-2.5-flash";

interface Provider {
  readonly geminiApiKey?: string;
  readonly geminiBaseUrl?: string;
  readonly aiBaseUrl?: string;
  readonly aiApiKey?: string;
  readonly aiModel?: string;
}

/** Undefined when no provider is set. Gemini comes first; a model that is named beside an endpoint is that one's. */
export function modelSettings({ geminiApiKey, geminiBaseUrl, aiBaseUrl, aiApiKey, aiModel }: Provider) {
  if (geminiApiKey !== undefined) {
    return {
      kind: "gemini",
      apiKey: geminiApiKey,
      ...geminiBaseUrl !== undefined && { baseUrl: geminiBaseUrl },
      model: aiBaseUrl === undefined && aiModel !== undefined ? aiModel : GEMINI_MODEL,
    } as const;
  }
  if (aiBaseUrl === undefined || aiModel === undefined) return undefined;
  return {
    kind: "compatible",
    baseUrl: aiBaseUrl,
    ...aiApiKey !== undefined && { apiKey: aiApiKey },
    model: aiModel,
  } as const;
}

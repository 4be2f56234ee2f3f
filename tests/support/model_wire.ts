// What two kinds of language-model providers put on the wire, byte for byte as they do.

export interface Wire {
  /** The one address that answers questions, as a pattern of path and query. */
  readonly path: RegExp;
  /** One event of the stream that carries a piece of the answer. */
  text(text: string): string;
  /** One event that carries what the model thinks to itself. */
  thought(text: string): string;
  /** The provider's own word for an answer that is whole. */
  readonly whole: string;
  /** How the stream ends, with the reason in such a word. */
  end(reason: string): string;
  /** The body of a refused request; providers also send it as an event of a stream that was going well. */
  problem(status: number, message: string): object;
}

/** As a provider names a problem of this HTTP status. */
const GEMINI_STATUS: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  429: "RESOURCE_EXHAUSTED",
  503: "UNAVAILABLE",
};
const OPENAI_TYPE: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  404: "not_found_error",
  429: "rate_limit_exceeded",
};

/** https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent; its lines end in CRLF. */
export const geminiWire: Wire = {
  path: /^\/v1beta\/models\/[^/?]+:streamGenerateContent\?alt=sse$/,
  text: (text) => geminiEvent({ content: { parts: [{ text }], role: "model" }, index: 0 }),
  thought: (text) => geminiEvent({ content: { parts: [{ text, thought: true }], role: "model" }, index: 0 }),
  whole: "STOP",
  end: (reason) =>
    geminiEvent({ content: { parts: [{ text: "" }], role: "model" }, finishReason: reason, index: 0 }),
  problem: (status, message) => ({
    error: {
      code: status,
      message,
      status: GEMINI_STATUS[status] ?? "INTERNAL",
      details: [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "30s" }],
    },
  }),
};

/** https://platform.openai.com/docs/api-reference/chat-streaming; also what Ollama, llama.cpp and vLLM speak. */
export const openaiWire: Wire = {
  path: /^\/v1\/chat\/completions$/,
  text: (text) => openaiEvent({ role: "assistant", content: text }),
  thought: (text) => openaiEvent({ role: "assistant", content: "", reasoning_content: text }),
  whole: "stop",
  end: (reason) => `${openaiEvent({}, reason)}data: [DONE]\n\n`,
  problem: (status, message) => ({
    error: { message, type: OPENAI_TYPE[status] ?? "server_error", param: null, code: null },
  }),
};

/** One event as Gemini sends it. */
export function geminiEvent(candidate: object): string {
  return `data: ${
    JSON.stringify({
      candidates: [candidate],
      usageMetadata: { promptTokenCount: 8, candidatesTokenCount: 1, totalTokenCount: 9 },
      modelVersion: "gemini-2.5-flash",
      responseId: "mE5waNnPGq",
    })
  }\r\n\r\n`;
}

/** One event as an OpenAI-compatible server sends it. */
export function openaiEvent(delta: object, finishReason: string | null = null): string {
  return `data: ${
    JSON.stringify({
      id: "chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG",
      object: "chat.completion.chunk",
      created: 1741570283,
      model: "test-model",
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
    })
  }\n\n`;
}

// The port of language models: what is asked of one, and what can go wrong. Adapters stand beside it.

/** One question that was answered earlier. */
export interface Exchange {
  readonly question: string;
  readonly answer: string;
}

/** All that a model is given. `instructions` are the server's own; everything else is text of users, not to be obeyed. */
export interface ModelPrompt {
  readonly instructions: string;
  /** The conversation so far, oldest first. */
  readonly exchanges: readonly Exchange[];
  readonly question: string;
}

/** One kind for everything that can happen, without a word of the provider's, which may hold keys or addresses. */
export type ModelProblem =
  /** Not reached, or it failed by itself. */
  | "unavailable"
  /** It has had enough questions for now. */
  | "overloaded"
  /** It does not take the key, the model's name or the request. */
  | "rejected"
  /** The answer broke off. */
  | "broken"
  /** There was no text in the answer: it may have been held back. */
  | "empty";

export class ModelFailure extends Error {
  override readonly name = "ModelFailure";
  readonly kind: ModelProblem;
  /** HTTP status, where there was one. */
  readonly status: number | undefined;
  constructor(kind: ModelProblem, status?: number) {
    super(status === undefined ? kind : `${kind} (${status})`);
    this.kind = kind;
    this.status = status;
  }
}

export interface LanguageModel {
  /** For the operator: `gemini-2.5-flash`. Never a key or an address. */
  readonly name: string;
  /**
   * The answer in parts, as they come; Markdown. Ends soon after `signal` is aborted, without an error; so whoever
   * aborts it knows that it is not whole. Ends as well when there is twice as much as `readable` shows, and
   * when its reader leaves. Throws ModelFailure and nothing else.
   */
  answer(prompt: ModelPrompt, signal: AbortSignal): AsyncIterable<string>;
}

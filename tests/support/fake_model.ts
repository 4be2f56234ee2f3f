// A language model that says what a test tells it to, when it tells it to.

import { type LanguageModel, ModelFailure, type ModelPrompt } from "../../lib/assistant/language_model.ts";

/** One question that reached the model, and the answer that the test gives. */
export class FakeAnswer {
  readonly prompt: ModelPrompt;
  readonly signal: AbortSignal;
  readonly #parts: string[] = [];
  #end: "open" | "ended" | Error = "open";
  #more = Promise.withResolvers<void>();

  constructor(prompt: ModelPrompt, signal: AbortSignal) {
    this.prompt = prompt;
    this.signal = signal;
    signal.addEventListener("abort", () => this.fail(new ModelFailure("unavailable")), { once: true });
  }

  say(part: string): void {
    this.#parts.push(part);
    this.#wake();
  }

  /** The answer is complete, after a last part if there is one. */
  end(last?: string): void {
    if (last !== undefined) this.#parts.push(last);
    this.#end = "ended";
    this.#wake();
  }

  /** The answer breaks off; what was said before still comes. */
  fail(error: Error): void {
    this.#end = error;
    this.#wake();
  }

  async *stream(): AsyncGenerator<string> {
    while (true) {
      for (let part = this.#parts.shift(); part !== undefined; part = this.#parts.shift()) yield part;
      if (this.#end === "ended") return;
      if (this.#end !== "open") throw this.#end;
      await this.#more.promise;
    }
  }

  #wake(): void {
    this.#more.resolve();
    this.#more = Promise.withResolvers();
  }
}

export class FakeModel implements LanguageModel {
  readonly name = "fake-1";
  /** How many questions reached it. */
  asked = 0;
  readonly #answers: FakeAnswer[] = [];
  #waiting: ((answer: FakeAnswer) => void)[] = [];

  answer(prompt: ModelPrompt, signal: AbortSignal): AsyncIterable<string> {
    const answer = new FakeAnswer(prompt, signal);
    this.asked++;
    const waiting = this.#waiting.shift();
    if (waiting) waiting(answer);
    else this.#answers.push(answer);
    return answer.stream();
  }

  /** The next question that reaches the model, or has reached it. */
  next(): Promise<FakeAnswer> {
    const answer = this.#answers.shift();
    return answer ? Promise.resolve(answer) : new Promise((resolve) => this.#waiting.push(resolve));
  }
}

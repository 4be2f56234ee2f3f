// The chat with an assistant whose answers the test gives.

import { ModelFailure } from "../../../../lib/assistant/language_model.ts";
import { TestChat, type TestChatOptions } from "../../../support/chat.ts";
import { FakeModel } from "../../../support/fake_model.ts";

export class RoxChat extends TestChat {
  readonly model: FakeModel;

  constructor(options: TestChatOptions, model: FakeModel) {
    super({ ...options, model });
    this.model = model;
  }

  static async open(options: TestChatOptions = {}): Promise<RoxChat> {
    const chat = new RoxChat(options, new FakeModel());
    await chat.services.assistant.open();
    return chat;
  }

  /** What was answered, and what was told of failures, in order. */
  get outcomes(): readonly string[] {
    return this.published.flatMap(({ event }) =>
      event.type === "answered"
        ? event.lines.join("/")
        : event.type === "answer-failed"
        ? `! ${event.problem.text}`
        : []
    );
  }

  async fail(): Promise<void> {
    const failed = this.shown("answer-failed");
    (await this.model.next()).fail(new ModelFailure("unavailable"));
    await failed;
  }
}

// Lines that were sent and wait for an answer, by the number that the answer will carry.

import type { SafeText } from "../domain/text.ts";
import type { Speech } from "./backlog.ts";
import type { Conversation } from "./conversation.ts";
import type { Message } from "./outgoing.ts";

/** A command that the user typed. */
export interface UserAsked {
  readonly for: "user";
  /** Where the answer is shown. */
  readonly conversation: Conversation;
  readonly verb: string;
  /** The user's own from now on, if the server agrees. */
  readonly password?: SafeText;
}

/** What an answer is for; that to `quiet` is not shown. */
export type Asked =
  | { readonly for: "login" | "quiet" }
  | UserAsked
  | Speech & { readonly for: "speech" }
  | { readonly for: "catch-up"; readonly conversation: Conversation };

export class Questions {
  #asked = new Map<number, Asked>();
  #last = 0;

  /** The line to send. */
  ask(message: Message, asked: Asked): string {
    const ref = ++this.#last;
    this.#asked.set(ref, asked);
    return JSON.stringify({ ...message, ref });
  }

  /** What is answered; undefined for what was not asked. Each question has one answer. */
  answered(ref: number | undefined): Asked | undefined {
    if (ref === undefined) return undefined;
    const asked = this.#asked.get(ref);
    this.#asked.delete(ref);
    return asked;
  }

  /** No answer will come any more; what was said meanwhile may have arrived or not. */
  abandon(): readonly Speech[] {
    const speeches = [...this.#asked.values()].filter((asked) => asked.for === "speech");
    this.#asked = new Map();
    return speeches;
  }
}

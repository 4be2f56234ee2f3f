// Questions in the order in which they were asked: one of a lobby at a time, the lobbies beside each other.

import type { LobbyId } from "../../domain/ids.ts";

/** What stands in line. Once it is called off its turn comes still, but is to be over at once. */
export interface Queued {
  readonly abort: AbortController;
}

export class AnswerQueue<Question extends Queued> {
  readonly #answer: (question: Question) => Promise<void>;
  /** The first of each is being answered. */
  readonly #lobbies = new Map<LobbyId, { readonly line: Question[]; readonly done: Promise<void> }>();

  /** `answer` never rejects. */
  constructor(answer: (question: Question) => Promise<void>) {
    this.#answer = answer;
  }

  /** How many stand in line in a lobby, the one being answered included. */
  length(lobby: LobbyId): number {
    return this.#lobbies.get(lobby)?.line.filter(({ abort }) => !abort.signal.aborted).length ?? 0;
  }

  add(lobby: LobbyId, question: Question): void {
    const queue = this.#lobbies.get(lobby);
    if (queue) {
      queue.line.push(question);
      return;
    }
    const line = [question];
    this.#lobbies.set(lobby, { line, done: this.#serve(lobby, line) });
  }

  /** Calls off the questions that match, the ones being answered included. */
  cancel(matches: (question: Question) => boolean): void {
    for (const { line } of this.#lobbies.values()) {
      for (const question of line) if (matches(question)) question.abort.abort();
    }
  }

  /** Resolves when nobody stands in line any more. */
  async idle(): Promise<void> {
    await Promise.all([...this.#lobbies.values()].map(({ done }) => done));
  }

  async #serve(lobby: LobbyId, line: Question[]): Promise<void> {
    for (let first = line[0]; first; first = line[0]) {
      await this.#answer(first);
      line.shift();
    }
    this.#lobbies.delete(lobby);
  }
}

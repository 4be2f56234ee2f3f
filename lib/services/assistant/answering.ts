// From one question to its answer, or to the reason why there is none.

import { getLogger } from "@logtape/logtape";
import type { LanguageModel, ModelPrompt } from "../../assistant/language_model.ts";
import type { Clock } from "../../domain/clock.ts";
import type { Person, Published } from "../../domain/event.ts";
import type { EntryId, UserId } from "../../domain/ids.ts";
import type { UserName } from "../../domain/names.ts";
import type { Problem } from "../../domain/problem.ts";
import type { SafeText } from "../../domain/text.ts";
import type { Yields } from "../../journal/entry.ts";
import { granted, type Journal } from "../../journal/journal.ts";
import type { Store } from "../../store/store.ts";
import type { Queued } from "./answer_queue.ts";
import type { Breaker } from "./breaker.ts";
import { BROKE_OFF, exhausted, type Fate, fateOf, notStored, problemOf } from "./failures.ts";
import { Growth } from "./growth.ts";
import { promptOf } from "./prompt.ts";
import { exchangesOf, linesBefore } from "./surroundings.ts";
import { untilAborted } from "./until_aborted.ts";

const log = getLogger(["parley", "assistant"]);

/** Milliseconds that an answer may take. */
const TIME_LIMIT = 30_000;

/** What is stored of a question. */
type Stored = Yields["question-asked"];

export interface Question extends Queued {
  readonly asker: UserId;
  readonly name: UserName;
  readonly text: SafeText;
  /** Rejects when it was refused, of which its asker knows. */
  readonly stored: Promise<Stored>;
}

export interface AnsweringOptions {
  readonly journal: Journal;
  readonly store: Pick<Store, "lobbies" | "messages" | "turns">;
  readonly clock: Clock;
  readonly model: LanguageModel;
  readonly breaker: Breaker;
  /** The assistant itself. */
  readonly self: Person;
  /** So many lines of the lobby go with a question. */
  readonly context: number;
  newEntryId(): EntryId;
  /** Shows what needs no storing. */
  publish(events: readonly Published[]): void;
}

export class Answering {
  readonly #options: AnsweringOptions;

  constructor(options: AnsweringOptions) {
    this.#options = options;
  }

  /** Resolves when the answer is stored, or its asker knows that there is none. */
  async answer(question: Question): Promise<void> {
    const { breaker, clock, self } = this.#options;
    const stored = await question.stored.catch(() => undefined);
    if (!stored) return;
    if (question.abort.signal.aborted) return await this.#end(question, stored, [], null);
    const began = clock.now();
    const wait = breaker.begin(began);
    if (wait > 0) return await this.#end(question, stored, [], exhausted(self.name, wait));
    const growth = new Growth({ ...this.#options, turn: stored.turn });
    const fate = await this.#follow(question, stored, growth);
    this.#judge(fate);
    const problem = problemOf(fate, self.name);
    log[problem ? "warning" : "info"]("an answer ended", {
      lobby: stored.lobby.id,
      ...fate,
      milliseconds: clock.now() - began,
    });
    const { lines } = growth;
    const whole = fate.ending === "complete" || lines.length === 0;
    await this.#end(question, stored, whole ? lines : [...lines, BROKE_OFF], problem);
  }

  /** Reads the answer to its end, whichever that is. */
  async #follow(question: Question, stored: Stored, growth: Growth): Promise<Fate> {
    const { clock, model } = this.#options;
    const { abort } = question;
    let late = false;
    const cancelLimit = clock.after(TIME_LIMIT, () => {
      late = true;
      abort.abort();
    });
    try {
      const parts = model.answer(this.#prompt(question, stored), abort.signal);
      for await (const part of untilAborted(parts, abort.signal)) {
        growth.add(part);
        if (growth.full) break;
      }
      if (!abort.signal.aborted) return { ending: growth.lines.length === 0 ? "empty" : "complete" };
    } catch (error) {
      if (!abort.signal.aborted) return fateOf(error);
    } finally {
      cancelLimit();
    }
    return { ending: late ? "late" : "cancelled" };
  }

  #prompt({ asker, name, text }: Question, { id, lobby }: Stored): ModelPrompt {
    const { store, clock, self, context } = this.#options;
    return promptOf({
      assistant: self.name,
      lobby: lobby.name,
      character: store.lobbies.prompt(lobby.id),
      exchanges: exchangesOf(store, lobby.id, clock.now()),
      lines: linesBefore(store, lobby.id, id, { reader: asker, assistant: self.id, count: context }),
      asker: name,
      question: text,
    });
  }

  /** A model that has nothing to say, or says it to nobody any more, is not out of order. */
  #judge({ ending }: Fate): void {
    const { breaker, clock } = this.#options;
    if (ending === "complete" || ending === "empty") breaker.succeeded();
    else if (ending !== "cancelled") breaker.failed(clock.now());
  }

  async #end(
    { asker }: Question,
    { turn, lobby }: Stored,
    lines: readonly SafeText[],
    problem: Problem | null,
  ): Promise<void> {
    const { journal, clock, newEntryId } = this.#options;
    try {
      await granted(
        journal.append({ type: "answer-ended", at: clock.now(), turn, lines, problem }, newEntryId()),
      );
    } catch (error) {
      log.error("an answer could not be stored", { lobby: lobby.id, error });
      this.#tell(asker, notStored(this.#options.self.name));
    }
  }

  /** Tells somebody what could not be told by way of the journal. */
  #tell(user: UserId, problem: Problem): void {
    const { publish, clock } = this.#options;
    const event = { type: "answer-failed", problem, at: clock.now() } as const;
    publish([{ event, audience: { to: "user", user }, by: null }]);
  }
}

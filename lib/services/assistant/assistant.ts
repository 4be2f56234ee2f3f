// The assistant: who may ask it how often, and the life of questions until they are answered.

import { getLogger } from "@logtape/logtape";
import type { LanguageModel } from "../../assistant/language_model.ts";
import { formatWait } from "../../domain/duration.ts";
import type { Lobby, Person, Published } from "../../domain/event.ts";
import type { LobbyId, MessageId, UserId } from "../../domain/ids.ts";
import type { UserName } from "../../domain/names.ts";
import { type ProblemCode, refuse } from "../../domain/problem.ts";
import { StartError } from "../../domain/start_error.ts";
import type { SafeText } from "../../domain/text.ts";
import { granted } from "../../journal/journal.ts";
import type { Store } from "../../store/store.ts";
import { type Actor, sessionOf } from "../actor.ts";
import { logMessage } from "../message_log.ts";
import { type Rate, TokenBuckets } from "../token_bucket.ts";
import { AnswerQueue } from "./answer_queue.ts";
import { Answering, type AnsweringOptions, type Question } from "./answering.ts";
import { Breaker } from "./breaker.ts";
import { BROKE_OFF, exhausted } from "./failures.ts";

const log = getLogger(["parley", "assistant"]);

/** Characters of a question, and of what makes the assistant's character in a lobby. */
const TEXT_LIMIT = 1000;
/** Questions of one lobby that may wait while one is answered. */
const MOST_WAITING = 5;

export interface AssistantOptions
  extends Pick<AnsweringOptions, "journal" | "clock" | "context" | "newEntryId" | "publish"> {
  readonly store: Pick<Store, "sessions" | "lobbies" | "messages" | "turns">;
  /** Undefined: nobody answers on this server. */
  readonly model: LanguageModel | undefined;
  readonly name: UserName;
  /** How often one user may ask, and a lobby as a whole twice as often; null: as often as it likes. */
  readonly rate: Rate | null;
}

/** What there is with a model only. */
interface Voice {
  readonly self: Person;
  readonly model: LanguageModel;
  readonly queue: AnswerQueue<Question>;
}

export class Assistant {
  readonly #options: AssistantOptions;
  readonly #breaker = new Breaker();
  readonly #ofUsers: TokenBuckets<UserId> | undefined;
  readonly #ofLobbies: TokenBuckets<LobbyId> | undefined;
  #voice: Voice | undefined;
  #stopped = false;

  constructor(options: AssistantOptions) {
    const { rate } = options;
    this.#options = options;
    this.#ofUsers = rate ? new TokenBuckets(rate) : undefined;
    this.#ofLobbies = rate ? new TokenBuckets({ ...rate, tokens: 2 * rate.tokens }) : undefined;
  }

  /** Under which name who answers; undefined: nobody. */
  get presented(): { readonly name: UserName; readonly model: string } | undefined {
    return this.#voice && { name: this.#voice.self.name, model: this.#voice.model.name };
  }

  /**
   * Ends what an earlier run left unanswered, and takes the assistant's name, where there is a model. Throws StartError
   * when that name is somebody's.
   */
  async open(): Promise<void> {
    const { journal, clock, store, model, name, newEntryId } = this.#options;
    for (const { id, soFar } of store.turns.unfinished()) {
      const lines = soFar.length === 0 ? [] : [...soFar, BROKE_OFF];
      const entry = { type: "answer-ended", at: clock.now(), turn: id, lines, problem: null } as const;
      await granted(journal.append(entry, newEntryId()));
    }
    if (!model) return;
    const named = await journal.append({ type: "assistant-named", at: clock.now(), name }, newEntryId());
    if (!named.granted) throw new StartError(`${named.problem.text} Choose another with --ai-name.`);
    const self = named.value.assistant;
    const answering = new Answering({ ...this.#options, model, self, breaker: this.#breaker });
    const queue = new AnswerQueue<Question>((question) =>
      answering.answer(question).catch((error) => log.error("a question was not answered", { error }))
    );
    this.#voice = { self, model, queue };
  }

  /**
   * Asks a question in the actor's lobby. Resolves as soon as it is stored, also to the number of questions that come
   * before it. Refuses before anything is stored when there is no assistant, and what is too long or one too many.
   */
  async ask(
    actor: Actor,
    text: SafeText,
  ): Promise<{ readonly id: MessageId; readonly to: Person; readonly before: number }> {
    const { journal, store, clock } = this.#options;
    const { self, queue } = this.#voiceOrRefuse();
    refuseLong("A question", text);
    const lobby = sessionOf(store, actor).lobby.id;
    this.#refuseTooMany(actor, lobby, text);
    const entry = {
      type: "question-asked",
      at: clock.now(),
      session: actor.session,
      assistant: self.id,
      text,
    } as const;
    const stored = granted(journal.append(entry, actor.nextEntryId()));
    const before = queue.length(lobby);
    // Before it is stored, so that no further one can come between.
    queue.add(lobby, { asker: actor.user, name: actor.name, text, stored, abort: new AbortController() });
    const { id } = await stored;
    logMessage(actor, "tagged", id, text);
    return { id, to: self, before };
  }

  /** Gives the assistant another character in the actor's lobby; null: its own. */
  async setPrompt(
    actor: Actor,
    prompt: SafeText | null,
  ): Promise<{ readonly name: UserName; readonly lobby: Lobby }> {
    const { journal, clock } = this.#options;
    const { self } = this.#voiceOrRefuse();
    if (prompt !== null) refuseLong("A character", prompt);
    const entry = {
      type: "prompt-set",
      at: clock.now(),
      session: actor.session,
      assistant: self.id,
      prompt,
    } as const;
    const { lobby } = await granted(journal.append(entry, actor.nextEntryId()));
    return { name: self.name, lobby };
  }

  /** Whoever leaves the lobby or the server waits for no answer any more. */
  see(events: readonly Published[]): void {
    const queue = this.#voice?.queue;
    if (!queue) return;
    for (const { event } of events) {
      if (event.type === "left" || event.type === "exited") {
        queue.cancel(({ asker }) => asker === event.from.id);
      }
    }
  }

  /** Takes no further question, and resolves when what has come of answers is kept. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#voice?.queue.cancel(() => true);
    await this.#voice?.queue.idle();
  }

  #voiceOrRefuse(): Voice {
    if (this.#stopped) refuse("assistant-busy", "The server is stopping.");
    return this.#voice ?? refuse("assistant-off", "The assistant is not available on this server.");
  }

  #refuseTooMany({ user }: Actor, lobby: LobbyId, text: SafeText): void {
    const { clock } = this.#options;
    const { self, queue } = this.#voiceOrRefuse();
    const unsent = `Not sent: /ai ${text}`;
    const no = (code: ProblemCode, why: string) => refuse(code, `${why} ${unsent}`);
    const now = clock.now();
    const pause = this.#breaker.wait(now);
    if (pause > 0) no("assistant-busy", exhausted(self.name, pause).text);
    if (queue.length(lobby) > MOST_WAITING) no("assistant-busy", `Too many questions wait here already.`);
    const wait = this.#ofUsers?.take(user, now) || this.#ofLobbies?.take(lobby, now);
    if (wait) no("rate-limited", `Rate limited! Wait ${formatWait(wait)}.`);
  }
}

function refuseLong(what: string, text: SafeText): void {
  const length = [...text].length;
  if (length > TEXT_LIMIT) refuse("usage", `${what} has at most 1,000 characters, this one has ${length}.`);
}

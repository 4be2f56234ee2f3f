// The chat without a network: a real store, journal and services, and people who run commands.

import assert from "node:assert/strict";
import type { LanguageModel } from "../../lib/assistant/language_model.ts";
import { commands } from "../../lib/commands/commands.ts";
import type { ChatEvent, Published } from "../../lib/domain/event.ts";
import { entryIds } from "../../lib/domain/ids.ts";
import { type ProblemCode, Refusal } from "../../lib/domain/problem.ts";
import type { Reply } from "../../lib/domain/reply.ts";
import { sanitise } from "../../lib/domain/text.ts";
import { LocalJournal } from "../../lib/journal/local_journal.ts";
import { Router } from "../../lib/server/router.ts";
import { type Actor, NOBODY } from "../../lib/services/actor.ts";
import { Assistant } from "../../lib/services/assistant/assistant.ts";
import { DirectMessages } from "../../lib/services/direct_messages.ts";
import { GuessThrottle } from "../../lib/services/guess_throttle.ts";
import { Lobbies } from "../../lib/services/lobbies.ts";
import { Messages } from "../../lib/services/messages.ts";
import { Moderation } from "../../lib/services/moderation.ts";
import { Passwords } from "../../lib/services/passwords.ts";
import { ReservedNames } from "../../lib/services/reserved_names.ts";
import { Presence } from "../../lib/services/presence.ts";
import type { Services } from "../../lib/services/services.ts";
import type { Rate } from "../../lib/services/token_bucket.ts";
import { Users } from "../../lib/services/users.ts";
import { DirectSearches } from "../../lib/store/searches.ts";
import { ADDRESS, sessionId, userName } from "./entries.ts";
import { FakeClock } from "./fake_clock.ts";
import { TestStore } from "./store.ts";

/** Next to nothing; the real cost has a test of its own. */
const CHEAP = { ln: 1, p: 1 } as const;
/** Three wrong passwords are free. */
const GUESSES = { free: 3, firstWait: 1000, maxWait: 60_000, forgetAfter: 3_600_000 } as const;

export interface TestChatOptions {
  readonly replay?: number;
  readonly reserved?: readonly string[];
  /** Names that the command line makes operators. */
  readonly operators?: readonly string[];
  /** Who answers questions, once `services.assistant` is opened; left out: nobody. */
  readonly model?: LanguageModel;
  /** How often one user may ask; left out: as often as it likes. */
  readonly questionRate?: Rate;
  /** Lines of the lobby that go with a question. */
  readonly context?: number;
}

export interface EnterOptions {
  /** Left out: called as the name is. */
  readonly session?: string;
  readonly password?: string;
  readonly address?: string;
}

export class TestChat implements Disposable {
  readonly test = new TestStore();
  readonly clock = new FakeClock();
  /** All that was shown so far. */
  readonly published: Published[] = [];
  readonly journal: LocalJournal;
  readonly services: Services & { readonly messages: Messages };
  readonly searches: DirectSearches;
  readonly router: Router;
  readonly newEntryId = entryIds();
  #waiting: { readonly type: ChatEvent["type"]; readonly resolve: (event: ChatEvent) => void }[] = [];

  constructor(
    {
      replay = 50,
      reserved = ["server", "help"],
      operators = [],
      model,
      questionRate,
      context = 5,
    }: TestChatOptions = {},
  ) {
    const { clock, test: { store } } = this;
    this.journal = new LocalJournal({
      store,
      publish: (events) => {
        this.#publish(events);
        this.services.assistant.see(events);
      },
    });
    this.searches = new DirectSearches(this.test.index);
    const passwords = new Passwords(CHEAP);
    const guesses = new GuessThrottle({ clock, ...GUESSES });
    const parts = {
      journal: this.journal,
      store,
      clock,
      passwords,
      guesses,
      reserved: new ReservedNames(reserved),
      searches: this.searches,
    };
    this.services = {
      presence: new Presence({ ...parts, replay }),
      users: new Users({ ...parts, operators: new Set(operators) }),
      lobbies: new Lobbies(parts),
      messages: new Messages(parts),
      direct: new DirectMessages(parts),
      moderation: new Moderation(parts),
      assistant: new Assistant({
        ...parts,
        model,
        name: userName("Rox"),
        context,
        rate: questionRate ?? null,
        newEntryId: this.newEntryId,
        publish: (events) => this.#publish(events),
      }),
    };
    this.router = new Router({ commands, services: this.services, clock, messageRate: null });
  }

  /** Somebody who comes in; the very first is an operator for this visit. */
  async enter(
    name: string,
    { session = name, password, address = ADDRESS }: EnterOptions = {},
  ): Promise<Actor> {
    const nextEntryId = this.newEntryId;
    const login = { session: sessionId(session), name, password, address };
    const { user } = await this.services.presence.open(login, nextEntryId());
    return {
      session: sessionId(session),
      user: user.id,
      name: user.name,
      address,
      preferences: { theme: "plain", ignored: NOBODY, conversation: undefined, lastSender: undefined },
      nextEntryId,
    };
  }

  /** Runs a line such as `msg bob hello`. */
  async run(actor: Actor, line: string): Promise<Reply> {
    const [, verb = "", args = ""] = /^(\S+) ?(.*)$/.exec(line) ?? [];
    const request = { verb: sanitise(verb), args: sanitise(args) };
    return await this.router.run(this.router.find(request), request, actor);
  }

  /** The next event of a type that is shown to anybody. */
  shown<Type extends ChatEvent["type"]>(type: Type): Promise<ChatEvent & { readonly type: Type }> {
    return new Promise((resolve) =>
      this.#waiting.push({ type, resolve: (event) => resolve(event as ChatEvent & { readonly type: Type }) })
    );
  }

  #publish(events: readonly Published[]): void {
    this.published.push(...events);
    for (const { event } of events) {
      const met = this.#waiting.filter(({ type }) => type === event.type);
      this.#waiting = this.#waiting.filter(({ type }) => type !== event.type);
      for (const { resolve } of met) resolve(event);
    }
  }

  [Symbol.dispose](): void {
    this.services.messages[Symbol.dispose]();
    this.journal[Symbol.dispose]();
    this.test[Symbol.dispose]();
  }
}

/** Waits for a refusal with this code; yields its text. */
export async function refused(work: Promise<unknown>, code: ProblemCode): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    assert.equal(error.problem.code, code, error.problem.text);
    return error.problem.text;
  }
  return assert.fail(`not refused as ${code}`);
}

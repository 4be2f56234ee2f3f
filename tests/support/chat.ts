// The chat without a network: a real store, journal and services, and people who run commands.

import assert from "node:assert/strict";
import { commands } from "../../lib/commands/commands.ts";
import type { Published } from "../../lib/domain/event.ts";
import { type ProblemCode, Refusal } from "../../lib/domain/problem.ts";
import type { Reply } from "../../lib/domain/reply.ts";
import { sanitise } from "../../lib/domain/text.ts";
import { LocalJournal } from "../../lib/journal/local_journal.ts";
import { Router } from "../../lib/server/router.ts";
import type { Actor } from "../../lib/services/actor.ts";
import { DirectMessages } from "../../lib/services/direct_messages.ts";
import { Messages } from "../../lib/services/messages.ts";
import { Presence } from "../../lib/services/presence.ts";
import type { Services } from "../../lib/services/services.ts";
import { Users } from "../../lib/services/users.ts";
import { sessionId } from "./entries.ts";
import { FakeClock } from "./fake_clock.ts";
import { TestStore } from "./store.ts";

export class TestChat implements Disposable {
  readonly test = new TestStore();
  readonly clock = new FakeClock();
  /** All that was shown so far. */
  readonly published: Published[] = [];
  readonly journal: LocalJournal;
  readonly services: Services & { readonly messages: Messages };
  readonly router: Router;
  #entries = 0;

  constructor({ replay = 50, reserved = ["server", "help"] } = {}) {
    const { clock, test: { store } } = this;
    this.journal = new LocalJournal({ store, publish: (events) => this.published.push(...events) });
    const parts = { journal: this.journal, store, clock };
    this.services = {
      presence: new Presence({ ...parts, reserved, replay }),
      users: new Users(parts),
      messages: new Messages(parts),
      direct: new DirectMessages(parts),
    };
    this.router = new Router({ commands, services: this.services, clock });
  }

  /** Somebody who comes in; the session is called as the name is. */
  async enter(name: string, session = name): Promise<Actor> {
    const nextEntryId = () => `${session}/${this.#entries++}`;
    const { user } = await this.services.presence.open(sessionId(session), name, nextEntryId());
    return {
      session: sessionId(session),
      user: user.id,
      name: user.name,
      preferences: { theme: "plain", ignored: new Set(), conversation: undefined, lastSender: undefined },
      nextEntryId,
    };
  }

  /** Runs a line such as `msg bob hello`. */
  async run(actor: Actor, line: string): Promise<Reply> {
    const [, verb = "", args = ""] = /^(\S+) ?(.*)$/.exec(line) ?? [];
    const request = { verb: sanitise(verb), args: sanitise(args) };
    return await this.router.run(this.router.find(request), request, actor);
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

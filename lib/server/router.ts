// From a request to the command that answers it.

import type { Clock } from "../domain/clock.ts";
import { formatWait } from "../domain/duration.ts";
import { refuse } from "../domain/problem.ts";
import type { Reply } from "../domain/reply.ts";
import type { Request } from "../domain/request.ts";
import type { UserId } from "../domain/ids.ts";
import type { Budget, Command } from "../commands/command.ts";
import type { Actor } from "../services/actor.ts";
import type { Services } from "../services/services.ts";
import { type Rate, TokenBuckets } from "../services/token_bucket.ts";

export interface RouterOptions {
  readonly commands: readonly Command[];
  readonly services: Services;
  readonly clock: Clock;
  /** How often one user may do something; null: as often as it likes. */
  readonly messageRate: Rate | null;
}

/** Commands cost the server little; only floods of them are to be held back. */
const COMMAND_RATE: Rate = { tokens: 30, perMilliseconds: 10_000 };

export class Router {
  readonly #options: RouterOptions;
  readonly #byVerb = new Map<string, Command>();
  /** By user, not by session: who comes back finds the bucket as it was. */
  readonly #buckets: Readonly<Record<Budget, TokenBuckets<UserId> | undefined>>;

  /** Throws when two commands share a name. */
  constructor(options: RouterOptions) {
    this.#options = options;
    const { messageRate } = options;
    this.#buckets = {
      message: messageRate ? new TokenBuckets(messageRate) : undefined,
      command: messageRate ? new TokenBuckets(COMMAND_RATE) : undefined,
      free: undefined,
    };
    for (const command of options.commands) {
      for (const verb of [command.name, ...command.aliases]) {
        if (this.#byVerb.has(verb)) throw new Error(`two commands are called ${verb}`);
        this.#byVerb.set(verb, command);
      }
    }
  }

  /** Refuses verbs that are no command's. */
  find({ verb }: Request): Command {
    return this.#byVerb.get(verb) ??
      refuse(
        "unknown-cmd",
        `There is no command /${verb}. /help lists all commands; //${verb} says it to the lobby.`,
      );
  }

  /** Rejects with a Refusal; never throws, as whoever does not wait for the reply could not catch it in its turn. */
  run(command: Command, request: Request, actor: Actor): Promise<Reply> {
    try {
      return Promise.resolve(this.#run(command, request, actor));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #run(command: Command, { verb, args, lobby }: Request, actor: Actor): Reply | Promise<Reply> {
    const { commands, services, clock } = this.#options;
    const now = clock.now();
    const wait = this.#buckets[command.budget]?.take(actor.user, now) ?? 0;
    if (wait > 0) {
      // What was said is given back: nobody has seen it.
      const said = verb === "say" ? args : `/${verb} ${args}`;
      const unsent = command.budget === "message" ? ` Not sent: ${said}` : "";
      refuse("rate-limited", `Rate limited! Wait ${formatWait(wait)}.${unsent}`);
    }
    return command.invoke({ actor, services, catalogue: commands, now, lobby }, args);
  }
}

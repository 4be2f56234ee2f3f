// From a request to the command that answers it.

import type { Clock } from "../domain/clock.ts";
import { refuse } from "../domain/problem.ts";
import type { Reply } from "../domain/reply.ts";
import type { Request } from "../domain/request.ts";
import type { Command } from "../commands/command.ts";
import type { Actor } from "../services/actor.ts";
import type { Services } from "../services/services.ts";

export interface RouterOptions {
  readonly commands: readonly Command[];
  readonly services: Services;
  readonly clock: Clock;
}

export class Router {
  readonly #options: RouterOptions;
  readonly #byVerb = new Map<string, Command>();

  /** Throws when two commands share a name. */
  constructor(options: RouterOptions) {
    this.#options = options;
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

  run(command: Command, { args }: Request, actor: Actor): Promise<Reply> {
    const { commands, services, clock } = this.#options;
    return command.invoke({ actor, services, catalogue: commands, now: clock.now() }, args);
  }
}

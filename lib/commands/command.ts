// What a command is. Help, usage, refusals of wrong arguments and reserved names are computed from its record.

import { refuse } from "../domain/problem.ts";
import type { CommandHelp, Reply } from "../domain/reply.ts";
import type { SafeText } from "../domain/text.ts";
import type { Actor } from "../services/actor.ts";
import type { Services } from "../services/services.ts";
import type { Params, Values } from "./params.ts";

export interface CommandContext {
  readonly actor: Actor;
  readonly services: Services;
  /** All commands there are, for help. */
  readonly catalogue: readonly CommandHelp[];
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: number;
  /** The lobby that the client names for its text. */
  readonly lobby?: SafeText | undefined;
}

/** What a use counts against: the rate of messages, the more generous one of commands, or neither. */
export type Budget = "message" | "command" | "free";

export interface Command extends CommandHelp {
  /**
   * True when a session need not wait for earlier lines to be decided before it runs this one: the command only
   * appends to the journal, before its first await, and the journal keeps the order.
   */
  readonly pipelined: boolean;
  readonly budget: Budget;
  /** True when a password is typed with it: what was typed is never shown again then. */
  readonly secret: boolean;
  /** Throws a Refusal when the arguments or the rules say no. */
  invoke(context: CommandContext, args: SafeText): Reply | Promise<Reply>;
}

export interface CommandSpec<P extends Params> {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** One line, for the list of all commands. */
  readonly summary: string;
  /** What follows the command's name in an example. */
  readonly example?: string;
  readonly params: P;
  readonly pipelined?: boolean;
  /** Left out: `command`. */
  readonly budget?: Budget;
  readonly secret?: boolean;
  run(context: CommandContext, values: Values<P>): Reply | Promise<Reply>;
}

export function defineCommand<const P extends Params>(spec: CommandSpec<P>): Command {
  const { name, summary, params } = spec;
  const parts = Object.entries(params);
  const usage = parts.map(([name, param]) => param.usage(name)).join(" ");
  const example = [name, spec.example].filter(Boolean).join(" ");
  return {
    name,
    aliases: spec.aliases ?? [],
    usage,
    summary,
    example,
    pipelined: spec.pipelined ?? false,
    budget: spec.budget ?? "command",
    secret: spec.secret ?? false,
    invoke(context, args) {
      let rest = args;
      const values: Record<string, unknown> = {};
      for (const [key, param] of parts) {
        const taken = param.take(rest) ?? wrongUse();
        values[key] = taken.value;
        rest = taken.rest;
      }
      if (rest !== "" && rest.trim() !== "") wrongUse();
      return spec.run(context, values as Values<P>);
    },
  };

  function wrongUse(): never {
    return refuse("usage", `Usage: /${[name, usage].filter(Boolean).join(" ")} - for example: /${example}`);
  }
}

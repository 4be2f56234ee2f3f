// The parts of a command's arguments: each knows how it reads in a usage line and how it is taken from the input.

import { parseDuration } from "../domain/duration.ts";
import { parseUserName, type UserName } from "../domain/names.ts";
import { isProblem, refuse } from "../domain/problem.ts";
import type { SafeText } from "../domain/text.ts";

export interface Param<Value> {
  /** How a parameter of this name reads in a usage line: `<user>`, `[n]`. */
  usage(name: string): string;
  /** Takes its part from the front of the input; undefined when it is missing there. Refuses what is wrong. */
  take(input: SafeText): { readonly value: Value; readonly rest: SafeText } | undefined;
}

/** Parameters in the order in which they are typed. */
export type Params = Readonly<Record<string, Param<unknown>>>;
export type Values<P extends Params> = {
  readonly [Name in keyof P]: P[Name] extends Param<infer Value> ? Value
    : never;
};

/** One word. */
export function word(): Param<SafeText> {
  return {
    usage: (name) => `<${name}>`,
    take(input) {
      const match = /^\s*(\S+)\s?(.*)$/.exec(input);
      return match ? { value: match[1] as SafeText, rest: match[2] as SafeText } : undefined;
    },
  };
}

/** All that follows; leading and inner spaces are kept, for code and drawings. */
export function text(): Param<SafeText> {
  return {
    usage: (name) => `<${name}>`,
    take(input) {
      const value = input.trimEnd();
      return value === "" ? undefined : { value: value as SafeText, rest: "" as SafeText };
    },
  };
}

/** The name of a user; whether anybody has it is for the services to say. */
export function userName(): Param<UserName> {
  return {
    usage: (name) => `<${name}>`,
    take(input) {
      const taken = word().take(input);
      if (!taken) return undefined;
      const value = parseUserName(taken.value);
      if (isProblem(value)) {
        refuse("user-not-found", `Nobody is named ${taken.value}. /users all lists everybody.`);
      }
      return { value, rest: taken.rest };
    },
  };
}

/** One of a few words, in any case. */
export function oneOf<const Choice extends string>(choices: readonly Choice[]): Param<Choice> {
  return {
    usage: () => `<${choices.join("|")}>`,
    take(input) {
      const taken = word().take(input);
      const value = choices.find((choice) => choice === taken?.value.toLowerCase());
      return taken && value ? { value, rest: taken.rest } : undefined;
    },
  };
}

/**
 * How long: `10m`, `2h`, `7d`, in milliseconds. Refuses what begins like one and is none, so that a slip such as
 * `10min` does not become a reason, and the act one for good. Anything else is left for the next parameter.
 */
export function duration(): Param<number> {
  return {
    usage: (name) => `<${name}>`,
    take(input) {
      const taken = word().take(input);
      if (!taken || !/^\d/.test(taken.value)) return undefined;
      const value = parseDuration(taken.value) ??
        refuse(
          "usage",
          `${taken.value} is no duration: 10m, 2h, 7d, at most 36525d. A reason cannot begin with a digit.`,
        );
      return { value, rest: taken.rest };
    },
  };
}

/** May be left out. What does not fit is left for the next parameter. */
export function optional<Value>(param: Param<Value>): Param<Value | undefined> {
  return {
    usage: (name) => param.usage(name).replace(/^<(.*)>$/, "[$1]"),
    take: (input) => param.take(input) ?? { value: undefined, rest: input },
  };
}

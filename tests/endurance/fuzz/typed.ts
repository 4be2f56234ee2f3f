// What somebody types who means no good: every command there is with all kinds of arguments, and plain text.

import { commands } from "../../../lib/commands/commands.ts";
import type { Command } from "../../../lib/commands/command.ts";
import type { Words } from "./words.ts";

export type Typed =
  /** Without the slash of people. */
  | { readonly kind: "command"; readonly text: string; readonly quits: boolean }
  | { readonly kind: "text"; readonly text: string };

/**
 * How often, where it is not 100. Who quits or is sent away sends nothing for a while; where a password is right the
 * server works for long; and somebody must be left to speak in the first lobby. `ping` is for those who wait for the
 * answer.
 */
const WEIGHTS: Readonly<Record<string, number>> = {
  ping: 0,
  quit: 2,
  create: 3,
  join: 15,
  kick: 25,
  ban: 25,
  mute: 25,
};

/** Commands that would take a user away. */
const AGAINST_USERS: ReadonlySet<string> = new Set(["kick", "ban", "mute", "deop"]);

const weighted = commands.flatMap((command) => Array<Command>(WEIGHTS[command.name] ?? 100).fill(command));

/** `bystanders`: words in which those stand for users who are only to be spoken to. */
export function typed(words: Words, bystanders: Words): Typed {
  const { random } = words;
  if (random.chance(0.5)) {
    const command = random.pick(weighted);
    return typedCommand(command, AGAINST_USERS.has(command.name) || random.chance(0.7) ? words : bystanders);
  }
  const text = random.chance(0.005) ? words.huge() : random.chance(0.1) ? oddity(words) : words.text();
  return { kind: "text", text };
}

function typedCommand({ name, aliases, usage }: Command, words: Words): Typed {
  const { random } = words;
  const verb = random.pick([name, ...aliases]);
  const quits = name === "quit";
  const text = [random.chance(0.1) ? verb.toUpperCase() : verb, ...argumentsOf(usage, words)].join(
    random.chance(0.02) ? "  \t" : " ",
  );
  return { kind: "command", text, quits };
}

/** Mostly what the usage line asks for; at times something is missing, wrong, or too much. */
function argumentsOf(usage: string, words: Words): readonly string[] {
  const { random } = words;
  const wanted = usage.split(/[<>[\]]/).map((part) => part.trim()).filter((part) => part !== "");
  const given = wanted.flatMap((part) => {
    if (random.chance(0.15)) return [];
    return random.chance(0.1)
      ? [words.text()]
      : [words.argument(random.pick(part.split(/\||\bor\b/)).trim())];
  });
  return random.chance(0.05) ? [...given, words.text()] : given;
}

/** Not quite a command, not quite a text. */
function oddity(words: Words): string {
  const { random } = words;
  return random.pick([
    ...["", " ", "\t", "/", "//", "///x", "/ help", " /help", "/\u001b[31mhelp", "/nonsense 1 2 3"],
    ...[
      "login x",
      "LOGIN x y",
      "{}",
      '{"body":"x"}',
      "GET / HTTP/1.1",
      "__proto__",
      "/constructor",
      "/__proto__ x",
    ],
    `/${words.text()}`,
  ]);
}

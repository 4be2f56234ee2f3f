// What a person or a script types: a name first, then speech and commands.

import { problem } from "../../domain/problem.ts";
import { own, type SafeText, sanitise } from "../../domain/text.ts";
import type { Decoded } from "../dialect.ts";

/** Reads a line at the prompt for a name. Never throws; all text in the result is sanitised, here and below. */
export function decodeLogin(line: string): Decoded {
  const typed = line.trim();
  const clean = sanitise(typed);
  // A name is refused for what is wrong with it, not mended: nobody is to come in under another one than was typed.
  const name = clean === typed ? clean : own`\uFFFD`;
  // Leaving must be possible before a name is found that pleases everybody.
  return isQuit(name) ? decodeCommand(name) : { kind: "login", name };
}

export function isQuit(line: string): boolean {
  return /^\s*\/quit\s*$/i.test(line);
}

/** Reads a line at the prompt for a password. */
export function decodePassword(line: string): SafeText {
  return sanitise(sanitise(line).trim());
}

/** Reads a line of somebody who is logged in. */
export function decodeChat(line: string): Decoded {
  if (line.trim() === "") return { kind: "nothing" };
  const text = sanitise(sanitise(line).trimEnd());
  if (text === "") {
    return refused("empty-text", "That line holds nothing that can be shown: type some text, or /help");
  }
  if (text.startsWith("//")) return say(sanitise(text.slice(1)));
  // A slip of the space bar must not tell the lobby what was meant for the server, a password say.
  const command = text.trimStart();
  return text.startsWith("/") || /^\/[A-Za-z]/.test(command) ? decodeCommand(sanitise(command)) : say(text);
}

function decodeCommand(text: SafeText): Decoded {
  const [, verb, args] = /^\/(\S+)\s*(.*)$/.exec(text) ?? [];
  if (verb === undefined || args === undefined) {
    return refused(
      "unknown-cmd",
      "A command's name follows the slash at once: try /help, or //text to say /text",
    );
  }
  return { kind: "request", request: { verb: sanitise(verb.toLowerCase()), args: sanitise(args) } };
}

function say(text: SafeText): Decoded {
  return { kind: "request", request: { verb: own`say`, args: text } };
}

function refused(code: "empty-text" | "unknown-cmd", text: string): Decoded {
  return { kind: "refused", problem: problem(code, text) };
}

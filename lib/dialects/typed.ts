// What somebody who is logged in types, in every dialect for people: plain text speaks, a slash begins a command.

import { problem } from "../domain/problem.ts";
import { own, type SafeText, sanitise } from "../domain/text.ts";
import type { Decoded } from "./dialect.ts";

const SAY = own`say`;

/** Reads a typed line. Never throws; all text in the result is sanitised, here and below. */
export function decodeTyped(line: string): Decoded {
  const text = sanitise(line).trimEnd() as SafeText;
  if (text === "") {
    if (line.trim() === "") return { kind: "nothing" };
    return refused("empty-text", "That line holds nothing that can be shown: type some text, or /help");
  }
  if (text.startsWith("//")) return say(sanitise(text.slice(1)));
  if (!text.includes("/")) return say(text);
  // A slip of the space bar must not tell the lobby what was meant for the server, a password say.
  const command = text.trimStart();
  return text.startsWith("/") || /^\/[A-Za-z]/.test(command) ? decodeCommand(sanitise(command)) : say(text);
}

/** Reads a text that begins with a slash. */
export function decodeCommand(text: SafeText): Decoded {
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
  return { kind: "request", request: { verb: SAY, args: text } };
}

function refused(code: "empty-text" | "unknown-cmd", text: string): Decoded {
  return { kind: "refused", problem: problem(code, text) };
}

// What a person or a script types before it is logged in: a name, and a password where the name has one.

import { own, type SafeText, sanitise } from "../../domain/text.ts";
import type { Decoded } from "../dialect.ts";
import { decodeCommand } from "../typed.ts";

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

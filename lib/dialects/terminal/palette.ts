// The colours of the terminal: each readable on a dark and on a light background, each reset where it ends.

import { nameKey } from "../../domain/names.ts";
import type { Palette } from "../look.ts";

// Entries of the 256-colour table; all have a contrast of at least 3.7 to 1 with black and with white.
const GREEN = 28;
const NAME_COLOURS = [GREEN, 30, 32, 98, 100, 130];
const MAGENTA = 163;
const RED = 160;

/** The same name has the same colour, for every viewer and at every visit. */
function nameColour(name: string): number {
  // FNV-1a spreads names that differ in one letter, as bob and rob, or bot1 and bot2.
  let hash = 0x811c9dc5;
  for (const letter of nameKey(name)) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  return NAME_COLOURS[(hash >>> 0) % NAME_COLOURS.length] ?? GREEN;
}

function style(text: string, sgr: string): string {
  return `\u001b[${sgr}m${text}\u001b[0m`;
}

export const ansi: Palette = {
  faint: (text) => style(text, "2"),
  strong: (text) => style(text, "1"),
  direct: (text) => style(text, `38;5;${MAGENTA}`),
  refusal: (text) => style(text, `38;5;${RED}`),
  name: (name, text = name) => style(text, `38;5;${nameColour(name)}`),
};

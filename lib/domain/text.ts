// The one sanitiser: user text never carries control over a screen.

declare const safe: unique symbol;

/** Text of one line that no terminal can take for a command: `sanitise` is the only mint. */
export type SafeText = string & { readonly [safe]: true };

// Most text is clean already; this test is all that it costs. Lone surrogates are left to isWellFormed.
// deno-lint-ignore no-control-regex
const SUSPECT = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
// Whole sequences go, so that "\x1b[31mred" leaves "red" and not "[31mred" (ECMA-48: CSI, OSC and friends, the rest).
// None reaches over the start of another, so that the time stays linear in the length of a hostile text.
// deno-lint-ignore no-control-regex
const CSI = /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]/;
// deno-lint-ignore no-control-regex
const STRING = /(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)/;
// deno-lint-ignore no-control-regex
const ESCAPE = /\x1b[ -/]*[0-~]/;
const SEQUENCES = new RegExp(`${CSI.source}|${STRING.source}|${ESCAPE.source}`, "g");
const LINE_BREAKS_AND_TABS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
// deno-lint-ignore no-control-regex
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Makes text safe to show on any screen and to store: drops escape sequences, C0, DEL, C1 and bidirectional
 * controls, turns tabs and line breaks into a space, and lone surrogates into U+FFFD. Never fails; a second
 * pass changes nothing.
 */
export function sanitise(text: string): SafeText {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  if (!SUSPECT.test(wellFormed)) return wellFormed as SafeText;
  return wellFormed.replace(SEQUENCES, "").replace(LINE_BREAKS_AND_TABS, " ").replace(
    CONTROLS,
    "",
  ) as SafeText;
}

/** Marks a sentence of the server's own; a tagged template, so that nothing but safe parts can go in. */
export function own(parts: TemplateStringsArray, ...values: readonly (SafeText | number)[]): SafeText {
  return String.raw({ raw: parts }, ...values) as SafeText;
}

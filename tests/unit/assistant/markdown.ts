// Arbitrary Markdown: pieces of markup in any order, whole and torn, among words and hostile characters.

import fc from "fast-check";
import { hostileText } from "../../support/arbitrary.ts";

const MARKS = [
  ...[
    "**",
    "*",
    "_",
    "__",
    "`",
    "```",
    "~~~\n",
    "```\n",
    "[",
    "](",
    "](http://x.y/",
    ")",
    "(",
    "!",
    "<",
    ">",
    "\\",
  ],
  ...["- ", "1. ", "> ", "# ", "|", "| a | b |\n", "|---|\n", "---", "===", "- - - ", "<br>"],
  ...["\n", "\n\n", "\r\n", "\r", "\t", "  ", "http://x.y/"],
];
const LONG = [
  "a".repeat(100),
  "words that fill a line of a terminal and then go on for a good while after that as well ",
];

export const markdown: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(fc.constantFrom(...MARKS), fc.constantFrom(...LONG), hostileText, fc.lorem({ maxCount: 12 })),
    {
      maxLength: 40,
    },
  )
  .map((pieces) => pieces.join(""));

// Markdown made readable: what people see of it, and that nothing in it gets at a screen.

import assert from "node:assert/strict";
import fc from "fast-check";
import {
  ANSWER_LIMIT,
  ANSWER_LINES,
  ANSWER_WIDTH,
  isCut,
  readable,
} from "../../../lib/assistant/readable.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import { markdown } from "./markdown.ts";

function shows(source: string, ...lines: readonly string[]): void {
  assert.deepEqual(readable(source), lines);
}

Deno.test("readable leaves plain text as it is, with its line breaks", () => {
  shows("First line.\nSecond  line,   spaced.", "First line.", "Second  line,   spaced.");
});

Deno.test("readable takes the marks off bold, italic and both", () => {
  shows("**bold** __bold__ *it* _it_ ***both*** **a *b* c** 文**字**文", "bold bold it it both a b c 文字文");
});

Deno.test("readable leaves stars and underlines that mark nothing", () => {
  const line = "2 * 3 * 4, a*b*c, snake_case_name, *.ts and *.js, f(*args, **options)";
  shows(line, line);
  shows("2**8 and 3**4", "2**8 and 3**4");
});

Deno.test("readable leaves code within a line as it is, with its backticks", () => {
  const line = "Type `.` or `**kwargs` or ``a`b`` or `[x](y)`";
  shows(line, line);
});

Deno.test("readable gives the address after the text of a link", () => {
  shows('See [the **docs**](https://x.y/a_(b) "Docs").', "See the docs (https://x.y/a_(b)).");
  shows("![a cat](cat.png) ![](dog.png)", "a cat (cat.png) dog.png");
});

Deno.test("readable gives an address once where it is its own text", () => {
  shows(
    "<https://x.y/_a_> [https://x.y](https://x.y) https://x.y/*b*",
    "https://x.y/_a_ https://x.y https://x.y/*b*",
  );
});

Deno.test("readable takes away the backslash of an escaped mark", () => {
  shows("\\*not italic\\* 1\\. C:\\dir", "*not italic* 1. C:\\dir");
});

Deno.test("readable sets headings apart", () => {
  shows("Before\n## The *title* ##\nAfter", "Before", "", "The title", "After");
});

Deno.test("readable draws rules, also those below a title", () => {
  const rule = "-".repeat(20);
  shows("Title\n=====\n* * *\n___", "Title", rule, rule, rule);
});

Deno.test("readable gives lists one kind of bullet, their numbers and their depth", () => {
  shows(
    "* one\n+ two\n  - three\n1. four\n2) five\n- [ ] six",
    "- one",
    "- two",
    "  - three",
    "1. four",
    "2) five",
    "- [ ] six",
  );
});

Deno.test("readable wraps words and aligns what belongs together", () => {
  const words = Array(20).fill("seven77").join(" ");
  const [full, rest] = [8, 4].map((count) => Array(count).fill("seven77").join(" "));
  shows(`10. ${words}`, `10. ${full}`, `    ${full}`, `    ${rest}`);
  shows(`> ${words}`, `> ${full}`, `> ${full}`, `> ${rest}`);
});

Deno.test("readable keeps addresses in one piece and tears other words that are too wide", () => {
  const address = `https://x.y/${"z".repeat(100)}`;
  shows(`See ${address}`, "See", address);
  shows("a".repeat(100), "a".repeat(ANSWER_WIDTH), "a".repeat(100 - ANSWER_WIDTH));
});

Deno.test("readable counts wide characters as two columns and marks above others as none", () => {
  shows("語".repeat(ANSWER_WIDTH / 2 + 1), "語".repeat(ANSWER_WIDTH / 2), "語");
  const accented = "e\u0301".repeat(ANSWER_WIDTH);
  shows(accented, accented);
});

Deno.test("readable keeps code as it is and drops its fences", () => {
  shows(
    "So:\n```ts\nif (a) {\n\n\n\tb **= 2; // # no title\n}\n```\nDone.",
    ...["So:", "", "if (a) {", "", "    b **= 2; // # no title", "}", "", "Done."],
  );
  shows("~~~\n```\n~~~", "```");
});

Deno.test("readable cuts lines of code instead of wrapping them", () => {
  shows(`\`\`\`\n${"x y ".repeat(60)}\n\`\`\``, `${"x y ".repeat(60).slice(0, 199)}…`);
});

Deno.test("readable takes code whose end is missing for code to the end", () => {
  shows("```\n**a**\n# b", "**a**", "# b");
});

Deno.test("readable puts the cells of a table below each other", () => {
  shows(
    "| Name | **Age** |\n|---|:-:|\n| 日本 | 7 |\n| b\\|c | |\nEnd",
    ...["Name  Age", "----  ---", "日本  7", "b|c", "End"],
  );
});

Deno.test("readable writes a table row by row where it is too wide", () => {
  const cell = "many words in this cell ".repeat(2).trim();
  shows(
    `| a | ${cell} |\n|---|---|\n| b | ${cell} ${cell} |`,
    ...[`a | ${cell}`, `b | ${cell} many words in this`, "  cell many words in this cell"],
  );
});

Deno.test("readable has no empty line at either end and never two in a row", () => {
  shows("\n\n  \na\n\n\n \nb\n\n", "a", "", "b");
});

Deno.test("readable is empty when there is nothing to show", () => {
  for (const nothing of ["", "\n \r\n\t", "```\n```", "\u001b[2J\u202e\u0000"]) shows(nothing);
});

Deno.test("readable says that it cut what is too long", () => {
  const lines = readable("word ".repeat(2000));
  assert.equal(lines.at(-1), `[cut at ${ANSWER_LIMIT.toLocaleString("en")} characters]`);
  const length = lines.slice(0, -1).join("\n").length;
  assert.ok(length <= ANSWER_LIMIT && length > ANSWER_LIMIT - ANSWER_WIDTH, String(length));
});

Deno.test("readable leaves an answer of just the longest length whole", () => {
  const line = "1234 ".repeat(14).trim();
  const whole = [...Array(57).fill(line), "x".repeat(ANSWER_LIMIT - 57 * 70)];
  shows(whole.join("\n"), ...whole);
  assert.ok(isCut(`${whole.join("\n")}x`));
});

Deno.test("readable says that it cut what has too many lines", () => {
  const lines = readable("a\n".repeat(1000));
  assert.deepEqual([lines.length, lines.at(-1)], [ANSWER_LINES + 1, `[cut at ${ANSWER_LINES} lines]`]);
});

Deno.test("readable takes escape sequences away before it looks at markup, and makes none", () => {
  shows("*\u001b[31m*bold*\u001b[0m*", "bold");
  shows("\u001b]0;title\u0007\u009b2J**\u202ea**\r\nb\rc\u2028d", "a", "b c d");
});

Deno.test("readable lets no line through that the sanitiser would change, and keeps its limits", () => {
  fc.assert(fc.property(markdown, (source) => {
    const lines = readable(source);
    for (const line of lines) assert.equal(line, sanitise(line));
    assert.ok(lines.length <= ANSWER_LINES + 1 && lines.slice(0, -1).join("\n").length <= ANSWER_LIMIT);
    assert.ok(lines.at(0) !== "" && lines.at(-1) !== "");
    assert.ok(!lines.some((line, at) => line === "" && lines[at + 1] === ""));
  }));
});

Deno.test("readable takes time in proportion to the length of a hostile text", () => {
  const hostile = [
    "**a",
    "*a ",
    "_a ",
    "[",
    "[a](",
    "` a",
    "\\",
    "- ",
    "# ",
    "> ",
    "|",
    "|a|b\n",
    "http://",
    "\u001b[",
  ];
  const texts = hostile.map((piece) => piece.repeat(16_000 / piece.length));
  for (const text of [...texts, `${"|".repeat(8000)}${"\n|a".repeat(2600)}`]) {
    const started = performance.now();
    readable(text);
    // Some milliseconds; quadratic time would be seconds.
    assert.ok(performance.now() - started < 500, JSON.stringify(text.slice(0, 20)));
  }
});

Deno.test("isCut tells whether there is more than is shown, in characters or in lines", () => {
  const most = "word ".repeat(ANSWER_LIMIT / 5).trimEnd();
  const lines = Array(ANSWER_LINES).fill("x").join("\n");
  assert.deepEqual([most, lines].map(isCut), [false, false]);
  assert.deepEqual([`${most} word`, `${lines}\nx`].map(isCut), [true, true]);
});

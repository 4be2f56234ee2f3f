// What a model writes, Markdown, as plain lines that any terminal can show. Line by line and not by a parser of all of
// Markdown: models break lines where they mean it, and what is shown while an answer grows has to stay as it is.

import { own, type SafeText, sanitise } from "../domain/text.ts";
import { UNSETTLED, withoutMarkup } from "./markup.ts";
import { columns, wrap } from "./wrap.ts";

/** Characters of an answer, line breaks included. */
export const ANSWER_LIMIT = 4000;
/** Lines of an answer. */
export const ANSWER_LINES = 100;
/**
 * Columns at which words wrap. Terminals have 80, and theme `cozy` puts up to 8 of them before a line: `  Rox ┆ `. A
 * longer name takes more.
 */
export const ANSWER_WIDTH = 72;
/** Characters of a line of code, which does not wrap. */
export const CODE_WIDTH = 200;

const CUT_LENGTH = own`[cut at 4,000 characters]`;
const CUT_LINES = own`[cut at 100 lines]`;

const RULE = /^ *([-=*_])(?: ?\1){2,}$/;
const FENCE = /^ *(?<fence>`{3,}(?=[^`]*$)|~{3,})/;
const TABLE_ROW = /^ *\|/;
const TABLE_RULE = /^[ |:-]*-[ |:-]*$/;
/** Indentation, quotation marks, bullet or number. */
const HEAD = /^(?<indent> *)(?<quotes>(?:> ?)*)(?:(?<marker>[-*+]|\d{1,9}[.)]) +)?/;
const COLUMN_GAP = "  ";
const MOST_INDENT = 12;
const MOST_QUOTES = 4;

/**
 * The answer as lines: words wrapped, code kept as it is, never two empty lines in a row, none at either end. Empty
 * when there is nothing to show. What goes beyond ANSWER_LIMIT or ANSWER_LINES is cut, and a further line says so.
 */
export function readable(markdown: string): readonly SafeText[] {
  const lines: SafeText[] = [];
  let length = 0;
  for (const line of spaced(blocks(markdown.split(/\r?\n/)))) {
    length += line.length + 1;
    if (length > ANSWER_LIMIT + 1) return [...lines, CUT_LENGTH];
    if (lines.length === ANSWER_LINES) return [...lines, CUT_LINES];
    lines.push(sanitise(line));
  }
  return lines;
}

/** Whether `readable` cuts it, so that nothing of what follows would be shown. */
export function isCut(markdown: string): boolean {
  const last = readable(markdown).at(-1);
  return last === CUT_LENGTH || last === CUT_LINES;
}

/**
 * The first lines of an answer of which only the beginning is known: those that stay as they are however it goes on, so
 * that `readable` of the whole begins with them. For showing an answer while it grows.
 */
export function readableSoFar(markdown: string): readonly SafeText[] {
  const sources = markdown.split("\n");
  const open = sources.pop() ?? "";
  const head = HEAD.exec(open)?.[0].length ?? 0;
  const mark = open.slice(head).search(UNSETTLED);
  const settled = mark < 0 ? open : open.slice(0, head + mark);
  // The columns of a table are as wide as its widest cell.
  const table = sources.findLastIndex((line) => !TABLE_ROW.test(clean(line))) + 1;
  if (table < sources.length || TABLE_ROW.test(clean(settled))) {
    return readable(sources.slice(0, table).join("\n"));
  }
  const whole = readable(sources.join("\n"));
  // The last word may go on, and take its line with it.
  const begun = readable([...sources, settled].join("\n")).slice(0, -1);
  return begun.length > whole.length ? begun : whole;
}

function clean(source: string): string {
  return sanitise(source.replaceAll("\t", "    ")).trimEnd();
}

/** Drops empty lines at both ends, and all but one in a row. */
function* spaced(lines: Iterable<string>): Generator<string> {
  let gap = false;
  let begun = false;
  for (const each of lines) {
    const line = each.trimEnd();
    if (line === "") {
      gap = begun;
      continue;
    }
    if (gap) yield "";
    yield line;
    gap = false;
    begun = true;
  }
}

function* blocks(sources: readonly string[]): Generator<string> {
  let fence: string | undefined;
  let table: string[] = [];
  for (const source of sources) {
    const line = clean(source);
    const mark = FENCE.exec(line)?.groups?.["fence"];
    if (table.length > 0 && !TABLE_ROW.test(line)) {
      yield* tableLines(table);
      table = [];
    }
    if (fence !== undefined) {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined;
      yield fence === undefined ? "" : codeLine(line);
    } else if (mark !== undefined) {
      fence = mark;
      yield "";
    } else if (TABLE_ROW.test(line)) table.push(line);
    else yield* textLines(line);
  }
  yield* tableLines(table);
}

function* textLines(line: string): Generator<string> {
  if (RULE.test(line)) return yield "-".repeat(20);
  const heading = /^ *#{1,6} +/.exec(line)?.[0];
  if (heading !== undefined) {
    yield "";
    return yield* wrap(withoutMarkup(line.slice(heading.length).replace(/ #+$/, "")), "", "", ANSWER_WIDTH);
  }
  const head = HEAD.exec(line);
  const { indent = "", quotes = "", marker = "" } = head?.groups ?? {};
  const margin = indent.slice(0, MOST_INDENT) +
    "> ".repeat(Math.min(MOST_QUOTES, quotes.replaceAll(" ", "").length));
  const bullet = marker && `${/\d/.test(marker) ? marker : "-"} `;
  const text = withoutMarkup(line.slice(head?.[0].length));
  yield* wrap(text, margin + bullet, margin + " ".repeat(bullet.length), ANSWER_WIDTH);
}

function codeLine(line: string): string {
  return line.length > CODE_WIDTH ? `${[...line].slice(0, CODE_WIDTH - 1).join("")}…` : line;
}

/** In columns where they fit beside each other, else row by row. */
function* tableLines(sources: readonly string[]): Generator<string> {
  const rows = sources.filter((line) => !TABLE_RULE.test(line)).map(cells);
  const widths = columnWidths(rows);
  for (const [index, row] of rows.entries()) {
    if (!widths) yield* wrap(row.join(" | "), "", "  ", ANSWER_WIDTH);
    else yield row.map((cell, at) => cell + " ".repeat((widths[at] ?? 0) - columns(cell))).join(COLUMN_GAP);
    if (widths && index === 0) yield widths.map((width) => "-".repeat(width)).join(COLUMN_GAP);
  }
}

/** Undefined when the columns do not fit in a line. */
function columnWidths(rows: readonly (readonly string[])[]): readonly number[] | undefined {
  const count = Math.max(0, ...rows.map((row) => row.length));
  if ((count - 1) * COLUMN_GAP.length > ANSWER_WIDTH) return undefined;
  const widths = Array.from(
    { length: count },
    (_, at) => Math.max(...rows.map((row) => columns(row[at] ?? ""))),
  );
  const total = widths.reduce((sum, width) => sum + width, (count - 1) * COLUMN_GAP.length);
  return total <= ANSWER_WIDTH ? widths : undefined;
}

function cells(row: string): readonly string[] {
  return row.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "").split(/(?<!\\)\|/).map((cell) =>
    withoutMarkup(cell.trim())
  );
}

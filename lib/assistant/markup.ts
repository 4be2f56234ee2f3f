// Markdown within a line: the marks go, what they said stays.

// Each piece has a longest length, so that the time stays linear in the length of a hostile text. A line is read from
// left to right, and what stands before a mark never depends on what comes after it: see readableSoFar.
const ESCAPED = /\\(?<escaped>[!-/:-@[-`{-~])/;
// Code keeps its backticks: they tell the command `.` from a full stop. Nothing in it is markup, as in an address.
const AS_IT_IS = /(?<!`)(?<quotes>`{1,3})(?!`).{1,300}?(?<!`)\k<quotes>(?!`)|https?:\/\/[^\s<>]{1,500}/;
const ADDRESS = /[^\s()<>]{1,500}(?:\([^\s()<>]{0,100}\)[^\s()<>]{0,100})?/;
const LINK = new RegExp(
  `!?\\[(?<label>[^\\[\\]]{0,300})\\]\\( ?<?(?<address>${ADDRESS.source})>?(?: "[^"]{0,200}")? ?\\)`,
);
const BARE_LINK = /<(?<link>https?:\/\/[^\s<>]{1,500})>/;
const LINE_BREAK = /(?<lineBreak><br ?\/?>)/;
const STRONG = /(?<!\w)(?<mark>\*\*|__)(?=\S)(?<strong>.{1,400}?)(?<=\S)\k<mark>(?![*_])/;
// Not within a word and not beside a space: snake_case, 2 * 3 and *.ts are what they are.
const STARRED = /(?<![\w*])\*(?![\s*])(?<starred>[^*]{1,400}?)(?<![\s*])\*(?![\w*])/;
const UNDERLINED = /(?<!\w)_(?![\s_])(?<underlined>[^_]{1,400}?)(?<![\s_])_(?!\w)/;
const MARKUP = new RegExp(
  [ESCAPED, AS_IT_IS, LINK, BARE_LINK, LINE_BREAK, STRONG, STARRED, UNDERLINED].map((each) => each.source)
    .join("|"),
  "g",
);

/** Where a line whose end is not known yet may turn out to be something else. */
// deno-lint-ignore no-control-regex
export const UNSETTLED = /[\\`[<*_\u001b\u0080-\u009f]/;

/** One line without its marks; addresses of links follow their text in parentheses. */
export function withoutMarkup(line: string): string {
  return line.replace(MARKUP, (token: string, ...details: readonly unknown[]) => {
    const { escaped, label, address, link, lineBreak, strong, starred, underlined } = details.at(
      -1,
    ) as Readonly<
      Record<string, string | undefined>
    >;
    if (escaped !== undefined) return escaped;
    if (label !== undefined && address !== undefined) return linked(withoutMarkup(label), address);
    if (lineBreak !== undefined) return " ";
    const inner = strong ?? starred ?? underlined;
    return inner === undefined ? link ?? token : withoutMarkup(inner);
  });
}

function linked(label: string, address: string): string {
  return label === "" || label === address ? address : `${label} (${address})`;
}

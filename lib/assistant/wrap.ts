// Text in lines of a terminal's width.

/** A word that is an address is kept in one piece up to so many characters, so that it can be clicked and copied. */
const LONGEST_ADDRESS = 200;
const ADDRESS = /^\W{0,3}https?:\/\//;

const NARROW = /^[ -~]*$/;
const NOTHING = /^[\p{M}\u200b-\u200d\ufe00-\ufe0f]$/u;
const WIDE =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}])$/u;

/** How many columns of a terminal a text takes. */
export function columns(text: string): number {
  return NARROW.test(text) ? text.length : [...text].reduce((sum, each) => sum + columnsOf(each), 0);
}

function columnsOf(character: string): number {
  return NOTHING.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
}

/**
 * Lines of at most `width` columns: the first begins with `head`, the others are aligned below its end. Text that fits
 * keeps its own spacing. Words break only where one alone is too wide.
 */
export function* wrap(text: string, head: string, below: string, width: number): Generator<string> {
  if (columns(head) + columns(text) <= width) return yield head + text;
  let line = head;
  let used = columns(head);
  let isEmpty = true;
  for (const word of pieces(text, width - columns(below))) {
    const wide = columns(word);
    if (!isEmpty && used + 1 + wide > width) {
      yield line;
      line = below;
      used = columns(below);
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    used += isEmpty ? wide : wide + 1;
    isEmpty = false;
  }
  yield line;
}

/** The words of a text; one that is too wide for a line is torn. */
function* pieces(text: string, room: number): Generator<string> {
  for (const word of text.split(" ")) {
    if (word === "") continue;
    if (columns(word) <= room || (ADDRESS.test(word) && word.length <= LONGEST_ADDRESS)) yield word;
    else yield* torn(word, room);
  }
}

function* torn(word: string, room: number): Generator<string> {
  let piece = "";
  let used = 0;
  for (const character of word) {
    const wide = columnsOf(character);
    if (used + wide > room) {
      yield piece;
      piece = "";
      used = 0;
    }
    piece += character;
    used += wide;
  }
  yield piece;
}

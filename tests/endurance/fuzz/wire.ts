// Lines as they go out: what is typed in the words of a dialect, objects that are none, and spoilt bytes.

import type { Random } from "../random.ts";
import type { Speech } from "../ways.ts";
import type { Typed } from "./typed.ts";
import type { Words } from "./words.ts";

const encoder = new TextEncoder();

const IAC = 255;
const TELNET: readonly (readonly number[])[] = [
  ...[[IAC], [IAC, IAC], [IAC, 241], [IAC, 246], [IAC, 253, 1], [IAC, 254, 1], [IAC, 253, 6], [IAC, 251, 24]],
  ...[[IAC, 251, 31], [IAC, 252, 31], [IAC, 250, 31, 0, 40, 0, 24, IAC, 240], [
    IAC,
    250,
    31,
    255,
    255,
    0,
    1,
    IAC,
  ]],
  ...[[IAC, 250, 24, 0, 120, IAC, IAC, 120, IAC, 240], [IAC, 250, 39], [IAC, 240], [13, 0], [13, 10]],
];
/** Cut, overlong, a surrogate, beyond the last character, bytes that begin nothing; NUL and C1 as they are. */
const NO_TEXT: readonly (readonly number[])[] = [
  ...[[0xc3], [0xf0, 0x9f, 0x8e], [0xc0, 0x80], [0xe0, 0x80, 0x8a], [0xed, 0xa0, 0x80], [
    0xf4,
    0x90,
    0x80,
    0x80,
  ]],
  ...[[0xfe], [0x80], [0xc2, 0x9b], [0, 0, 0], [27, 91, 50, 74], [13], [0xef, 0xbb, 0xbf], [127]],
];

/** A line without its end. */
export function encoded(typed: Typed, speech: Speech, words: Words): Uint8Array {
  const { random } = words;
  if (random.chance(0.05)) return noise(random);
  const line = speech.dialect === "json" && random.chance(0.3)
    ? hostileObject(typed, words)
    : typed.kind === "command"
    ? speech.command(typed.text)
    : random.chance(0.9)
    ? speech.say(typed.text)
    : typed.text;
  const bytes = encoder.encode(line);
  return random.chance(0.1) ? spoilt(bytes, random) : bytes;
}

/** What nobody has typed. */
export function noise(random: Random): Uint8Array {
  const length = random.chance(0.02) ? random.below(9000) : random.below(120);
  return Uint8Array.from({ length }, () => random.below(256));
}

/** With something put in, taken out or turned, at a few places. */
export function spoilt(bytes: Uint8Array, random: Random): Uint8Array {
  const spoilt = [...bytes];
  do {
    const at = random.below(spoilt.length + 1);
    const kind = random.below(5);
    if (kind === 0) spoilt.splice(at, 0, ...random.pick(TELNET));
    else if (kind === 1) spoilt.splice(at, 0, ...random.pick(NO_TEXT));
    else if (kind === 2) spoilt.splice(at, 1 + random.below(3));
    else if (kind === 3) spoilt.splice(at, 1, random.below(256));
    else spoilt.splice(at, 0, ...spoilt.slice(at, at + random.below(20)));
  } while (random.chance(0.5));
  return Uint8Array.from(spoilt);
}

/** Objects with the wrong types, twice the same key, too deep, or no objects at all. */
function hostileObject(typed: Typed, words: Words): string {
  const { random } = words;
  const body = JSON.stringify(typed.kind === "command" ? `/${typed.text}` : typed.text);
  const other = words.json();
  const text = JSON.stringify(words.text());
  const deep = 1 + random.below(500);
  return random.pick([
    other,
    `{"body":${other}}`,
    `{"body":${body},"receiver":${other},"ref":${other}}`,
    `{"body":${body},"receiver":${JSON.stringify(words.user())},"ref":${text}}`,
    `{"body":${body},"receiver":"#${random.pick(["general", "cave", " general", "\\u001b"])}","ref":-0}`,
    `{"body":${body},"ref":${
      random.pick(["1e400", "-1e-400", "9007199254740993", '"\\ud800"', '"\\u001b[2J"'])
    }}`,
    `{"body":5,"body":${body},"ref":1,"ref":{}}`,
    `{"__proto__":{"body":${body}},"constructor":${other},"toString":${text}}`,
    `{"sender":${text},"body":${body},"type":"dismissed","at":${other}}`,
    `{"body":"\\u002f${typed.text.replace(/[^ -~]|["\\]/g, "")}\\n\\r\\n"}`,
    `${"[".repeat(deep)}${"]".repeat(random.below(deep))}`,
    `${'{"body":'.repeat(deep)}${body}${"}".repeat(deep)}`,
    `{"body":${body}`,
    `{"body":${body}}}`,
    `  {"body":${body} , }`,
    `{'body':${body}} // ${typed.text}`,
    `\ufeff{"body":${body}}`,
  ]);
}

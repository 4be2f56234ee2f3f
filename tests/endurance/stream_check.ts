// What a client may receive: UTF-8 in lines, no control byte but what the server's own styles need, and JSON as
// described. Whatever somebody else has sent must not show through.

import { parseObject } from "../support/json_schema.ts";

export interface StreamRules {
  /** Whether the colours and movements of the themes `classic` and `cozy` may come. */
  readonly styled: boolean;
  /** Whether this client sends bytes that telnet answers. */
  readonly telnet: boolean;
  /** Whether each line is an object of the JSON dialect. */
  readonly json: boolean;
}

// C0 without the newline, DEL, C1, and what turns the direction of text or separates lines.
// deno-lint-ignore no-control-regex
const FOREIGN = /[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
// A style ends where it began, on its line; cozy goes one line up and clears it.
// deno-lint-ignore no-control-regex
const STYLES = /\x1b\[(?:1|2|38;5;\d{1,3})m[^\x1b\n]*\x1b\[0m|\x1b\[1A\x1b\[2K/g;
/** JSON escapes nothing else in a text without control characters, apart from the backslash itself. */
const FOREIGN_ESCAPE = /\\[^"n]/;

const IAC = 255;
const WILL = 251;
const WONT = 252;
const ECHO = 1;
const CR = 13;

/** The schema takes its time: it sees so many objects of each kind, and then one in so many. */
const SCHEMA = { first: 20, thenOneIn: 50 } as const;

/** Follows one stream. */
export class StreamCheck {
  readonly #rules: StreamRules;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  readonly #kinds = new Map<string, number>();
  #line = "";
  #telnet: "none" | "command" | "option" | "option of WONT" | "shown again" = "none";

  constructor(rules: StreamRules) {
    this.#rules = rules;
  }

  /** The line that is not complete yet, with these bytes at its end. Throws at what may not be there. */
  take(bytes: Uint8Array): string {
    const text = this.#line + this.#decoder.decode(this.#withoutTelnet(bytes), { stream: true });
    const end = text.lastIndexOf("\n") + 1;
    this.#line = text.slice(end);
    this.#check(text.slice(0, end));
    return text;
  }

  #check(lines: string): void {
    const { styled, json } = this.#rules;
    const bare = styled ? lines.replace(STYLES, "") : lines;
    const at = bare.search(FOREIGN);
    if (at >= 0) throw new Error(`a foreign control character in ${quoted(lineAround(bare, at))}`);
    if (json) { for (const line of lines.split("\n")) if (line !== "") this.#checkObject(line); }
  }

  #checkObject(line: string): void {
    if (FOREIGN_ESCAPE.test(line.replaceAll("\\\\", ""))) {
      throw new Error(`a foreign control character in ${quoted(line)}`);
    }
    const { type, reply, code } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const kind = `${type} ${reply} ${code}`;
    const seen = this.#kinds.get(kind) ?? 0;
    this.#kinds.set(kind, seen + 1);
    if (seen < SCHEMA.first || seen % SCHEMA.thenOneIn === 0) parseObject(line);
  }

  /** Takes out what the server answers to telnet: WILL, WONT, DO and DONT with an option (RFC 854). */
  #withoutTelnet(bytes: Uint8Array): Uint8Array {
    if (!this.#rules.telnet || this.#telnet === "none" && !bytes.includes(IAC)) return bytes;
    return bytes.filter((byte) => {
      switch (this.#telnet) {
        case "command":
          if (byte < WILL || byte === IAC) throw new Error(`${byte} is no command of telnet`);
          this.#telnet = byte === WONT ? "option of WONT" : "option";
          return false;
        case "option of WONT":
        case "option":
          this.#telnet = this.#telnet === "option" || byte !== ECHO ? "none" : "shown again";
          return false;
        case "shown again":
          // The line end of a password that was not shown.
          if (byte === CR) {
            this.#telnet = "none";
            return false;
          }
          break;
        case "none":
      }
      this.#telnet = byte === IAC ? "command" : "none";
      return byte !== IAC;
    });
  }
}

function lineAround(text: string, at: number): string {
  return text.slice(text.lastIndexOf("\n", at - 1) + 1).split("\n", 1)[0] ?? "";
}

function quoted(line: string): string {
  return JSON.stringify(line.length > 500 ? `${line.slice(0, 500)}...` : line);
}

// The check of a stream finds what must not be in it, in any split, and nothing else.

import assert from "node:assert/strict";
import { StreamCheck, type StreamRules } from "./stream_check.ts";

const PLAIN: StreamRules = { styled: false, telnet: false, json: false };
const STYLED = { ...PLAIN, styled: true };
const TELNET = { ...PLAIN, telnet: true };
const JSON_LINES = { ...PLAIN, json: true };

const IAC = 255, WILL = 251, WONT = 252, DO = 253, ECHO = 1, NAWS = 31;

function bytesOf(parts: readonly (string | readonly number[])[]): Uint8Array {
  const encoder = new TextEncoder();
  return Uint8Array.from(
    parts.flatMap((part) => typeof part === "string" ? [...encoder.encode(part)] : part),
  );
}

/** Byte by byte, then at once. */
function check(rules: StreamRules, ...parts: readonly (string | readonly number[])[]): void {
  const bytes = bytesOf(parts);
  const split = new StreamCheck(rules);
  for (const byte of bytes) split.take(Uint8Array.of(byte));
  new StreamCheck(rules).take(bytes);
}

const OBJECT = {
  sender: "",
  receiver: "alice",
  body: "pong",
  time: "2026-11-21 23:55:44",
  type: "reply",
  at: "2026-11-21T23:55:44.000Z",
  reply: "pong",
};

function line(object: object): string {
  return `${JSON.stringify(object)}\n`;
}

Deno.test("StreamCheck takes text, the server's styles and its answers to telnet where they belong", () => {
  check(PLAIN, "[2026-11-21 23:55:44][alice]: grüße \ufffd 🎉 (=^・^=)\n\n");
  check(STYLED, "\u001b[1A\u001b[2K\u001b[38;5;28malice\u001b[0m \u001b[2m[now]\u001b[0m\nhi\n");
  check(TELNET, [IAC, DO, NAWS], "hi\n", [IAC, WILL, ECHO, IAC, WONT, ECHO, 13, 10], "hi\n");
  check(JSON_LINES, line(OBJECT), line({ ...OBJECT, body: 'two\nlines "\\u001b' }));
});

for (
  const [what, ...parts] of [
    ["an escape sequence", "a\u001b[31mred\n"],
    ["a style", "a\u001b[1mbold\u001b[0m\n"],
    ["a bell", "\u0007\n"],
    ["a NUL", "\0\n"],
    ["a carriage return", "a\rb\n"],
    ["DEL", "\u007f\n"],
    ["a C1 control", "\u009b31m\n"],
    ["a turn of direction", "\u202egnp.exe\n"],
    ["a separator of lines", "a\u2028b\n"],
    ["telnet", [IAC, WILL, ECHO], "\n"],
    ["broken UTF-8", "a", [0xc3, 0x28], "\n"],
  ] as const
) {
  Deno.test(`StreamCheck refuses ${what} in plain text`, () => {
    assert.throws(() => check(PLAIN, ...parts));
  });
}

Deno.test("StreamCheck refuses what is not the server's own beside styles and telnet", () => {
  assert.throws(() => check(STYLED, "\u001b[2m[now]\u001b[0m \u001b[31mred\n"), /foreign/);
  assert.throws(() => check(STYLED, "\u001b[2mnever ended\n"), /foreign/);
  assert.throws(() => check(STYLED, "\u001b[2mcut \u001b[2m short\u001b[0m\n"), /foreign/);
  assert.throws(() => check(STYLED, "\u001b[2J\n"), /foreign/);
  assert.throws(() => check(TELNET, [IAC, 240], "\n"), /telnet/);
  assert.throws(() => check(TELNET, [IAC, WONT, NAWS, 13, 10]), /foreign/);
});

Deno.test("StreamCheck refuses lines that are no objects of the schema, or escape a control character", () => {
  assert.throws(() => check(JSON_LINES, "pong\n"), SyntaxError);
  assert.throws(() => check(JSON_LINES, line({ ...OBJECT, type: "unheard of" })));
  assert.throws(() => check(JSON_LINES, line({ ...OBJECT, body: "a\u001b[31mred" })), /foreign/);
  assert.throws(() => check(JSON_LINES, line({ ...OBJECT, body: "\ud800" })), /foreign/);
});

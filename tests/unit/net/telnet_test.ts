// Telnet is taken out of the bytes, and nothing else.
import assert from "node:assert/strict";
import fc from "fast-check";
import { TelnetFilter } from "../../../lib/net/telnet.ts";
import { splitAt } from "./split.ts";

const SE = 240, IP = 244, NOP = 241, SB = 250, WILL = 251, WONT = 252, DO = 253, DONT = 254, IAC = 255;
const ECHO = 1, SUPPRESS_GO_AHEAD = 3, TIMING_MARK = 6, TERMINAL_TYPE = 24, WINDOW_SIZE = 31;

/** Text stands for its UTF-8 bytes. */
function bytes(...parts: readonly (number | string)[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => typeof part === "number" ? [part] : [...new TextEncoder().encode(part)]),
  );
}

/** All data and all answers of a connection that sends these packets and ends. */
function filtered(...packets: readonly Uint8Array[]): { data: number[]; answers: number[] } {
  const filter = new TelnetFilter();
  const data: number[] = [];
  const answers: number[] = [];
  for (const packet of packets) {
    const found = filter.feed(packet);
    data.push(...found.data);
    answers.push(...found.answers);
  }
  data.push(...filter.end());
  return { data, answers };
}

function assertFiltered(
  sent: Uint8Array,
  expected: { readonly data: Uint8Array; readonly answers?: readonly number[] },
): void {
  const wanted = { data: [...expected.data], answers: [...expected.answers ?? []] };
  assert.deepEqual(filtered(sent), wanted);
  assert.deepEqual(filtered(...[...sent].map((byte) => Uint8Array.of(byte))), wanted, "one byte at a time");
}

Deno.test("TelnetFilter hands on bytes without telnet as they are, uncopied", () => {
  const packet = bytes("héllo\r\n\0");
  const { data, answers } = new TelnetFilter().feed(packet);
  assert.equal(data, packet);
  assert.equal(answers.length, 0);
});

Deno.test("TelnetFilter refuses what a client asks for and offers", () => {
  assertFiltered(bytes(IAC, DO, SUPPRESS_GO_AHEAD, IAC, WILL, TERMINAL_TYPE, "alice\r\n"), {
    data: bytes("alice\r\n"),
    answers: [IAC, WONT, SUPPRESS_GO_AHEAD, IAC, DONT, TERMINAL_TYPE],
  });
});

Deno.test("TelnetFilter answers each request once, so that no loop arises", () => {
  assertFiltered(bytes(IAC, DO, ECHO, IAC, DO, ECHO, IAC, WILL, ECHO, IAC, WILL, ECHO), {
    data: bytes(),
    answers: [IAC, WONT, ECHO, IAC, DONT, ECHO],
  });
});

Deno.test("TelnetFilter does not answer refusals", () => {
  assertFiltered(bytes(IAC, WONT, ECHO, IAC, DONT, ECHO, "a"), { data: bytes("a") });
});

Deno.test("TelnetFilter answers every timing mark, for which clients hold back output", () => {
  assertFiltered(bytes(IAC, IP, IAC, DO, TIMING_MARK, IAC, IP, IAC, DO, TIMING_MARK), {
    data: bytes(),
    answers: [IAC, WONT, TIMING_MARK, IAC, WONT, TIMING_MARK],
  });
});

Deno.test("TelnetFilter takes out commands before any option was negotiated", () => {
  assertFiltered(bytes("a", IAC, NOP, "b", IAC, IP, "c\n"), { data: bytes("abc\n") });
});

Deno.test("TelnetFilter takes out subnegotiations, IAC bytes in them included", () => {
  assertFiltered(bytes("a", IAC, SB, WINDOW_SIZE, 0, IAC, IAC, 0, 10, IAC, SE, "b"), { data: bytes("ab") });
});

Deno.test("TelnetFilter gives up a subnegotiation that does not end", () => {
  const sent = bytes(IAC, SB, WINDOW_SIZE, ..."x".repeat(2000), "\nhello\n");
  const { data } = filtered(sent);
  assert.equal(data.length, 2000 - 1024 + "\nhello\n".length);
  assert.deepEqual(data.slice(-6), [...bytes("hello\n")]);
});

Deno.test("TelnetFilter knows a doubled IAC as the byte 0xFF once telnet was seen", () => {
  assertFiltered(bytes(IAC, DO, ECHO, "a", IAC, IAC, "b"), {
    data: bytes("a", 0xff, "b"),
    answers: [IAC, WONT, ECHO],
  });
});

Deno.test("TelnetFilter takes CR NUL as a line end once telnet was seen", () => {
  assertFiltered(bytes("a\r\0", IAC, DO, ECHO, "b\r\0c\0"), {
    data: bytes("a\r\0b\r\nc\0"),
    answers: [IAC, WONT, ECHO],
  });
});

Deno.test("TelnetFilter takes every option byte once telnet was seen", () => {
  assertFiltered(bytes(IAC, DO, ECHO, IAC, DO, "'", IAC, WILL, 201, "b"), {
    data: bytes("b"),
    answers: [IAC, WONT, ECHO, IAC, WONT, 39, IAC, DONT, 201],
  });
});

Deno.test("TelnetFilter knows the opening of Debian's telnet, byte for byte", () => {
  const opening = [
    DO,
    38,
    WILL,
    38,
    DO,
    3,
    WILL,
    24,
    WILL,
    31,
    WILL,
    32,
    WILL,
    33,
    WILL,
    34,
    WILL,
    39,
    DO,
    5,
  ];
  const sent = opening.flatMap((byte) => byte >= WILL ? [IAC, byte] : [byte]);
  const answers = [
    WONT,
    38,
    DONT,
    38,
    WONT,
    3,
    DONT,
    24,
    DO,
    31,
    DONT,
    32,
    DONT,
    33,
    DONT,
    34,
    DONT,
    39,
    WONT,
    5,
  ];
  assertFiltered(bytes(...sent), {
    data: bytes(),
    answers: answers.flatMap((byte) => byte >= WILL ? [IAC, byte] : [byte]),
  });
});

Deno.test("TelnetFilter leaves Russian in Windows-1251 alone", () => {
  // "Я сияю & меняю, сияя"
  const sent = bytes(
    0xdf,
    " ",
    0xf1,
    0xe8,
    0xff,
    0xfe,
    " & ",
    0xec,
    0xe5,
    0xed,
    0xff,
    0xfe,
    ", ",
    0xf1,
    0xff,
    0xff,
  );
  assertFiltered(sent, { data: sent });
});

Deno.test("TelnetFilter leaves invalid UTF-8 of ordinary clients alone", () => {
  for (
    const sent of [
      bytes("a", 0xff, 0xfe, "b\n"),
      bytes(0xff, 0xfe, "\n"),
      bytes(0xff, 0xfd, "\r\n"),
      bytes(0xff, 0xfe, 0xfd, "\n"),
      bytes(0xff, 0xff, 0xff, "\n"),
      bytes(0xff, 0xfa, "x\n"),
      bytes(0xff, "\n"),
      bytes("tail", 0xff),
      bytes("tail", 0xff, 0xfb),
    ]
  ) assertFiltered(sent, { data: sent });
});

Deno.test("TelnetFilter finds telnet behind a 0xFF that is none", () => {
  assertFiltered(bytes(0xff, IAC, DO, ECHO, "a", 0xff, 0xff, "b"), {
    data: bytes(0xff, "a", 0xff, "b"),
    answers: [IAC, WONT, ECHO],
  });
  assertFiltered(bytes(0xff, 0xfe, IAC, DO, ECHO), { data: bytes(0xff, 0xfe), answers: [IAC, WONT, ECHO] });
});

Deno.test("TelnetFilter gives the same data and answers for any split of any bytes", () => {
  const byte = fc.oneof(fc.nat(255), fc.constantFrom(SE, NOP, SB, WILL, WONT, DO, DONT, IAC, IAC, 0, 1, 13));
  fc.assert(fc.property(fc.array(byte, { maxLength: 60 }), fc.array(fc.nat(60)), (all, cuts) => {
    assert.deepEqual(filtered(...splitAt(Uint8Array.from(all), cuts)), filtered(Uint8Array.from(all)));
  }));
});

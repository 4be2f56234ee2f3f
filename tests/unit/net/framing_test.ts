// Bytes become lines, however they are split.
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Line } from "../../../lib/net/connection.ts";
import { LineFramer, MAX_LINE_BYTES } from "../../../lib/net/framing.ts";
import { splitAt } from "./split.ts";

const encoder = new TextEncoder();

/** What a connection that sends these packets and ends gives; a rejected line shows as null. */
function lines(...packets: readonly (Uint8Array | string)[]): (string | null)[] {
  const framer = new LineFramer();
  const found: Line[] = [];
  for (const packet of packets) {
    found.push(...framer.feed(typeof packet === "string" ? encoder.encode(packet) : packet));
  }
  found.push(...framer.end());
  return found.map((line) => line.kind === "text" ? line.text : null);
}

Deno.test("LineFramer ends a line at \\n and at \\r\\n, and drops one \\r only", () => {
  assert.deepEqual(lines("a\nb\r\n\r\n\nc\r\r\nd\re\n"), ["a", "b", "", "", "c\r", "d\re"]);
});

Deno.test("LineFramer gives what comes after the last newline as a line at the end", () => {
  assert.deepEqual(lines("a\nb"), ["a", "b"]);
  assert.deepEqual(lines("a\n"), ["a"]);
  assert.deepEqual(lines(), []);
});

Deno.test("LineFramer gives a line as soon as its newline is there", () => {
  const framer = new LineFramer();
  assert.deepEqual(framer.feed(encoder.encode("he")), []);
  assert.deepEqual(framer.feed(encoder.encode("llo\nwor")), [{ kind: "text", text: "hello" }]);
  assert.deepEqual(framer.feed(encoder.encode("ld\n")), [{ kind: "text", text: "world" }]);
});

Deno.test("LineFramer keeps no reference to the packet", () => {
  const framer = new LineFramer();
  const packet = encoder.encode("hel");
  framer.feed(packet);
  packet.fill(0);
  assert.deepEqual(framer.feed(encoder.encode("lo\n")), [{ kind: "text", text: "hello" }]);
});

Deno.test("LineFramer fed one byte at a time gives the same lines", () => {
  const text = "\uFEFFplain\ncrlf\r\n\ngrüße 👋\n(=^・^=)\r\n\uFEFFnot at the start\ntail";
  const bytes = encoder.encode(text);
  const expected = ["plain", "crlf", "", "grüße 👋", "(=^・^=)", "\uFEFFnot at the start", "tail"];
  assert.deepEqual(lines(bytes), expected);
  assert.deepEqual(lines(...[...bytes].map((byte) => Uint8Array.of(byte))), expected);
});

Deno.test("LineFramer joins a character that two packets share", () => {
  const [wave] = [encoder.encode("👋\n")];
  for (let at = 1; at < 4; at++) assert.deepEqual(lines(wave.subarray(0, at), wave.subarray(at)), ["👋"]);
});

Deno.test("LineFramer turns invalid UTF-8 into U+FFFD and keeps the line end", () => {
  assert.deepEqual(lines(Uint8Array.of(0x61, 0xff, 0xfe, 0x62, 0x0a)), ["a\uFFFD\uFFFDb"]);
  assert.deepEqual(lines(Uint8Array.of(0x61, 0xe2, 0x82, 0x0a, 0x62, 0x0a)), ["a\uFFFD", "b"]);
});

Deno.test("LineFramer drops a byte order mark at the start of the connection only", () => {
  assert.deepEqual(lines("\uFEFFalice\n\uFEFFbob\n", "\uFEFFcarol\n", "a\uFEFF"), [
    "alice",
    "\uFEFFbob",
    "\uFEFFcarol",
    "a\uFEFF",
  ]);
  assert.deepEqual(lines("x".repeat(MAX_LINE_BYTES + 1) + "\n\uFEFFbob\n"), [null, "\uFEFFbob"]);
});

Deno.test("LineFramer takes a line of just the limit with either line end", () => {
  const longest = "x".repeat(MAX_LINE_BYTES);
  assert.deepEqual(lines(`${longest}\n${longest}\r\n${longest}`), [longest, longest, longest]);
  assert.deepEqual(lines(`${longest}\r`, "\nnext\n"), [longest, "next"]);
});

Deno.test("LineFramer counts bytes, not characters", () => {
  const longest = "é".repeat(MAX_LINE_BYTES / 2);
  assert.deepEqual(lines(`${longest}\n${longest}x\n`), [longest, null]);
});

Deno.test("LineFramer gives one value for an over-long line at once, and goes on after its end", () => {
  const framer = new LineFramer();
  assert.deepEqual(framer.feed(encoder.encode("x".repeat(MAX_LINE_BYTES))), []);
  assert.deepEqual(framer.feed(encoder.encode("x")), [{ kind: "too-long" }]);
  assert.deepEqual(framer.feed(encoder.encode("x".repeat(10_000))), []);
  assert.deepEqual(framer.feed(encoder.encode("x\nnext\n")), [{ kind: "text", text: "next" }]);
  assert.deepEqual(framer.end(), []);
});

Deno.test("LineFramer skips an over-long line without a newline to the end", () => {
  assert.deepEqual(lines("a\n", "x".repeat(MAX_LINE_BYTES + 1)), ["a", null]);
  assert.deepEqual(lines("x".repeat(MAX_LINE_BYTES) + "\r\r\n"), [null]);
});

Deno.test("LineFramer keeps no more of 10 MB without a newline than of one line", () => {
  const framer = new LineFramer();
  const packet = new Uint8Array(16 * 1024).fill(120);
  const before = Deno.memoryUsage().external;
  let values = 0;
  for (let sent = 0; sent < 10_000_000; sent += packet.length) values += framer.feed(packet).length;
  assert.equal(values, 1);
  assert.ok(Deno.memoryUsage().external - before < 1_000_000);
});

Deno.test("LineFramer gives the same lines for any split of any bytes", () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 20 }),
    fc.constantFrom("\n", "\r\n", "\r", "\uFEFF", "é👋").map((text) => encoder.encode(text)),
    fc.integer({ min: MAX_LINE_BYTES - 2, max: MAX_LINE_BYTES + 3 }).map((size) =>
      new Uint8Array(size).fill(120)
    ),
  );
  const bytes = fc.array(piece, { maxLength: 12 }).map((pieces) =>
    Uint8Array.from(pieces.flatMap((part) => [...part]))
  );
  fc.assert(fc.property(bytes, fc.array(fc.nat(15_000), { maxLength: 8 }), (all, cuts) => {
    assert.deepEqual(lines(...splitAt(all, cuts)), lines(all));
  }));
});

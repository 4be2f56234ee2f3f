// What a connection reads, and when.
import assert from "node:assert/strict";
import { settled } from "../../support/fake_transport.ts";
import { allLines, nextLine, startConnection } from "./start_connection.ts";

Deno.test("LineConnection gives the peer's lines, the last one without a newline included", async () => {
  const { connection, transport, closedAs } = startConnection();
  for (const packet of ["hel", "lo\r\nwor", "ld\n", "x".repeat(5000), "\ntail"]) transport.sends(packet);
  transport.ends();
  assert.deepEqual(await allLines(connection), ["hello", "world", null, "tail"]);
  assert.equal(await closedAs(), undefined);
  connection.close("end");
  assert.equal(await closedAs(), "end");
});

Deno.test("LineConnection gives the many lines of a packet at once, when the first of them is there", async () => {
  const { connection, transport } = startConnection();
  transport.sends("line\n".repeat(25));
  await nextLine(connection);
  for (let count = 1; count < 25; count++) {
    assert.deepEqual(connection.nextLine(), { kind: "text", text: "line" });
  }
  assert.equal(connection.nextLine(), undefined);
  transport.ends();
});

Deno.test("LineConnection reads only when a line is asked for", async () => {
  const { connection, transport } = startConnection();
  transport.sends("one\ntwo\n");
  transport.sends("three\n");
  await settled();
  assert.equal(transport.readSizes.length, 0);
  for (const text of ["one", "two"]) {
    assert.deepEqual(await nextLine(connection), { kind: "text", text });
  }
  await settled();
  assert.equal(transport.readSizes.length, 1);
});

Deno.test("LineConnection reads with a small buffer when idle, and with a large one in a rush and a while after", async () => {
  const { connection, transport } = startConnection();
  transport.sends("x".repeat(127) + "\n" + "y".repeat(2000) + "\n");
  for (let count = 0; count < 8; count++) transport.sends("z\n");
  transport.sends("idle\n");
  transport.ends();
  await allLines(connection);
  assert.deepEqual(transport.readSizes, [128, ...Array(9).fill(16 * 1024), 128, 128]);
});

Deno.test("LineConnection.firstByte leaves the byte unread", async () => {
  const { connection, transport } = startConnection();
  const first = connection.firstByte();
  transport.sends("hello\n");
  transport.ends();
  assert.equal(await first, "h".charCodeAt(0));
  assert.deepEqual(await allLines(connection), ["hello"]);
  assert.equal(await connection.firstByte(), "h".charCodeAt(0));
});

Deno.test("LineConnection.firstByte may still wait when the lines are read", async () => {
  const { connection, transport } = startConnection();
  const first = connection.firstByte();
  const lines = allLines(connection);
  transport.sends("hello\n");
  transport.ends();
  assert.equal(await first, "h".charCodeAt(0));
  assert.deepEqual(await lines, ["hello"]);
});

Deno.test("LineConnection.firstByte is undefined when the peer says nothing", async () => {
  for (const leave of ["ends", "resets"] as const) {
    const { connection, transport } = startConnection();
    const first = connection.firstByte();
    transport[leave]();
    assert.equal(await first, undefined);
  }
});

Deno.test("LineConnection answers telnet, whose bytes are no line's and not the first", async () => {
  const { connection, transport } = startConnection();
  transport.sends(Uint8Array.of(255, 253, 3, 255, 251, 31));
  transport.sends("alice\r\0");
  assert.equal(await connection.firstByte(), "a".charCodeAt(0));
  assert.deepEqual(await nextLine(connection), { kind: "text", text: "alice" });
  assert.equal(transport.taken, new TextDecoder().decode(Uint8Array.of(255, 252, 3, 255, 254, 31)));
});

Deno.test("LineConnection turns a 0xFF at the very end into U+FFFD", async () => {
  const { connection, transport } = startConnection();
  transport.sends(Uint8Array.of(97, 255));
  transport.ends();
  assert.deepEqual(await allLines(connection), ["a\uFFFD"]);
});

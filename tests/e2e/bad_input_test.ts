// Whatever bytes a client sends, the others notice nothing and the server goes on.

import assert from "node:assert/strict";
import { sanitise } from "../../lib/domain/text.ts";
import type { ChatClient } from "../support/chat_client.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const encoder = new TextEncoder();
const NEWLINE = 10;
const TOO_LONG = "! That line is over 4,096 bytes and was left out. Send it in parts.";

/** The bystander has heard nothing since its last fence, and newcomers can still talk to it. */
async function assertUnharmed(app: TestApp, bystander: ChatClient): Promise<void> {
  assert.deepEqual(await bystander.fence(), []);
  const newcomer = await app.script("newcomer");
  await newcomer.send("hello");
  await bystander.expect(`${STAMP}[system]: newcomer joined the chat`, `${STAMP}[newcomer]: hello`);
}

/** Sends `bytes` over a connection of its own, ends it, and waits until the server has taken and answered it all. */
async function visit(app: TestApp, bytes: Uint8Array): Promise<string> {
  const client = await app.connect();
  const [, received] = await Promise.all([
    client.sendBytes(bytes).then(() => client.closeWrite()),
    client.rest(),
  ]);
  return received;
}

/** Lines of 300 bytes that look random and are the same in every run. */
function noise(lines: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: lines * 301 }, (_, index) => {
    if (index % 301 === 300) return NEWLINE;
    do state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0; while ((state >>> 16 & 0xff) === NEWLINE);
    return state >>> 16;
  });
}

Deno.test("a line of 64 MB is refused once, before its end, skipped without being kept, and life goes on", async () => {
  await using app = await TestApp.start();
  const [mallory, bob] = await app.scripts("mallory", "bob");
  await mallory.sendBytes(encoder.encode("x".repeat(4097)));
  await mallory.expect(TOO_LONG);
  const part = encoder.encode("x".repeat(65_536));
  const before = memory();
  let most = 0;
  for (let sent = 0; sent < 64 * 1024 * 1024; sent += part.length) {
    await mallory.sendBytes(part);
    most = Math.max(most, memory() - before);
  }
  assert.ok(most < 16 * 1024 * 1024, `${most} bytes more were in use`);
  await mallory.send("", "hello");
  await bob.expect(`${STAMP}[mallory]: hello`);
  assert.deepEqual(await mallory.fence(), []);
  await assertUnharmed(app, bob);
});

/** Bytes in use by this thread, in which the server runs too. */
function memory(): number {
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}

Deno.test("a name of 10 MB is refused like any long line, and a short one may follow", async () => {
  await using app = await TestApp.start();
  const bob = await app.script("bob");
  const received = await visit(app, encoder.encode(`${"x".repeat(10_000_000)}\nalice\n/quit\n`));
  assert.equal(received, `${TOO_LONG}\n${STAMP}[system]: bob joined the chat\nGoodbye!\n`);
  await bob.expect(
    `${STAMP}[system]: alice joined the chat`,
    `${STAMP}[system]: alice has left our chat...`,
  );
  await assertUnharmed(app, bob);
});

/** What is sent, and what everybody is shown of it. */
const HOSTILE_LINES: readonly (readonly [sent: string | readonly number[], shown: string])[] = [
  ["\u001b[31mred\u001b[0m", "red"],
  ["title\u001b]0;gone\u0007!", "title!"],
  ["clear\u001b[2J\u001b[H", "clear"],
  ["an open \u001b[", "an open"],
  ["C1 \u009b31mred", "C1 red"],
  ["NUL\u0000 in\u0000side", "NUL inside"],
  ["bell\u0007, back\b\bspace and \u007fdelete", "bell, backspace and delete"],
  ["tab\there", "tab here"],
  ["[2024-10-12 15:13:02]\r[bob]: forged", "[2024-10-12 15:13:02] [bob]: forged"],
  ["bidi \u202egnp.exe\u202c \u2066x\u2069", "bidi gnp.exe x"],
  ["line\u2028separator", "line separator"],
  [[0x61, 0xff, 0x62], "a\ufffdb"],
  [[0x61, 0xc0, 0x80, 0x62], "a\ufffd\ufffdb"],
  [[0x61, 0xed, 0xa0, 0x80, 0x62], "a\ufffd\ufffd\ufffdb"],
  [[0x61, 0xf0, 0x9f, 0x8e], "a\ufffd"],
];

Deno.test("control bytes and broken UTF-8 arrive clean, are stored clean and are replayed clean", async () => {
  await using app = await TestApp.start();
  const [mallory, bob] = await app.scripts("mallory", "bob");
  const clean = HOSTILE_LINES.map(([, shown]) => `${STAMP}[mallory]: ${shown}`);
  for (const [index, [sent]] of HOSTILE_LINES.entries()) {
    await mallory.sendBytes(typeof sent === "string" ? encoder.encode(sent) : Uint8Array.from(sent));
    await mallory.send("");
    await bob.expect(clean[index] ?? "");
  }
  assert.deepEqual(await mallory.fence(), []);
  assert.deepEqual(app.log().slice(-clean.length), clean);
  const { shown } = await app.enter("carol");
  assert.deepEqual(shown.slice(-clean.length), clean);
});

Deno.test("a line of nothing but control bytes is refused and not sent", async () => {
  await using app = await TestApp.start();
  const [mallory, bob] = await app.scripts("mallory", "bob");
  await mallory.send("\u0000\u0000", "\u001b[2J", "\u202e");
  const refusals = await mallory.fence();
  assert.equal(refusals.length, 3);
  for (const refusal of refusals) assert.match(refusal, /^! That line holds nothing that can be shown/);
  await assertUnharmed(app, bob);
});

for (
  const [what, name] of [
    ["an escape sequence", "\u001b[31malice\u001b[0m"],
    ["a C1 sequence", "\u009b31malice"],
    ["a NUL", "al\u0000ice"],
    ["a bidi control", "\u202ealice"],
  ] as const
) {
  Deno.test(`a name with ${what} is refused`, async () => {
    await using app = await TestApp.start();
    const bob = await app.script("bob");
    const received = await visit(app, encoder.encode(`${name}\n`));
    assert.match(received, /^! A name has only letters .*\n$/);
    await assertUnharmed(app, bob);
  });
}

Deno.test("a name that is no UTF-8 is refused", async () => {
  await using app = await TestApp.start();
  const bob = await app.script("bob");
  const received = await visit(app, Uint8Array.of(0x61, 0xc3, 0x28, 0x62, 0x0a));
  assert.match(received, /^! A name has only letters .*\n$/);
  await assertUnharmed(app, bob);
});

Deno.test("characters that come in single bytes are put together again, and half lines are not mixed", async () => {
  await using app = await TestApp.start();
  const [alice, mallory, bob] = await app.scripts("alice", "mallory", "bob");
  const text = "grüße aus 東京 🎉";
  for (const byte of encoder.encode(text)) {
    await alice.sendBytes(Uint8Array.of(byte));
    await mallory.sendBytes(Uint8Array.of(byte));
  }
  assert.deepEqual(await bob.fence(), []);
  await mallory.send("");
  await bob.expect(`${STAMP}[mallory]: ${text}`);
  await alice.send("!");
  await bob.expect(`${STAMP}[alice]: ${text}!`);
});

Deno.test("telnet's opening bytes are no text and no name, in any split", async () => {
  await using app = await TestApp.start();
  const [bob] = await app.scripts("bob");
  const opening = [255, 251, 24, 255, 251, 31, 255, 253, 3, 255, 250, 31, 0, 80, 0, 24, 255, 240];
  const alice = await app.connect();
  for (const byte of opening) await alice.sendBytes(Uint8Array.of(byte));
  await alice.sendBytes(encoder.encode("alice\r\nhello\r\n"));
  await bob.expect(`${STAMP}[system]: alice joined the chat`, `${STAMP}[alice]: hello`);
  await assertUnharmed(app, bob);
});

Deno.test("a flood of noise before a login harms nobody", async () => {
  await using app = await TestApp.start();
  const bob = await app.script("bob");
  await visit(app, noise(3000));
  await assertUnharmed(app, bob);
});

Deno.test("a flood of noise after a login reaches the others as clean lines", async () => {
  await using app = await TestApp.start();
  const [mallory, bob] = await app.scripts("mallory", "bob");
  await mallory.sendBytes(noise(1000));
  // What looks like the start of a telnet option swallows at most 1,024 bytes.
  await mallory.send(...Array<string>(1100).fill(""), "the end");
  let lines = 0;
  for (let line = ""; line !== `${STAMP}[mallory]: the end`; lines++) {
    line = await bob.line();
    assert.ok(line.startsWith(`${STAMP}[mallory]: `), line);
    assert.equal(line, sanitise(line));
  }
  assert.ok(lines > 500, `${lines} lines`);
  await assertUnharmed(app, bob);
});

for (
  const [what, sent] of [
    ["nothing", ""],
    ["a blank line", "\n"],
    ["half a line that is no name", "/qui"],
    ["an empty object", "{}\n"],
    ["an object without text", '{"body":""}\n{"body":5}\n{"body":null}\n'],
    ["5,000 objects", '{"sender":"mallory","receiver":"bob","body":"hey"}\n'.repeat(5000)],
    ["deep JSON", `${"[".repeat(4000)}\n${'{"body":'.repeat(500)}\n`],
    ["commands before a name", "/START\n/msg bob hey\n/help\n/users\n"],
    ["an HTTP probe", "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n"],
    ["a TLS hello", "\u0016\u0003\u0001\u0002\u0000\u0001"],
  ] as const
) {
  Deno.test(`a client that sends ${what} and ends harms nobody`, async () => {
    await using app = await TestApp.start();
    const bob = await app.script("bob");
    await visit(app, encoder.encode(sent));
    await assertUnharmed(app, bob);
  });
}

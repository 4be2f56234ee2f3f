// Clients that speak telnet, and nc beside them: the width of help, hidden passwords, line ends.

import assert from "node:assert/strict";
import type { ChatClient } from "../support/chat_client.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const IAC = "\xff", SB = "\xfa", SE = "\xf0", WILL = "\xfb", WONT = "\xfc", DO = "\xfd", DONT = "\xfe";
const ECHO = "\x01", SUPPRESS_GO_AHEAD = "\x03", NAWS = "\x1f";
/** How telnet sends Enter. */
const ENTER = "\r\0";
const PASSWORD = "correct-horse";

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** The bytes of a text as packets of their own. */
async function sendSplit(client: ChatClient, text: string): Promise<void> {
  for (const byte of latin1(text)) await client.sendBytes(Uint8Array.of(byte));
}

/** What tells a window of so many columns. */
function told(columns: number): string {
  return `${IAC}${SB}${NAWS}${String.fromCharCode(columns >> 8, columns & 255)}\0\x18${IAC}${SE}`;
}

/** Somebody at the prompt, with a telnet client that has told how wide its window is. */
async function telnetPerson(app: TestApp, columns: number): Promise<ChatClient> {
  const client = await app.connect({ encoding: "latin1" });
  await sendSplit(client, `${IAC}${WILL}${NAWS}${IAC}${DO}${SUPPRESS_GO_AHEAD}`);
  assert.equal(
    await client.expectText(`${IAC}${WONT}${SUPPRESS_GO_AHEAD}`),
    `${IAC}${DO}${NAWS}`,
    "the size is welcome, and nothing else is",
  );
  await sendSplit(client, told(columns));
  await keepSilent(app);
  await client.expectText("[ENTER YOUR NAME]: ");
  return client;
}

/** Lets the silence pass after which a client is a person. */
async function keepSilent(app: TestApp): Promise<void> {
  await app.clock.whenArmed(200);
  app.clock.advance(200);
}

/** Registers alice, who then leaves. */
async function registerAlice(app: TestApp): Promise<void> {
  const alice = await app.script("alice");
  await alice.ask(`/register ${PASSWORD}`);
  await alice.send("/quit");
  await alice.rest();
}

Deno.test("a telnet client gets help that fits its window, also after the window has changed", async () => {
  await using app = await TestApp.start();
  const bob = await app.script("bob");
  const words = (await bob.ask("/help")).join(" ").split(/ +/);
  const alice = await telnetPerson(app, 50);
  await sendSplit(alice, `alice${ENTER}/theme plain${ENTER}/ping${ENTER}`);
  await alice.expectText("pong\n");
  for (const columns of [50, 72, 90]) {
    await sendSplit(alice, `${told(columns)}/help${ENTER}`);
    const lines = await alice.fence();
    const widest = Math.max(...lines.map((line) => line.length));
    assert.ok(widest <= columns && widest > columns - 15, `${widest} of ${columns}`);
    assert.deepEqual(lines.join(" ").split(/ +/), words);
  }
});

Deno.test("a telnet client's Enter ends a line, however it is cut into packets", async () => {
  await using app = await TestApp.start();
  const bob = await app.script("bob");
  const alice = await telnetPerson(app, 80);
  await sendSplit(alice, `alice${ENTER}one${ENTER}two\r\n`);
  await alice.sendBytes(latin1(`three${ENTER}four${ENTER}`));
  await bob.expect(`${STAMP}[system]: alice joined the chat`);
  for (const text of ["one", "two", "three", "four"]) await bob.expect(`${STAMP}[alice]: ${text}`);
});

Deno.test("a telnet client hides a password and shows again what follows it", async () => {
  await using app = await TestApp.start({ settings: { history: 0 } });
  await registerAlice(app);
  const alice = await telnetPerson(app, 80);
  await sendSplit(alice, `alice${ENTER}`);
  await alice.expectText(`[PASSWORD]: ${IAC}${WILL}${ECHO}`);
  await sendSplit(alice, `${IAC}${DO}${ECHO}wrong${ENTER}`);
  const between = await alice.expectText(`[PASSWORD]: ${IAC}${WILL}${ECHO}`);
  assert.ok(between.startsWith(`${IAC}${WONT}${ECHO}\r\n`), "the refusal stands on a line of its own");
  await sendSplit(alice, `${IAC}${DONT}${ECHO}${IAC}${DO}${ECHO}${PASSWORD}${ENTER}`);
  assert.equal(await alice.expectText(`${IAC}${WONT}${ECHO}\r\n`), "");
  await sendSplit(alice, `${IAC}${DONT}${ECHO}/quit${ENTER}`);
  const rest = await alice.rest();
  assert.match(rest, /Hello .*alice/);
  assert.doesNotMatch(rest, /\xff/);
});

Deno.test("nc users see no byte of telnet and help as it is, whoever else is there", async () => {
  await using app = await TestApp.start({ settings: { history: 0 } });
  await registerAlice(app);
  const bob = await telnetPerson(app, 50);
  await sendSplit(bob, `bob${ENTER}`);
  const alice = await app.connect({ encoding: "latin1" });
  await keepSilent(app);
  await alice.send("alice", "wrong", PASSWORD, "/theme plain", "/help");
  const shown = await alice.fence();
  assert.ok(Math.max(...shown.map((line) => line.length)) > 70, "help is not wrapped");
  await sendSplit(bob, `hello${ENTER}`);
  await alice.expectText("[bob]: hello\n");
  await alice.send("/quit");
  assert.doesNotMatch(shown.join("\n") + await alice.rest(), /\xff/);
});

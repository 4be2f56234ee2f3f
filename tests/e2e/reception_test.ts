// The first moments: who gets a prompt, which names are refused, and who is no chat client.

import assert from "node:assert/strict";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const PROMPT = "[ENTER YOUR NAME]: ";
const encoder = new TextEncoder();

Deno.test("a client that keeps silent for 200 ms gets a banner and the prompt", async () => {
  await using app = await TestApp.start();
  const client = await app.connect();
  await app.clock.whenArmed(200);
  app.clock.advance(200);
  const banner = await client.expectText(PROMPT);
  assert.match(banner, /P a r l e y/);
  assert.ok(banner.endsWith("\n"), "the prompt stands on a line of its own");
});

Deno.test("a client that speaks after 199 ms gets neither banner nor prompt", async () => {
  await using app = await TestApp.start({ settings: { history: 0 } });
  await app.script("bob");
  const client = await app.connect();
  await app.clock.whenArmed(200);
  app.clock.advance(199);
  await client.send("alice");
  assert.deepEqual(await client.fence(), []);
});

const REFUSED: readonly (readonly [why: string, name: string, refusal: RegExp])[] = [
  ["that is empty", "", /A name is needed: 2 to 20 /],
  ["that is too short", "x", /too short: 2 to 20 characters/],
  ["that is too long", "abcdefghijklmnopqrstu", /too long: 2 to 20 characters/],
  ["with a space", "al ice", /only letters A-Z and a-z, digits, _ and -/],
  ["with a letter beyond A to Z", "zoë", /only letters A-Z and a-z, digits, _ and -/],
  ["that is in use", "bob", /bob is here already\. Try another/],
  ["that is in use in another case", "BOB", /bob is here already\. Try another/],
  ["that looks like another", "b0b", /looks like bob, which is taken\. Try another/],
  ["that sounds like the server", "Server", /Server is reserved\. Try another/],
  ["that sounds like the system", "system", /system is reserved\. Try another/],
  ["that looks like a reserved one", "systern", /systern is reserved\. Try another/],
  ["that is a command's", "whois", /whois is reserved\. Try another/],
  ["that is a command's second word", "commands", /commands is reserved\. Try another/],
];
for (const [why, name, refusal] of REFUSED) {
  Deno.test(`a name ${why} is refused in one line and asked for again`, async () => {
    await using app = await TestApp.start();
    const bob = await app.script("bob");
    const client = await app.person();
    await client.send(name);
    const answer = await client.expectText(PROMPT);
    assert.match(answer, refusal);
    assert.match(answer, /^[^\n]*! [^\n]*\n$/);
    await client.send("alice");
    await bob.expect(`${STAMP}[system]: alice joined the chat`);
  });
}

Deno.test("a script whose name is refused gets one line and no prompt, and may go on", async () => {
  await using app = await TestApp.start({ settings: { history: 0 } });
  await app.script("bob");
  const client = await app.connect();
  await client.send("x", "alice", "/ping");
  await client.expect("! That name is too short: 2 to 20 characters.", "pong");
});

Deno.test("a name has 20 characters at most and 2 at least", async () => {
  await using app = await TestApp.start();
  const [first] = await app.scripts("A2345678901234567-_b", "Zz");
  await first.send("/users");
  await first.expect("2 people in general:", /A2345678901234567-_b$/, /Zz$/);
});

Deno.test("a name in another case is the same user, shown as first written", async () => {
  await using app = await TestApp.start();
  const [bob, alice] = await app.scripts("bob", "Alice");
  await alice.send("/quit");
  await bob.expect(`${STAMP}[system]: Alice has left our chat...`);
  const again = await app.script("aLICE");
  await again.send("hello");
  await bob.expect(`${STAMP}[system]: Alice joined the chat`, `${STAMP}[Alice]: hello`);
  await bob.send("/users all");
  await bob.expect("bob <ONLINE> in general", "Alice <ONLINE> in general");
});

Deno.test("/quit is a way out of the prompt", async () => {
  await using app = await TestApp.start();
  const client = await app.person();
  await client.send("/quit");
  assert.equal(await client.rest(), "Goodbye!\n");
});

for (const [when, connect] of [["at the prompt", "person"], ["without a word", "connect"]] as const) {
  Deno.test(`a client that ends ${when} is let go, and nobody hears of it`, async () => {
    await using app = await TestApp.start();
    const bob = await app.script("bob");
    const client = await app[connect]();
    await client.closeWrite();
    assert.equal(await client.rest(), "");
    assert.deepEqual(await bob.fence(), []);
  });
}

Deno.test("an HTTP request gets one helpful answer and the end of the connection", async () => {
  await using app = await TestApp.start();
  const client = await app.connect();
  await client.sendBytes(encoder.encode("GET / HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n"));
  const [head, body] = (await client.rest()).split("\r\n\r\n");
  assert.match(head ?? "", /^HTTP\/1\.1 400 Bad Request\r\n/);
  assert.match(body ?? "", /^This is a chat server, .* nc <host> <port>\n$/);
});

Deno.test("a TLS hello on the plain port is closed without a word", async () => {
  await using app = await TestApp.start();
  const client = await app.connect();
  await client.sendBytes(Uint8Array.of(0x16, 0x03, 0x01, 0x00, 0x05, 0x01, 0x00, 0x00, 0x01, 0x03));
  assert.equal(await client.rest(), "");
});

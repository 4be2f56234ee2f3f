// Names of one's own: registered, asked for their password, changed, and kept with all that belongs to them.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const PASSWORD = "correct-horse";
const NAME_PROMPT = "[ENTER YOUR NAME]: ";
const PASSWORD_PROMPT = "[PASSWORD]: ";
const ASKED = "! alice is registered. Give its password, or an empty line for another name.";
const TAKEN_OVER = "! You logged in elsewhere, so this session is over.";
const WRONG = "! Wrong name or password. A name that is not registered needs no password.";

/** olga is the operator; alice has registered her name and has gone. */
async function withAlice(app: TestApp) {
  const [olga, alice] = await app.scripts("olga", "alice");
  assert.deepEqual(await alice.ask(`/register ${PASSWORD}`), [
    "alice is yours now: the password is asked for at the next login.",
  ]);
  await alice.send("/quit");
  await alice.rest();
  await olga.fence();
  return olga;
}

Deno.test("a registered name is given to whoever knows its password", async () => {
  await using app = await TestApp.start({ settings: { history: 0 } });
  const olga = await withAlice(app);
  const { shown } = await app.enter("ALICE", { password: PASSWORD });
  assert.deepEqual(shown, [ASKED]);
  await olga.expect(`${STAMP}[system]: alice joined the chat`);
});

Deno.test("a registered name is not given to anybody else, and nobody hears of the try", async () => {
  await using app = await TestApp.start();
  const olga = await withAlice(app);
  const client = await app.connect();
  await client.send("alice", "Correct-Horse");
  await client.expect(ASKED, WRONG);
  assert.deepEqual(await olga.fence(), []);
});

Deno.test("a person is asked for the password at a prompt, and an empty line leads back to the name", async () => {
  await using app = await TestApp.start();
  const olga = await withAlice(app);
  const client = await app.person();
  await client.send("alice");
  assert.ok((await client.expectText(PASSWORD_PROMPT)).includes(ASKED));
  await client.send("");
  await client.expectText(NAME_PROMPT);
  await client.send("bob");
  await olga.expect(`${STAMP}[system]: bob joined the chat`);
});

Deno.test("/quit is a way out of the prompt for the password", async () => {
  await using app = await TestApp.start();
  await withAlice(app);
  const client = await app.person();
  await client.send("alice");
  await client.expectText(PASSWORD_PROMPT);
  await client.send("/quit");
  assert.equal(await client.rest(), "Goodbye!\n");
});

Deno.test("a telnet client is told to hide the password, and nothing else", async () => {
  await using app = await TestApp.start();
  const olga = await withAlice(app);
  const [willEcho, wontEcho] = ["\xff\xfb\x01", "\xff\xfc\x01\r\n"];
  const client = await app.person({ encoding: "latin1" });
  // It offers its window's size, as telnet clients do, and agrees later.
  await client.sendBytes(Uint8Array.of(0xff, 0xfb, 31));
  await client.send("x\r");
  await client.expectText(NAME_PROMPT);
  await client.send("alice\r");
  assert.ok(!(await client.expectText(PASSWORD_PROMPT)).includes(willEcho));
  assert.equal(await client.expectText(willEcho), "");
  await client.sendBytes(Uint8Array.of(0xff, 0xfd, 1));
  await client.send(`${PASSWORD}\r`);
  assert.equal(await client.expectText(wontEcho), "");
  await olga.expect(`${STAMP}[system]: alice joined the chat`);
});

Deno.test("a client that speaks no telnet sees no byte of it around the password", async () => {
  await using app = await TestApp.start();
  await withAlice(app);
  const client = await app.person({ encoding: "latin1" });
  await client.send("alice", "wrong", PASSWORD, "/quit");
  assert.doesNotMatch(await client.rest(), /\xff/);
});

const REFUSED: readonly (readonly [typed: string, refusal: RegExp])[] = [
  ["/register", /^! Usage: \/register <password> - for example: \/register /],
  ["/register correct horse", /^! Usage: \/register <password> /],
  ["/register 1234567", /^! That password is too short: 8 to 128 characters\.$/],
  [`/register ${"x".repeat(129)}`, /^! That password is too long: 8 to 128 characters\.$/],
];
for (const [typed, refusal] of REFUSED) {
  Deno.test(`${typed.slice(0, 25)} is refused, and the name stays a guest's`, async () => {
    await using app = await TestApp.start();
    const [, alice] = await app.scripts("olga", "alice");
    const [answer = "", ...whois] = await alice.ask(typed, "/whois alice");
    assert.match(answer, refusal);
    assert.ok(whois.includes("  role       guest"));
  });
}

Deno.test("a name is registered once", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  await alice.ask(`/register ${PASSWORD}`);
  assert.deepEqual(await alice.ask("/register another-one"), [
    "! alice is registered. /password <old> <new> changes the password.",
  ]);
});

Deno.test("/password replaces the old password by the new", async () => {
  await using app = await TestApp.start({ settings: { history: 0 } });
  await withAlice(app);
  const alice = await app.script("alice", { password: PASSWORD });
  assert.deepEqual(await alice.ask(`/password ${PASSWORD} new-staple`), ["Your password is changed."]);
  const client = await app.connect();
  await client.send("alice", PASSWORD, "new-staple", "/ping");
  await client.expect(ASKED, WRONG, "pong");
});

Deno.test("/password changes nothing when the old one is wrong or the new one is none", async () => {
  await using app = await TestApp.start({ settings: { history: 0 } });
  await withAlice(app);
  const alice = await app.script("alice", { password: PASSWORD });
  assert.deepEqual(await alice.ask("/password wrong-one new-staple", `/password ${PASSWORD} short`), [
    "! The old password is wrong. Nothing was changed.",
    "! That password is too short: 8 to 128 characters.",
  ]);
  assert.deepEqual((await app.enter("alice", { password: PASSWORD })).shown, [ASKED]);
});

Deno.test("a guest has no password to change", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  assert.deepEqual(await alice.ask("/password correct-horse new-staple"), [
    "! alice is not registered. /register <password> makes it yours.",
  ]);
});

Deno.test("a password is hashed anew at a login after the parameters have risen", async () => {
  await using app = await TestApp.start();
  await withAlice(app);
  await using again = await app.afterCrash({ passwordCost: { ln: 2, p: 1 } });
  using database = new DatabaseSync(`${again.data}/parley.db`, { readOnly: true });
  const stored = database.prepare("SELECT password_hash AS hash FROM users WHERE name = 'alice'");
  const hash = () => String(stored.get()?.["hash"]);
  assert.match(hash(), /^\$scrypt\$ln=1,/);
  const alice = await again.script("alice", { password: PASSWORD });
  // Nobody is told when it is done; in each round trip the server works on.
  for (let trips = 0; trips < 1000 && hash().startsWith("$scrypt$ln=1,"); trips++) await alice.fence();
  assert.match(hash(), /^\$scrypt\$ln=2,/);
  assert.equal((await again.enter("alice", { password: PASSWORD })).shown[0], ASKED);
  await alice.expect(TAKEN_OVER);
});

Deno.test("nobody waits while a password is hashed at its real cost", async () => {
  await using app = await TestApp.start({ passwordCost: { ln: 14, p: 5 } });
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send(`/register ${PASSWORD}`, `/password ${PASSWORD} new-staple`);
  const registered = alice.line();
  const first = await Promise.race([registered.then(() => "alice"), bob.fence().then(() => "bob")]);
  assert.equal(first, "bob");
  assert.match(await registered, /^alice is yours now/);
  await alice.expect("Your password is changed.");
});

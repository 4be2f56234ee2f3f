// Programs of the login dialect: how they speak, and what keeps them alive.

import assert from "node:assert/strict";
import { TestApp } from "../support/start_app.ts";
import { type Cast, play, transcripts, TWO } from "../support/transcript.ts";

const CAST: Cast = { alice: "login", bob: "login", carol: "login", again: "login" };
const BOTH = TWO.login;

transcripts("login dialect", CAST, {
  "LOGIN answers OK, others learn of it, and nothing is replayed": BOTH,

  "MSG reaches the others and is not answered": `${BOTH}
    alice > MSG hi everyone!
    bob   < MSG alice hi everyone!`,

  "MSG keeps spaces within a text, and drops those at its end": `${BOTH}
    alice > MSG   if (a)  b
    bob   < MSG alice   if (a)  b`,

  "MSG says text that looks like a command": `${BOTH}
    alice > MSG /quit
    bob   < MSG alice /quit`,

  "verbs may be in any case": `
    alice > login alice
    alice < OK
    alice > who
    alice < USER alice
    alice > Ping
    alice < PONG`,

  "MSG and DM without a text are refused": `${BOTH}
    alice > MSG
    alice < ERR usage MSG <text> …
    alice > DM
    alice < ERR usage DM <user> <text> …
    alice > DM bob
    alice < ERR usage DM <user> <text> …`,

  "DM reaches its reader and is not answered": `${BOTH}
    alice > DM bob psst,  bob
    bob   < DM alice psst,  bob
    bob   > REPLY yes?
    bob   < OK
    alice < DM bob yes?`,

  "DM to nobody who was ever here is refused": `${BOTH}
    alice > DM dave hey
    alice < ERR user-not-found
    alice > DM d!ve hey
    alice < ERR user-not-found`,

  "DM to somebody who is away is queued, and comes after the next OK": `${BOTH}
    bob   > QUIT
    bob   < OK
    bob   |
    alice < INFO bob disconnected
    alice > DM bob one
    alice < INFO queued for bob
    alice > DM BOB two
    alice < INFO queued for bob
    alice > MSG nobody hears this
    bob   > LOGIN bob
    bob   < OK
    bob   < DM alice one
    bob   < DM alice two
    alice < INFO bob connected
    bob   > QUIT
    bob   < OK
    bob   |
    alice < INFO bob disconnected
    bob   > LOGIN bob
    bob   < OK
    alice < INFO bob connected`,

  "WHO lists who is in the lobby, by name": `${BOTH}
    bob   > WHO
    bob   < USER alice
    bob   < USER bob`,

  "the first line may come with spaces around it, and blank lines mean nothing": `
    alice > LOGIN   alice
    alice < OK
    alice >
    alice >    PING
    alice < PONG`,

  "anything else is refused": `${BOTH}
    alice > hello
    alice < ERR unknown-cmd
    alice > /quit
    alice < ERR unknown-cmd
    alice > MSGhello
    alice < ERR unknown-cmd`,

  "ME and TAG speak in a form of their own": `${BOTH}
    alice > ME waves
    alice < OK
    bob   < MSG alice * waves
    alice > TAG bob look
    alice < OK
    bob   < MSG alice @bob look
    bob   < INFO alice tagged you`,

  "speech to a conversation goes to one user until STOP": `${BOTH}
    carol > LOGIN carol
    carol < OK
    alice < INFO carol connected
    bob   < INFO carol connected
    alice > START bob
    alice < OK
    alice < INFO You are talking to bob alone now. …
    alice > MSG between us
    bob   < DM alice between us
    alice > STOP
    alice < OK
    alice < INFO You are talking to general again.
    alice > MSG to all
    bob   < MSG alice to all
    carol < MSG alice to all`,

  "a session that is silent for 60 s ends with one line": `${BOTH}
    30 s
    alice > PING
    alice < PONG
    30 s
    bob   < INFO disconnected due to inactivity
    bob   |
    alice < INFO bob disconnected
    30 s
    alice < INFO disconnected due to inactivity
    alice |`,

  "receiving is no sign of life, sending is": `${BOTH}
    59 s
    alice > MSG hi
    bob   < MSG alice hi
    1 s
    bob   < INFO disconnected due to inactivity
    bob   |
    alice < INFO bob disconnected`,
});

Deno.test("login dialect: the same on a port of its own, where the server keeps silent until LOGIN", async () => {
  await using app = await TestApp.start({ settings: { loginPort: 0 } });
  const silent = await app.connectTo("login");
  // Whoever is silent on the port for everybody is greeted after 200 ms; here no such clock runs.
  await play(app, CAST, BOTH, () => app.connectTo("login"));
  assert.ok(!app.clock.armed.includes(200));
  app.clock.advance(1000);
  await silent.send("LOGIN carol");
  await silent.expect("OK");
});

Deno.test("login dialect: on its own port there is no other", async () => {
  await using app = await TestApp.start({ settings: { loginPort: 0 } });
  const client = await app.connectTo("login");
  await client.send("alice", '{"body":"/login alice"}', "LOGIN alice");
  await client.expect(/^ERR not-logged-in /, /^ERR not-logged-in /, "OK");
});

Deno.test("login dialect: whoever finds the server full is told in the words of the port", async () => {
  await using app = await TestApp.start({ settings: { loginPort: 0, maxConnections: 1 } });
  await app.connectTo("login");
  const client = await app.connectTo("login");
  assert.match(await client.rest(), /^ERR busy This server is full\. .*\n$/);
});

Deno.test("login dialect: lines sent ahead are answered in order, a last one without its end too", async () => {
  await using app = await TestApp.start();
  const client = await app.connect();
  await client.sendBytes(new TextEncoder().encode("LOGIN pipe\r\nMSG first\r\nPING\r\nWHO"));
  await client.closeWrite();
  assert.equal(await client.rest(), "OK\nPONG\nUSER pipe\n");
});

Deno.test("login dialect: a line over 4,096 bytes is refused, and the connection lives on", async () => {
  await using app = await TestApp.start();
  const client = await app.connect();
  await client.send("LOGIN alice", `MSG ${"x".repeat(5000)}`, "PING");
  await client.expect("OK", /^ERR line-too-long /, "PONG");
});

Deno.test("login dialect: no control character goes through", async () => {
  await using app = await TestApp.start();
  await play(
    app,
    CAST,
    `${BOTH}
    alice > MSG \u001b[31mred\u0007\u009b2J
    bob   < MSG alice red`,
  );
});

// Programs of the login dialect: commands by their names, and the data lines that answer them.

import assert from "node:assert/strict";
import { commands } from "../../lib/commands/commands.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";
import { type Cast, transcripts, TWO } from "../support/transcript.ts";

const CAST: Cast = { alice: "login", bob: "login", carol: "login", again: "login" };
const BOTH = TWO.login;
const TIME = STAMP.slice(1, -1);

transcripts("login dialect", CAST, {
  "lobbies are made, listed, entered and left": `${BOTH}
    alice > CREATE gaming no-pass games and more
    alice < OK
    alice < INFO Created public lobby gaming. …
    alice > JOIN gaming
    alice < INFO you are in gaming
    alice < OK
    bob   < INFO alice left the lobby
    bob   > LOBBIES
    bob   < OK
    bob   < LOBBY general 1 public default - Everybody starts here.
    bob   < LOBBY gaming 1 public default alice games and more
    bob   > JOIN nowhere
    bob   < ERR lobby-not-found There is no lobby nowhere. …
    bob   > JOIN gaming
    bob   < INFO you are in gaming
    bob   < OK
    alice < INFO bob joined the lobby
    bob   > MSG hi
    alice < MSG bob hi
    bob   > LEAVE
    bob   < INFO you are in general
    bob   < OK
    alice < INFO bob left the lobby`,

  "a private lobby takes its password, and nobody outside is told who is in it": `${BOTH}
    alice > CREATE cave open-sesame a dark place
    alice < OK
    alice < INFO Created private lobby cave. …
    alice > JOIN cave
    alice < INFO you are in cave
    alice < OK
    bob   < INFO alice left the lobby
    bob   > JOIN cave
    bob   < ERR bad-lobby-password …
    bob   > LOBBIES
    bob   < OK
    bob   < LOBBY general 1 public default - Everybody starts here.
    bob   < LOBBY cave 1 private default alice a dark place
    bob   > USERS ALL
    bob   < OK
    bob   < USER alice ONLINE -
    bob   < USER bob ONLINE general
    bob   > JOIN cave open-sesame
    bob   < INFO you are in cave
    bob   < OK
    alice < INFO bob joined the lobby`,

  "whoever is sent out of a lobby is told where it is now": `${BOTH}
    bob   > CREATE cave no-pass a dark place
    bob   < OK
    bob   < INFO Created …
    bob   > JOIN cave
    bob   < INFO you are in cave
    bob   < OK
    alice < INFO bob left the lobby
    alice > JOIN cave
    alice < INFO you are in cave
    alice < OK
    bob   < INFO alice joined the lobby
    carol > LOGIN carol
    carol < OK
    carol > JOIN cave
    carol < INFO you are in cave
    carol < OK
    alice < INFO carol joined the lobby
    bob   < INFO carol joined the lobby
    bob   > KICK carol
    alice < INFO carol was kicked by bob…
    carol < INFO carol was kicked by bob…
    carol < INFO You were kicked from cave by bob…
    carol < INFO you are in general
    alice < INFO carol left the lobby
    bob   < INFO carol left the lobby
    bob   < OK
    bob   < INFO carol was sent out of cave…`,

  "HISTORY and SEARCH number their events": `
    alice > LOGIN alice
    alice < OK
    alice > MSG one fish
    alice > MSG two fish
    alice > HISTORY 2
    alice < OK
    alice < EVENT 2 ${STAMP}[alice]: one fish
    alice < EVENT 3 ${STAMP}[alice]: two fish
    alice < MORE HISTORY 2 BEFORE 2
    alice > HISTORY 2 BEFORE 2
    alice < OK
    alice < EVENT 1 ${STAMP}[system]: alice joined the chat
    alice > SEARCH two
    alice < OK
    alice < MATCH 3 ${STAMP}[alice]: two fish
    alice > SEARCH three
    alice < OK`,

  "USERS, WHOIS, STATS and TIME answer in data lines": `${BOTH}
    bob   > QUIT
    bob   < OK
    bob   |
    alice < INFO bob disconnected
    alice > USERS
    alice < OK
    alice < USER alice
    alice > USERS all
    alice < OK
    alice < USER alice ONLINE general
    alice < USER bob OFFLINE ${TIME}
    alice > WHOIS bob
    alice < OK
    alice < USER bob OFFLINE
    alice < ROLE guest
    alice < LOBBY -
    alice < SINCE ${TIME}
    alice < SEEN ${TIME}
    alice > STATS
    alice < OK
    alice < STATS alice 0 ${TIME}
    alice > TIME
    alice < OK
    alice < TIME ${TIME}`,

  "HELP names commands by the dialect's verbs": `${BOTH}
    alice > HELP msg
    alice < OK
    alice < COMMAND DM <user> <text> - write to one user; …
    alice > HELP say
    alice < OK
    alice < COMMAND MSG <text> - speak in the lobby; …
    alice > HELP ping
    alice < OK
    alice < COMMAND PING - ask …
    alice > HELP nonsense
    alice < ERR unknown-cmd`,

  "ANNOUNCE reaches everybody": `${BOTH}
    alice > ANNOUNCE the server restarts at noon
    alice < OK
    alice < INFO Everybody was told.
    bob   < INFO alice announces: the server restarts at noon`,

  "a refusal that is not for old clients says what would work": `${BOTH}
    alice > STATS dave
    alice < ERR user-not-found
    alice > THEME
    alice < ERR usage Usage: /theme …
    alice > UNMUTE bob
    alice < ERR nothing-to-do bob is muted neither…`,
});

Deno.test("login dialect: every command of the catalogue answers OK, data lines or ERR", async () => {
  await using app = await TestApp.start();
  const client = await app.connect();
  await client.send("LOGIN alice");
  await client.expect("OK");
  // The names that the dialect has verbs of its own for are tested above.
  const own = ["msg", "say", "quit", "ping"];
  for (const { name, example } of commands.filter(({ name }) => !own.includes(name))) {
    await client.send(example.replace(name, name.toUpperCase()), "PING");
    const lines: string[] = [];
    for (let line = await client.line(); line !== "PONG"; line = await client.line()) lines.push(line);
    const answers = lines.filter((line) => line === "OK" || line.startsWith("ERR "));
    assert.equal(answers.length, 1, `${example}: ${lines.join(" | ")}`);
  }
});

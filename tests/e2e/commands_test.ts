// What each command answers, and what becomes of commands that are wrong.

import assert from "node:assert/strict";
import { commands } from "../../lib/commands/commands.ts";
import { STAMP } from "../support/fake_clock.ts";
import { FakeModel } from "../support/fake_model.ts";
import { TestApp } from "../support/start_app.ts";

for (const verb of ["/help", "/commands"]) {
  Deno.test(`${verb} lists every command in one line each`, async () => {
    await using app = await TestApp.start();
    const alice = await app.script("alice");
    await alice.send(verb);
    await alice.expect("Commands:");
    const width = Math.max(...commands.map(({ name }) => name.length));
    for (const { name, summary } of commands) {
      await alice.expect(`  /${name.padEnd(width)}  ${summary}`);
    }
    await alice.expect("/help <command> shows how to use one. Text without a slash goes to the lobby.");
    assert.deepEqual(await alice.fence(), []);
  });
}

for (const asked of ["tag", "/tag", "TAG"]) {
  Deno.test(`/help ${asked} shows its usage and an example`, async () => {
    await using app = await TestApp.start();
    const alice = await app.script("alice");
    await alice.send(`/help ${asked}`);
    await alice.expect("/tag <user> <text>", "  speak in the lobby and point somebody to it");
    await alice.expect("  example: /tag bob look at this");
    assert.deepEqual(await alice.fence(), []);
  });
}

Deno.test("the example of every command is understood", async () => {
  await using app = await TestApp.start({ model: new FakeModel() });
  const [alice] = await app.scripts("alice", "bob");
  for (
    const { example } of commands.filter(({ name }) => !["reply", "stop", "quit", "setai"].includes(name))
  ) {
    await alice.send(`/${example}`);
    const answers = await alice.fence();
    assert.ok(!answers.some((line) => line.startsWith("!")), `/${example}: ${answers.join(" ")}`);
  }
});

Deno.test("/users shows who is in the lobby, with pictures", async () => {
  await using app = await TestApp.start();
  const [bob, alice, carol] = await app.scripts("bob", "alice", "carol");
  await carol.send("/quit");
  await bob.expect(`${STAMP}[system]: carol has left our chat...`);
  await alice.fence();
  await alice.send("/users");
  await alice.expect("2 people in general:", "  (=^・^=) alice", "  (=^・^=) bob");
});

Deno.test("/users all shows everybody who was ever here, those online first", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  app.clock.advance(60_000);
  await bob.send("/quit");
  await alice.expect("[2024-10-12 15:14:02][system]: bob has left our chat...");
  app.clock.advance(60_000);
  await alice.send("/users all");
  await alice.expect("alice <ONLINE> in general", "bob <OFFLINE> last seen 2024-10-12 15:14:02");
});

Deno.test("/whois tells where a user is, since when known and when last seen", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  const since = "  since      2024-10-12 15:13:02";
  await alice.send("/whois BOB");
  await alice.expect("(=^・^=) bob", "  role       guest", "  lobby      general", since);
  await alice.expect("  last seen  here now");
  app.clock.advance(3000);
  await bob.send("/quit");
  await alice.expect("[2024-10-12 15:13:05][system]: bob has left our chat...");
  await alice.send("/whois bob");
  await alice.expect("(=^・^=) bob", "  role       guest", "  lobby      none, offline", since);
  await alice.expect("  last seen  2024-10-12 15:13:05");
});

Deno.test("/stats counts what was said to the lobby, over a restart too", async () => {
  await using app = await TestApp.start();
  const [alice] = await app.scripts("alice", "bob");
  await alice.send("one", "/me waves", "/tag bob three", "/msg bob four", "/stats");
  await alice.expect(`${STAMP}[DM to bob]: four`, "alice has sent 3 messages since 2024-10-12 15:13:02.");
  app.clock.advance(3_600_000);
  await using again = await app.restart();
  const carol = await again.script("carol");
  await carol.send("/stats alice", "/stats", "/stats dave");
  await carol.expect(
    "alice has sent 3 messages since 2024-10-12 15:13:02.",
    "carol has sent 0 messages since 2024-10-12 16:13:02.",
    "! Nobody named dave was ever here. /users all lists everybody.",
  );
});

Deno.test("/time tells the server's time", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  app.clock.advance(1000);
  await alice.send("/time");
  await alice.expect("2024-10-12 15:13:03");
});

Deno.test("/ping is answered", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  await alice.send("/ping");
  await alice.expect("pong");
});

Deno.test("/quit says goodbye and ends the connection", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  await alice.send("/quit", "never heard");
  assert.equal(await alice.rest(), "Goodbye!\n");
});

Deno.test("commands are known in any case, and text after them is kept as it is", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/ME Waves", "/Ping", "/USERS ALL", "/QuIt");
  await bob.expect(`${STAMP} * alice Waves`);
  assert.equal(
    await alice.rest(),
    "pong\nalice <ONLINE> in general\nbob <ONLINE> in general\nGoodbye!\n",
  );
});

const REFUSED: readonly (readonly [why: string, typed: string, refusal: string])[] = [
  [
    "an unknown command",
    "/dance",
    "! There is no command /dance. /help lists all commands; //dance says it to the lobby.",
  ],
  ["a command that only begins as one", "/quitter", "! There is no command /quitter."],
  ["help on an unknown command", "/help dance", "! There is no command /dance. /help lists all commands."],
  ["a slash alone", "/", "! A command's name follows the slash at once: try /help, or //text to say /text"],
  ["a space after the slash", "/ help", "! A command's name follows the slash at once: try /help"],
  ["a command without what it needs", "/tag", "! Usage: /tag <user> <text> - for example: /tag bob look"],
  ["a command with a part of what it needs", "/tag bob", "! Usage: /tag <user> <text> - for example: "],
  ["a command with too much", "/whois bob carol", "! Usage: /whois <user> - for example: /whois bob"],
  ["a command that takes nothing", "/time now", "! Usage: /time - for example: /time"],
  ["a choice that is none", "/theme neon", "! Usage: /theme <classic|plain|cozy> - for example: /theme cozy"],
  ["a name that nobody can have", "/whois bob!", "! Nobody is named bob!. /users all lists everybody."],
  ["a name never seen", "/whois dave", "! Nobody named dave was ever here. /users all lists everybody."],
  ["a line of control characters alone", "\u0007", "! That line holds nothing that can be shown: type some"],
];
for (const [why, typed, refusal] of REFUSED) {
  Deno.test(`${why} is refused in one line that says what would work`, async () => {
    await using app = await TestApp.start();
    const [alice, bob] = await app.scripts("alice", "bob");
    await alice.send(typed);
    const answers = await alice.fence();
    assert.equal(answers.length, 1);
    assert.equal(answers[0]?.slice(0, refusal.length), refusal);
    assert.deepEqual(await bob.fence(), []);
  });
}

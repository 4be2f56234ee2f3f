// Everybody who has nc, telnet, ncat, socat or openssl can chat: in, a line each way, and out.

import assert from "node:assert/strict";
import { one } from "../support/certificates.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";
import { ClientProgram, clientTest, type ProgramName } from "./client_program.ts";

interface Way {
  readonly program: ProgramName;
  readonly args: (app: TestApp) => readonly (string | number)[];
  /** Whether the program stays until its own input ends, although the server has ended the connection. */
  readonly stays?: boolean;
}

const HOST = "127.0.0.1";

const WAYS: Readonly<Record<string, Way>> = {
  "nc": { program: "nc", args: ({ port }) => [HOST, port], stays: true },
  "telnet": { program: "telnet", args: ({ port }) => [HOST, port] },
  "ncat": { program: "ncat", args: ({ port }) => [HOST, port], stays: true },
  "socat": { program: "socat", args: ({ port }) => ["-", `TCP:${HOST}:${port}`] },
  "ncat --ssl": { program: "ncat", args: (app) => ["--ssl", HOST, app.portOf("tls")], stays: true },
  "socat OPENSSL": {
    program: "socat",
    args: (app) => ["-", `OPENSSL:${HOST}:${app.portOf("tls")},cafile=${one.cert}`],
  },
  "openssl s_client": {
    program: "openssl",
    args: (app) => ["s_client", "-quiet", "-connect", `${HOST}:${app.portOf("tls")}`],
  },
};

for (const [name, { program, args, stays = false }] of Object.entries(WAYS)) {
  clientTest([program], `${name} chats with somebody else and leaves`, async () => {
    await using app = await TestApp.start({ certificate: one });
    const bob = await app.script("bob");
    await using alice = new ClientProgram(program, args(app));
    await app.clock.whenArmed(200);
    app.clock.advance(200);
    await alice.stdout.until(/\[ENTER YOUR NAME\]: $/);
    await alice.type("alice");
    await bob.expect(`${STAMP}[system]: alice joined the chat`);
    // A line that begins with Q or R is a command for `openssl s_client`, if it is not told -quiet.
    await alice.type("Quite well here.");
    await bob.expect(`${STAMP}[alice]: Quite well here.`);
    await bob.send("Good to see you!");
    await alice.stdout.until(/bob\S*\]: Good to see you!\r?\n/);
    await alice.type("/quit");
    await bob.expect(`${STAMP}[system]: alice has left our chat...`);
    await alice.stdout.until(/Goodbye!\r?\n/);
    if (stays) await alice.endInput();
    const { code, stderr } = await alice.ended();
    assert.equal(code, 0, stderr);
  });
}

clientTest(["nc"], "a script with nc -q1 says its lines, reads what there is, and ends", async () => {
  await using app = await TestApp.start();
  const bob = await app.script("bob");
  await bob.ask("Anybody here?");
  await using alice = new ClientProgram("nc", ["-q1", HOST, app.port]);
  for (const line of ["alice", "Hi, I am a script.", "/quit"]) await alice.type(line);
  await alice.endInput();
  const { code, stdout, stderr } = await alice.ended();
  assert.equal(code, 0, stderr);
  assert.equal(
    stdout,
    `${STAMP}[system]: bob joined the chat\n${STAMP}[bob]: Anybody here?\nGoodbye!\n`,
  );
  await bob.expect(
    `${STAMP}[system]: alice joined the chat`,
    `${STAMP}[alice]: Hi, I am a script.`,
    `${STAMP}[system]: alice has left our chat...`,
  );
});

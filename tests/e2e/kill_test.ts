// What a community has built is there after the server was killed: the real program, a real SIGKILL, a restart.

import assert from "node:assert/strict";
import type { ChatClient } from "../support/chat_client.ts";
import { TempFolder } from "../support/store.ts";
import { Program } from "../support/program.ts";

Deno.test("lobbies, roles, sanctions, pictures and statistics are there after a SIGKILL", async () => {
  using folder = new TempFolder();
  {
    await using server = await Program.server({ cwd: folder.path });
    const alice = await server.script("alice");
    const bob = await server.script("bob");
    const carol = await server.script("carol");
    await done(carol, "/quit");
    await done(
      alice,
      "/register alices-own-password",
      "/sp owl",
      "/theme plain",
      "/ignore carol",
      "one",
      "two",
    );
    await done(bob, "/register bobs-own-password");
    await done(
      alice,
      "/op bob",
      "/create cave open-sesame a dark place",
      "/join cave open-sesame",
      "words in the cave",
    );
    await done(alice, "/mute carol 2h noise", "/ban 192.0.2.0/24 7d abuse", "/announce noon");
    await alice.fence();
    server.signal("SIGKILL");
    assert.notEqual((await server.ended()).code, 0);
  }
  await using server = await Program.server({ cwd: folder.path });
  const alice = await logIn(server, "alice", "alices-own-password");
  const answers = await ask(alice, "/whois alice", "/stats", "/lobbies", "/bans", "/join cave open-sesame");
  for (
    const expected of [
      /^\{O,O\} alice$/,
      /^ {2}role +operator$/,
      /^alice has sent 3 messages since /,
      /^ {2}cave .*a dark place$/,
      /^ {4}private, .*created by alice$/,
      /^ {2}carol muted everywhere until .* by alice: noise$/,
      /^ {2}192\.0\.2\.0\/24 banned everywhere until .* by alice: abuse$/,
      /\[alice\]: words in the cave$/,
    ]
  ) assert.ok(answers.some((line) => expected.test(line)), `${expected} in ${JSON.stringify(answers)}`);

  const carol = await server.script("carol");
  assert.match((await ask(carol, "may I?")).at(-1) ?? "", /^! You are muted until .*: noise$/);
  // Alice ignores her still, and Bob is an operator still.
  await ask(carol, "/msg alice psst");
  assert.deepEqual((await alice.fence()).filter((line) => line.includes("psst")), []);
  const bob = await logIn(server, "bob", "bobs-own-password");
  assert.deepEqual(await ask(bob, "/unmute carol"), ["carol may speak again."]);
});

/** Says lines and waits until they are decided; what is shown meanwhile is not looked at. */
async function done(client: ChatClient, ...lines: readonly string[]): Promise<void> {
  await client.send(...lines);
  if (lines.includes("/quit")) await client.rest();
  else await client.fence();
}

async function ask(client: ChatClient, ...lines: readonly string[]): Promise<readonly string[]> {
  await client.fence();
  await client.send(...lines);
  return await client.fence();
}

async function logIn(server: Program, name: string, password: string): Promise<ChatClient> {
  const client = await server.connect();
  await client.send(name, password);
  await client.fence();
  return client;
}

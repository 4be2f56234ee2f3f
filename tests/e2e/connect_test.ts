// The terminal client in a pipe, as its task runs it: it talks, it comes back, and it trusts no server.

import assert from "node:assert/strict";
import { one } from "../support/certificates.ts";
import { FakeModel } from "../support/fake_model.ts";
import { Program } from "../support/program.ts";
import { Relay } from "../support/relay.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

interface Connecting {
  readonly args?: readonly string[];
  readonly denoFlags?: readonly string[];
}

/** A client that is logged in. */
async function enter(
  name: string,
  port: number,
  { args = [], denoFlags = [] }: Connecting = {},
): Promise<Program> {
  const client = Program.task("connect", { cwd: ".", args: [...args, `127.0.0.1:${port}`], denoFlags });
  await client.type(name);
  await client.stdout.until(new RegExp(`Hello ${name}`));
  return client;
}

/** Everything that the client printed besides its greeting, once it has left. */
async function leave(client: Program): Promise<readonly string[]> {
  await client.endInput();
  const { stdout } = await client.ended();
  return stdout.split("\n").filter((line) => line !== "" && !line.startsWith("Hello "));
}

Deno.test("connect talks with those who use other clients, each seeing the others in order", async () => {
  await using app = await TestApp.start();
  const bob = await app.script("bob");
  await using alice = await enter("alice", app.port);
  await bob.expect(`${STAMP}[system]: alice joined the chat`);
  await alice.type("one");
  await bob.expect(`${STAMP}[alice]: one`);
  await bob.send("two");
  await alice.stdout.until(/bob\]: two/);
  await alice.type("/me waves");
  await bob.expect(`${STAMP} * alice waves`);
  await bob.send("/msg alice psst");
  await alice.stdout.until(/DM from bob/);
  await alice.type("/msg bob psst yourself");
  await bob.expect(/DM to alice/, `${STAMP}[DM from alice]: psst yourself`);
  assert.deepEqual((await leave(alice)).slice(-3), [
    `${STAMP}[bob]: two`,
    `${STAMP}[DM from bob]: psst`,
    `${STAMP}[DM to bob]: psst yourself`,
  ]);
});

Deno.test("connect sends all that is piped into it, leaves, and ends with 0", async () => {
  await using app = await TestApp.start();
  await using client = Program.task("connect", { cwd: ".", args: [`127.0.0.1:${app.port}`] });
  for (const line of ["alice", "one", "//two", "three"]) await client.type(line);
  await client.endInput();
  assert.equal((await client.ended()).code, 0);
  assert.deepEqual(app.log(), [
    `${STAMP}[system]: alice joined the chat`,
    `${STAMP}[alice]: one`,
    `${STAMP}[alice]: /two`,
    `${STAMP}[alice]: three`,
    `${STAMP}[system]: alice has left our chat...`,
  ]);
});

Deno.test("connect prints an answer of the assistant whole, once it is complete", async () => {
  const model = new FakeModel();
  await using app = await TestApp.start({ model });
  const bob = await app.script("bob");
  await using alice = await enter("alice", app.port);
  await alice.type("/ai why?");
  await alice.stdout.until(/Thinking/);
  const answer = await model.next();
  answer.say("one\n");
  await bob.expect(`${STAMP}[system]: alice joined the chat`, `${STAMP}[alice]: @Rox why?`);
  await bob.send("patience");
  await alice.stdout.until(/patience/);
  answer.end("two");
  await bob.expect(`${STAMP}[Rox]: one`, "    two");
  assert.deepEqual((await leave(alice)).slice(-4), [
    "[AI] Thinking...",
    `${STAMP}[bob]: patience`,
    `${STAMP}[Rox]: one`,
    "    two",
  ]);
});

Deno.test("connect ends with 1 when a line was refused, and says why", async () => {
  await using app = await TestApp.start();
  await using client = await enter("alice", app.port);
  await client.type("/msg nobody hello");
  assert.match((await leave(client)).at(-1) ?? "", /^! Nobody named nobody/);
  assert.equal((await client.ended()).code, 1);
});

Deno.test("connect ends with 1 when nobody gives it the password", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  await alice.send("/register correct-horse-battery", "/quit");
  await alice.rest();
  await using client = Program.task("connect", { cwd: ".", args: [`127.0.0.1:${app.port}`] });
  await client.type("alice");
  await client.endInput();
  assert.equal((await client.ended()).code, 1);
});

Deno.test("connect asks for the password of a name that has one", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  await alice.send("/register correct-horse-battery", "/quit");
  await alice.rest();
  await using client = Program.task("connect", { cwd: ".", args: [`127.0.0.1:${app.port}`] });
  await client.type("alice");
  await client.stderr.until(/Your password:/);
  await client.type("correct-horse-battery");
  await client.stdout.until(/Hello alice/);
});

Deno.test("connect comes back by itself and shows what was missed, once and in order", async () => {
  await using app = await TestApp.start({ settings: { history: 3 } });
  await using relay = new Relay(app.port);
  await using client = await enter("alice", relay.port);
  const bob = await app.script("bob");
  await bob.send("seen before");
  await client.stdout.until(/seen before/);
  relay.cut();
  await bob.expect(`${STAMP}[system]: alice has left our chat...`);
  const missed = ["one", "two", "three", "four", "five", "six"];
  await bob.send(...missed, "/msg alice a direct one");
  await bob.fence();
  relay.restore();
  await client.stdout.until(/a direct one[^]*six/);
  await client.type("back again");
  await bob.expect(`${STAMP}[system]: alice joined the chat`, `${STAMP}[alice]: back again`);
  const lines = await leave(client);
  const said = lines.filter((line) => line.includes("[bob]: ")).map((line) =>
    line.replace(/.*\[bob\]: /, "")
  );
  assert.deepEqual(said, ["seen before", ...missed]);
  assert.equal(lines.filter((line) => line.includes("a direct one")).length, 1);
});

Deno.test("connect lets nothing of a hostile server through to the terminal", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  await using client = Program.task("connect", { cwd: ".", args: [`127.0.0.1:${listener.addr.port}`] });
  await client.type("alice");
  using conn = await listener.accept();
  const at = new Date().toISOString();
  const evil = "\u001b]0;owned\u0007\u009b2J\r\nforged\u202e";
  const objects = [
    "\u001b[2J not JSON",
    { type: "welcome", ref: 1, lobby: "general", present: 1, body: `Hello alice${evil}`, at, events: [] },
    { type: "message", id: 1, sender: "bob", receiver: "#general", lobby: "general", body: evil, at },
    { type: "message", id: 2, sender: `bob${evil}`, receiver: "#general", lobby: "general", body: "x", at },
    { type: "direct", id: 3, sender: "bob", receiver: "alice", body: evil, at, picture: evil },
    { type: "error", code: evil, body: evil, at },
    { type: "notice", body: "the end", at: evil },
  ];
  const text = objects.map((each) => typeof each === "string" ? each : JSON.stringify(each)).join("\n");
  await conn.write(new TextEncoder().encode(`${text}\n`));
  await client.stdout.until(/the end/);
  client.signal("SIGINT");
  const { stdout, stderr } = await client.ended();
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(stdout + stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  assert.match(stdout, /\[bob\]: {2}forged\n/);
});

Deno.test("connect leaves cleanly on Ctrl-C", async () => {
  await using app = await TestApp.start();
  const bob = await app.script("bob");
  await using client = await enter("alice", app.port);
  client.signal("SIGINT");
  await bob.expect(/alice joined the chat$/, /alice has left our chat\.\.\.$/);
  assert.equal((await client.ended()).code, 0);
});

for (
  const [what, connecting] of [
    ["to a server with a certificate that it trusts", { denoFlags: ["--cert", one.cert] }],
    ["to any server with --insecure", { args: ["--insecure"] }],
  ] as const
) {
  Deno.test(`connect --tls goes ${what}`, async () => {
    await using app = await TestApp.start({ certificate: one });
    const port = Number(app.app.listeners.find(({ kind }) => kind === "tls")?.address.split(":").at(-1));
    await using client = await enter("alice", port, {
      ...connecting,
      args: ["--tls", ..."args" in connecting ? connecting.args : []],
    });
    await client.type("hello");
    await leave(client);
    assert.equal(app.log().at(-2), `${STAMP}[alice]: hello`);
  });
}

Deno.test("connect --tls does not say a word to a server with a certificate that it does not trust", async () => {
  await using app = await TestApp.start({ certificate: one });
  const port = app.app.listeners.find(({ kind }) => kind === "tls")?.address.split(":").at(-1);
  await using client = Program.task("connect", { cwd: ".", args: ["--tls", `127.0.0.1:${port}`] });
  await client.type("alice");
  await client.stderr.until(/No connection: .*certificate/);
  client.signal("SIGINT");
  await client.ended();
  assert.deepEqual(app.log(), []);
});

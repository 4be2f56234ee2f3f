// The door stays open: neither clients that are gone before they come in nor a lack of file descriptors closes it.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { STAMP } from "../support/fake_clock.ts";
import { Program } from "../support/program.ts";
import { ResettingClient } from "../support/resetting_client.ts";
import { TestApp } from "../support/start_app.ts";
import { TempFolder } from "../support/store.ts";

const STARVED_SERVER = fileURLToPath(new URL("../support/starved_server.ts", import.meta.url));

Deno.test("300 clients that are reset at once are noticed by nobody", async () => {
  await using app = await TestApp.start();
  const bob = await app.script("bob");
  for (let count = 0; count < 300; count++) await (await ResettingClient.connect(app.port)).reset();
  const alice = await app.script("alice");
  await alice.send("hello");
  await bob.expect(`${STAMP}[system]: alice joined the chat`, `${STAMP}[alice]: hello`);
});

Deno.test("300 clients that are reset before they are accepted close no door and fill no log", async () => {
  using folder = new TempFolder();
  await using server = await Program.server({ cwd: folder.path });
  const port = await server.port();
  // The system greets clients on behalf of a server that stands still.
  server.signal("SIGSTOP");
  for (let count = 0; count < 300; count++) await (await ResettingClient.connect(port)).reset();
  server.signal("SIGCONT");
  const alice = await server.script("alice");
  assert.deepEqual(await alice.fence(), []);
  server.signal("SIGTERM");
  alice.close();
  const { code, stderr } = await server.ended();
  assert.equal(code, 0);
  const lines = stderr.split("\n").length;
  assert.ok(lines < 20, `${lines} lines in the log`);
});

Deno.test("a server without file descriptors waits calmly and lets in whoever knocked once it has some", async () => {
  using folder = new TempFolder();
  const command = ["--allow-net", "--allow-read", "--allow-write", STARVED_SERVER, folder.path];
  await using server = new Program(command, { cwd: folder.path });
  const alice = await server.script("alice");
  await server.type("take");
  await server.stdout.until(/^take: EMFILE$/m);

  const names = Array.from({ length: 20 }, (_, index) => `robot-${index}`);
  const knocking = await Promise.all(names.map(() => server.connect()));
  const failure = /^.* error parley: connections could not be accepted .*$/mg;
  await server.stderr.until(failure);
  const used = await cpuTime(server);
  const began = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 500));
  const share = (await cpuTime(server) - used) / (performance.now() - began);
  assert.ok(share < 0.3, `it took ${share} of a processor while it could accept nobody`);
  assert.deepEqual(await alice.fence(), []);

  await server.type("free");
  for (const [index, client] of knocking.entries()) {
    await client.send(names[index] ?? "");
    await client.fence();
  }
  assert.equal((await alice.fence()).length, names.length);
  for (const client of [alice, ...knocking]) client.close();
  server.signal("SIGTERM");
  const { code, stderr } = await server.ended();
  assert.equal(code, 0);
  assert.equal(stderr.match(failure)?.length, 1);
});

/** Milliseconds of processor time that the starved server has used so far. */
async function cpuTime(server: Program): Promise<number> {
  const asked = server.stdout.text.length;
  await server.type("cpu");
  const [, microseconds] = await server.stdout.until(new RegExp(`^[^]{${asked}}cpu: (\\d+)\n`));
  return Number(microseconds) / 1000;
}

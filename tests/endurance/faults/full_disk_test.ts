// A disk that is full under a running server: what is said comes back, nothing else stops, and all goes on afterwards.

import assert from "node:assert/strict";
import { Program } from "../../support/program.ts";
import { errorsOf, NOT_STORED, saidIn, stop, textsOf } from "./conversation.ts";
import { testsWith } from "./machine.ts";
import { SmallDisk } from "./small_disk.ts";

const diskTest = await testsWith(() => SmallDisk.mount(64));

const LINES_PER_SECOND = 100;
const FULL = "database or disk is full (free some space)";

const texts = (count: number, name = "line") =>
  Array.from({ length: count }, (_, number) => `${name} ${number} ${"x".repeat(200)}`);

diskTest("a full disk gives each of 100 lines/s back, shows them to nobody, and is told once", async () => {
  await using disk = await SmallDisk.mount(4096);
  await using server = await Program.server({ cwd: disk.path });
  const [alice, bob] = [await server.script("alice"), await server.script("bob")];
  await alice.fence();
  disk.fill();
  const lines = texts(3 * LINES_PER_SECOND);
  for (const line of lines) {
    await alice.send(line);
    await new Promise((resolve) => setTimeout(resolve, 1000 / LINES_PER_SECOND));
  }
  assert.deepEqual(await alice.fence(), lines.map((line) => `${NOT_STORED}${line}`));
  assert.deepEqual(await bob.fence(), []);
  // What is there can be read, and found.
  assert.match((await bob.ask("/history"))[0] ?? "", /alice joined the chat$/);
  assert.deepEqual(await bob.ask("/search hello"), [
    "Nothing found in general. Try fewer words, or other ones.",
  ]);
  disk.free();
  await alice.ask("space again");
  assert.deepEqual(textsOf(await bob.fence()), ["space again"]);
  const { code, stderr } = await stop(server, alice, bob);
  assert.equal(code, 0);
  assert.deepEqual(errorsOf(stderr), [
    `parley.session: an entry could not be stored error="${FULL}"`,
    `parley.session: an entry could not be stored error="${FULL}" count=${lines.length - 1}`,
  ]);
  assert.doesNotMatch(stderr, / at .*\.ts:\d+/);
  assert.deepEqual(saidIn(disk.path), ["space again"]);
});

diskTest(
  "while a disk fills up, each line is stored and seen by all, or comes back and is seen by nobody",
  async () => {
    await using disk = await SmallDisk.mount(4096);
    await using server = await Program.server({ cwd: disk.path, args: ["--log-level", "error"] });
    const viewer = await server.script("viewer");
    const names = ["anna", "ben", "cleo", "dan"];
    const speakers = await Promise.all(names.map((name) => server.script(name)));
    for (const client of [viewer, ...speakers]) await client.fence();
    disk.fill(500);
    const returned = await Promise.all(speakers.map(async (speaker, index) => {
      const answers = await speaker.ask(...texts(1000, names[index]));
      return answers.flatMap((line) => line.startsWith(NOT_STORED) ? [line.slice(NOT_STORED.length)] : []);
    }));
    const seen = textsOf(await viewer.fence());
    for (const [index, name] of names.entries()) {
      const back = new Set(returned[index]);
      const own = seen.filter((text) => text.startsWith(`${name} `));
      assert.deepEqual(own, texts(1000, name).filter((text) => !back.has(text)), `what was seen of ${name}`);
      assert.ok(own.length > 0 && back.size > 0, "the disk was full too early, or too late");
    }
    disk.free();
    await stop(server, viewer, ...speakers);
    assert.deepEqual(saidIn(disk.path), seen);
  },
);

diskTest("on a full disk nobody comes in or is lost, and direct messages wait", async () => {
  await using disk = await SmallDisk.mount(4096);
  await using server = await Program.server({ cwd: disk.path });
  const [alice, bob] = [await server.script("alice"), await server.script("bob")];
  await alice.ask("/register correct-horse");
  await bob.send("/quit");
  await bob.rest();
  bob.close();
  await alice.expect(/bob has left our chat/);
  disk.fill();
  assert.deepEqual(await alice.ask("/msg bob one"), [`${NOT_STORED}/msg bob one`]);
  const carol = await server.connect();
  await carol.send("carol");
  assert.equal(await carol.line(), `${NOT_STORED}carol`);
  disk.free();
  await alice.ask("/msg bob two");
  await carol.send("carol");
  await carol.fence();
  const again = await server.connect();
  await again.send("bob");
  assert.match((await again.fence()).at(-1) ?? "", /\[DM from alice\]: two$/);
  assert.equal((await stop(server, alice, carol, again)).code, 0);
});

diskTest(
  "a server that stops on a full disk says what stays where, and the next one takes it up",
  async () => {
    await using disk = await SmallDisk.mount(4096);
    await using server = await Program.server({ cwd: disk.path });
    const alice = await server.script("alice");
    await alice.ask("last words");
    disk.fill();
    const { code, stderr } = await stop(server, alice);
    assert.equal(code, 1);
    assert.deepEqual(errorsOf(stderr), [
      `parley: departures could not be stored; the next start does it error="${FULL}"`,
      `parley.process: the server failed error="what was written last stays in parley.db-wal, and the next start takes it up from there: ${FULL}"`,
    ]);
    disk.free();
    await using next = await Program.server({ cwd: disk.path });
    const bob = await next.connect();
    await bob.send("bob");
    assert.deepEqual(textsOf(await bob.fence()), [
      "alice joined the chat",
      "last words",
      "alice has left our chat...",
    ]);
    assert.equal((await stop(next, bob)).code, 0);
  },
);

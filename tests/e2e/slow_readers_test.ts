// Whoever does not read holds up nobody, costs little, and is told what it missed.

import assert from "node:assert/strict";
import { one } from "../support/certificates.ts";
import { ChatClient } from "../support/chat_client.ts";
import { STAMP } from "../support/fake_clock.ts";
import { ResettingClient } from "../support/resetting_client.ts";
import { TestApp } from "../support/start_app.ts";

const MEGABYTE = 1024 * 1024;
const LEFT = `${STAMP}[system]: stuck has left our chat...`;

/** The longest lines: it takes some megabytes until the system keeps no more for a client that does not read. */
const lines = Array.from({ length: 4000 }, (_, number) => `${number} ${"x".repeat(4000)}`);
const shown = lines.map((line) => `${STAMP}[talker]: ${line}`);

/** Says the first `count`, 16 MB if all, a hundred at a time; the listener has read each hundred before the next. */
async function sayLines(talker: ChatClient, listener: ChatClient, count = lines.length): Promise<void> {
  for (let from = 0; from < count; from += 100) {
    await talker.send(...lines.slice(from, from + 100));
    await listener.expect(...shown.slice(from, from + 100));
  }
}

for (const [how, tls] of [["in plain text", false], ["over TLS", true]] as const) {
  Deno.test(`a client ${how} that does not read holds up nobody and is told how many lines it missed`, async () => {
    await using app = await TestApp.start({ certificate: one });
    const [talker, listener] = await app.scripts("talker", "listener");
    const stuck = await app.script("stuck", { tls });
    for (const client of [talker, listener]) await client.expect(/stuck joined the chat$/);
    await sayLines(talker, listener);
    await listener.send("/msg stuck psst");
    await listener.expect(`${STAMP}[DM to stuck]: psst`);

    const received: string[] = [];
    while (received.at(-1)?.startsWith("! ") !== true) received.push(await stuck.line());
    const [direct, notice] = received.splice(-2);
    // What came first came whole and in order, then the direct message, which is never skipped.
    assert.deepEqual(received, shown.slice(0, received.length));
    assert.equal(direct, `${STAMP}[DM from listener]: psst`);
    const missed = lines.length - received.length;
    assert.equal(
      notice,
      `! Your connection fell behind and ${missed} lines were skipped: /history shows them.`,
    );
    assert.ok(missed > 2000, `only ${missed} lines were skipped, the rest was kept`);

    await stuck.send("/history 2");
    await stuck.expect(...shown.slice(-2), /^Earlier ones: /);
    await talker.send("again");
    await stuck.expect(`${STAMP}[talker]: again`);
    assert.deepEqual(await stuck.fence(), []);
  });
}

Deno.test("a client that takes nothing for 30 s is let go, and its direct messages wait for it", async () => {
  await using app = await TestApp.start();
  const [stuck, talker, listener] = await app.scripts("stuck", "talker", "listener");
  await sayLines(talker, listener);
  await listener.send("/msg stuck psst");
  await listener.expect(`${STAMP}[DM to stuck]: psst`);
  app.clock.advance(29_999);
  assert.deepEqual(await listener.fence(), []);
  app.clock.advance(1);
  await listener.expect("[2024-10-12 15:13:32][system]: stuck has left our chat...");
  const { shown } = await app.enter("stuck");
  assert.equal(shown.at(-1), `${STAMP}[DM from listener]: psst`);
  // The socket closes at last, too.
  app.clock.advance(2000);
  assert.ok((await stuck.rest()).length < 8 * MEGABYTE);
});

Deno.test("a client that reads too slowly is not let go while it reads", async () => {
  await using app = await TestApp.start();
  const [slow, talker, listener] = await app.scripts("slow", "talker", "listener");
  await sayLines(talker, listener);
  for (let seconds = 0; seconds < 60; seconds += 10) {
    // The system takes more only when a good part of what it keeps, some megabytes, has been read.
    for (let line = 0; line < 800; line++) await slow.line();
    // Something waits for the slow one all the time: more is said than it has read.
    await talker.send(...lines.slice(0, 1000));
    for (let line = 0; line < 1000; line++) assert.match(await listener.line(), /x$/);
    app.clock.advance(10_000);
  }
  assert.deepEqual(await listener.fence(), []);
});

Deno.test("a client with more direct messages than may wait is let go, and gets every one of them later", async () => {
  await using app = await TestApp.start();
  const [stuck, talker] = await app.scripts("stuck", "talker");
  const messages = lines.slice(0, 2000);
  const sent = talker.send(...messages.map((line) => `/msg stuck ${line}`));
  await talker.expectText(`${LEFT}\n`);
  await Promise.all([sent, talker.expectText(`[DM to stuck, offline]: ${messages.at(-1)}\n`)]);
  stuck.close();
  const { shown } = await app.enter("stuck");
  const direct = shown.filter((line) => line.includes("[DM from talker]"));
  assert.deepEqual(direct, messages.map((line) => `${STAMP}[DM from talker]: ${line}`));
});

Deno.test("a client that asks for much and does not read costs little and delays nobody", async () => {
  await using app = await TestApp.start();
  const [stuck, talker, listener] = await app.scripts("stuck", "talker", "listener");
  await talker.send(...Array<string>(500).fill("x".repeat(500)));
  await talker.fence();
  await listener.fence();
  const before = memory();
  // In all 100 MB of answers.
  await stuck.send(...Array<string>(400).fill("/history 500"));
  let most = 0;
  for (let round = 0; round < 500; round++) {
    assert.deepEqual(await listener.fence(), []);
    most = Math.max(most, memory() - before);
  }
  assert.ok(most < 50 * MEGABYTE, `${most} bytes more were in use`);
  await talker.send("still here");
  await listener.expect(`${STAMP}[talker]: still here`);
});

const ASKING = ["stuck", ...Array<string>(50).fill("/history 500")];

/** Each comes in, asks for 100 MB, and returns how it goes. */
const ASKERS: Readonly<Record<string, (port: number) => Promise<() => unknown>>> = {
  async "closes"(port) {
    const client = await ChatClient.connect(port);
    await client.send(...ASKING);
    return () => client.close();
  },
  async "is reset"(port) {
    const client = await ResettingClient.connect(port);
    await client.send(`${ASKING.join("\n")}\n`);
    return () => client.reset();
  },
};
for (const [how, ask] of Object.entries(ASKERS)) {
  Deno.test(`a client that asks for much, reads nothing and ${how} is gone at once`, async () => {
    await using app = await TestApp.start();
    const talker = await app.script("talker");
    await talker.send(...lines.slice(0, 500));
    await talker.fence();
    const go = await ask(app.port);
    await talker.expect(`${STAMP}[system]: stuck joined the chat`);
    // Meanwhile answers are made until no more can wait.
    for (let round = 0; round < 50; round++) assert.deepEqual(await talker.fence(), []);
    await go();
    await talker.expect(LEFT);
    await app.script("stuck");
  });
}

/** Bytes in use by this thread, in which the server runs too. */
function memory(): number {
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}

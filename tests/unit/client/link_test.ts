// The line to the server: it comes back by itself, and it notices silence.
import assert from "node:assert/strict";
import { ANSWER, BACK_OFF, BEAT, Link } from "../../../lib/client/link.ts";
import type { LineSocket } from "../../../lib/client/socket.ts";
import { FakeClock } from "../../support/fake_clock.ts";

class FakeSocket implements LineSocket {
  readonly sent: string[] = [];
  readonly #stream = new TransformStream<string, string>();
  readonly #writer = this.#stream.writable.getWriter();

  lines(): AsyncIterable<string> {
    return this.#stream.readable;
  }

  send(line: string): void {
    this.sent.push(line);
  }

  say(line: string): void {
    this.#writer.write(line).catch(() => {});
  }

  /** As a server does that closes. */
  end(): void {
    this.#writer.close().catch(() => {});
  }

  destroy(): void {
    this.#writer.abort(new Error("destroyed")).catch(() => {});
  }
}

function startLink(dials: readonly (FakeSocket | Error)[]) {
  const clock = new FakeClock();
  const told: string[] = [];
  let events = Promise.withResolvers<void>();
  let next = 0;
  function tell(text: string): void {
    told.push(text);
    events.resolve();
    events = Promise.withResolvers();
  }
  const link = new Link({
    clock,
    random: () => 0,
    ping: "ping",
    dial: () => {
      const dialled = dials[next++] ?? new Error("nobody there");
      return dialled instanceof Error ? Promise.reject(dialled) : Promise.resolve(dialled);
    },
    onOpen: () => tell("open"),
    onLine: (line) => tell(line),
    onDown: (why, wait) => tell(`down: ${why}, ${wait}`),
  });
  /** Resolves when so many things were told. */
  async function heard(count: number): Promise<readonly string[]> {
    while (told.length < count) await events.promise;
    return told;
  }
  return { link, clock, heard };
}

Deno.test("Link hands on lines and sends them", async () => {
  const socket = new FakeSocket();
  const { link, heard } = startLink([socket]);
  link.start();
  await heard(1);
  socket.say("hello");
  assert.deepEqual(await heard(2), ["open", "hello"]);
  assert.equal(link.send("mine"), true);
  assert.deepEqual(socket.sent, ["mine"]);
  await link.stop();
});

Deno.test("Link waits longer each time, up to a limit, and starts anew once all is well", async () => {
  const socket = new FakeSocket();
  const { link, clock, heard } = startLink([...Array(7).fill(new Error("no")), socket]);
  link.start();
  const waits = [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000];
  for (const [index, wait] of waits.entries()) {
    assert.equal((await heard(index + 1)).at(-1), `down: no, ${wait}`);
    await clock.whenArmed(wait);
    clock.advance(wait);
  }
  await heard(8);
  link.settled();
  socket.end();
  assert.equal((await heard(9)).at(-1), `down: the server closed the connection, ${BACK_OFF.first}`);
  await link.stop();
});

Deno.test("Link asks the server whether it is there, and gives it up when it does not answer", async () => {
  const socket = new FakeSocket();
  const { link, clock, heard } = startLink([socket]);
  link.start();
  await heard(1);
  clock.advance(BEAT);
  assert.deepEqual(socket.sent, ["ping"]);
  clock.advance(ANSWER);
  assert.match((await heard(2)).at(-1) ?? "", /^down: the server does not answer/);
  await link.stop();
});

Deno.test("Link takes any line for an answer", async () => {
  const socket = new FakeSocket();
  const { link, clock, heard } = startLink([socket]);
  link.start();
  await heard(1);
  clock.advance(BEAT);
  socket.say("pong");
  await heard(2);
  clock.advance(ANSWER);
  assert.deepEqual(await heard(2), ["open", "pong"]);
  await link.stop();
});

Deno.test("Link gives a sign of life in a busy lobby as well, where its user only reads", async () => {
  const socket = new FakeSocket();
  const { link, clock, heard } = startLink([socket]);
  link.start();
  await heard(1);
  for (let beat = 1; beat <= 3; beat++) {
    clock.advance(BEAT);
    assert.equal(socket.sent.length, beat);
    socket.say("somebody says something");
    await heard(1 + beat);
    clock.advance(ANSWER);
  }
  await link.stop();
});

Deno.test("Link does not come back when the end was expected", async () => {
  const socket = new FakeSocket();
  const { link, heard } = startLink([socket]);
  link.start();
  await heard(1);
  link.expectEnd();
  socket.end();
  assert.match((await heard(2)).at(-1) ?? "", /null$/);
  await link.stop();
});

Deno.test("Link tries at once when it is started while it waits", async () => {
  const { link, clock, heard } = startLink([new Error("no"), new FakeSocket()]);
  link.start();
  await heard(1);
  await clock.whenArmed(BACK_OFF.first);
  link.start();
  assert.equal((await heard(2)).at(-1), "open");
  await link.stop();
});

Deno.test("Link leaves a server behind that does not close in return", async () => {
  const socket = new FakeSocket();
  socket.end = () => {};
  const { link, clock, heard } = startLink([socket]);
  link.start();
  await heard(1);
  const stopped = link.stop();
  clock.advance(1000);
  await stopped;
  assert.match((await heard(2)).at(-1) ?? "", /null$/);
});

Deno.test("Link does not wait for a connection that is only being made, and closes it when it stands", async () => {
  const dialled = Promise.withResolvers<LineSocket>();
  const socket = new FakeSocket();
  const destroyed = Promise.withResolvers<void>();
  socket.destroy = () => destroyed.resolve();
  const link = new Link({
    clock: new FakeClock(),
    random: () => 0,
    ping: "ping",
    dial: () => dialled.promise,
    onOpen: () => assert.fail("it was called off"),
    onLine: () => {},
    onDown: () => {},
  });
  link.start();
  await link.stop();
  dialled.resolve(socket);
  await destroyed.promise;
});

// No error ends the accept loop.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { AcceptLoop } from "../../../lib/net/accept_loop.ts";
import { FakeClock } from "../../support/fake_clock.ts";
import { settled } from "../../support/fake_transport.ts";

const REPORT_EVERY = 10_000;

class FakeConn {
  closed = false;
  close(): void {
    this.closed = true;
  }
}

/** A loop whose listener gives what the test says, one after the other. */
function startLoop(
  options: { readonly onAccepted?: (conn: FakeConn) => void; readonly logFails?: boolean } = {},
) {
  const clock = new FakeClock();
  const accepted: FakeConn[] = [];
  const problems: [string, number][] = [];
  let next = Promise.withResolvers<FakeConn>();
  const loop = new AcceptLoop<FakeConn>({
    accept: () => next.promise,
    clock,
    onAccepted: options.onAccepted ?? ((conn) => accepted.push(conn)),
    onProblem: (error, count) => {
      problems.push([error instanceof Error ? error.message : String(error), count]);
      if (options.logFails) throw new Error("no space left on device");
    },
  });
  next.promise.catch(() => {});
  const ended = loop.run();
  /** The listener gives a connection, or fails. */
  async function give(outcome: FakeConn | Error): Promise<void> {
    const { resolve, reject } = next;
    next = Promise.withResolvers();
    next.promise.catch(() => {}); // A loop that has ended asks no more.
    if (outcome instanceof Error) reject(outcome);
    else resolve(outcome);
    await settled();
  }
  async function stop(): Promise<void> {
    loop.stop();
    await give(new Deno.errors.BadResource());
    await ended;
    assert.deepEqual(clock.armed, []);
  }
  /** What the loop waits for, apart from the next report. */
  const waits = () => clock.armed.filter((ms) => ms !== REPORT_EVERY);
  return { clock, accepted, problems, give, stop, loop, ended, waits };
}

Deno.test("AcceptLoop hands out one connection after the other", async () => {
  const { accepted, give, stop } = startLoop();
  const conns = [new FakeConn(), new FakeConn()];
  for (const conn of conns) await give(conn);
  assert.deepEqual(accepted, conns);
  await stop();
});

Deno.test("AcceptLoop waits ever longer while accept fails, up to a second, and goes on", async () => {
  const { clock, accepted, give, stop, waits } = startLoop();
  for (const ms of [5, 10, 20, 40, 80, 160, 320, 640, 1000, 1000]) {
    await give(new Error("too many open files"));
    assert.deepEqual(waits(), [ms]);
    clock.advance(ms);
    await settled();
  }
  await give(new FakeConn());
  assert.equal(accepted.length, 1);
  await stop();
});

Deno.test("AcceptLoop waits briefly again after a success", async () => {
  const { clock, give, stop, waits } = startLoop();
  for (let failures = 0; failures < 3; failures++) {
    await give(new Error("too many open files"));
    clock.advance(20);
    await settled();
  }
  await give(new FakeConn());
  await give(new Error("too many open files"));
  assert.deepEqual(waits(), [5]);
  await stop();
});

Deno.test("AcceptLoop neither waits for nor reports peers that left before they were accepted", async () => {
  const { clock, accepted, problems, give, stop } = startLoop();
  const { NotConnected, ConnectionReset, ConnectionAborted } = Deno.errors;
  for (const Gone of [NotConnected, ConnectionReset, ConnectionAborted]) await give(new Gone());
  assert.deepEqual(clock.armed, []);
  await give(new FakeConn());
  assert.equal(accepted.length, 1);
  assert.deepEqual(problems, []);
  await stop();
});

Deno.test("AcceptLoop reports the first problem at once, then a count each 10 s", async () => {
  const { clock, problems, give, stop } = startLoop();
  for (let failures = 1; failures <= 4; failures++) {
    await give(new Error(`failure ${failures}`));
    clock.advance(1000);
    await settled();
  }
  assert.deepEqual(problems, [["failure 1", 1]]);
  clock.advance(REPORT_EVERY);
  assert.deepEqual(problems, [["failure 1", 1], ["failure 4", 3]]);
  clock.advance(REPORT_EVERY);
  assert.equal(problems.length, 2);
  await give(new Error("failure 5"));
  assert.deepEqual(problems.at(-1), ["failure 5", 1]);
  await stop();
});

Deno.test("AcceptLoop goes on when a connection's owner throws", async () => {
  let calls = 0;
  const { problems, give, stop, waits } = startLoop({
    onAccepted() {
      if (++calls === 1) throw new Error("a bug of the owner");
    },
  });
  await give(new FakeConn());
  await give(new FakeConn());
  assert.equal(calls, 2);
  assert.deepEqual(problems, [["a bug of the owner", 1]]);
  assert.deepEqual(waits(), []);
  await stop();
});

Deno.test("AcceptLoop goes on when a report cannot be written", async () => {
  const { clock, problems, give, stop, waits } = startLoop({ logFails: true });
  await give(new Error("too many open files"));
  assert.equal(problems.length, 1);
  clock.advance(5);
  await settled();
  await give(new Error("too many open files"));
  assert.deepEqual(waits(), [10]);
  await stop();
});

Deno.test("AcceptLoop.stop ends the loop while it waits", async () => {
  const { clock, give, loop, ended } = startLoop();
  await give(new Error("too many open files"));
  loop.stop();
  await ended;
  assert.deepEqual(clock.armed, []);
});

Deno.test("AcceptLoop closes a connection that comes after stop", async () => {
  const { accepted, give, loop, ended } = startLoop();
  const conn = new FakeConn();
  loop.stop();
  await give(conn);
  await ended;
  assert.equal(conn.closed, true);
  assert.deepEqual(accepted, []);
});

Deno.test("AcceptLoop survives peers that reset before they are accepted", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  for (let count = 0; count < 3; count++) await connectAndReset(listener.addr.port);
  let gone = 0;
  const accepted = Promise.withResolvers<Deno.TcpConn>();
  const loop = new AcceptLoop<Deno.TcpConn>({
    accept: () =>
      listener.accept().catch((error) => {
        gone++;
        throw error;
      }),
    clock: new FakeClock(),
    onAccepted: (conn) => accepted.resolve(conn),
    onProblem: (error) => accepted.reject(error),
  });
  const ended = loop.run();
  using client = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
  using server = await accepted.promise;
  assert.equal(server.remoteAddr.port, client.localAddr.port);
  assert.equal(gone, 3);
  loop.stop();
  listener.close();
  await ended;
});

/** Connects, and sends a RST in place of a proper end. */
async function connectAndReset(port: number): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  await new Promise((resolve) => socket.once("connect", resolve));
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.resetAndDestroy();
  await closed;
}

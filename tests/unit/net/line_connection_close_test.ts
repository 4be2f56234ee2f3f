// How a connection ends: by its owner, by its peer, or by neither in time.
import assert from "node:assert/strict";
import { FLUSH_DEADLINE } from "../../../lib/net/line_connection.ts";
import { BUDGET, HARD_LIMIT, MAX_STALL } from "../../../lib/net/outbox.ts";
import { settled } from "../../support/fake_transport.ts";
import { allLines, bytes, linesOf, nextLine, startConnection } from "./start_connection.ts";

Deno.test("LineConnection writes on after the peer's end", async () => {
  const { connection, transport, closedAs } = startConnection();
  transport.ends();
  assert.deepEqual(await allLines(connection), []);
  connection.out.send(bytes("late answer\n"));
  connection.close("end");
  assert.equal(await closedAs(), "end");
  assert.equal(transport.taken, "late answer\n");
});

Deno.test("LineConnection.close writes what is queued, tells the peer, and waits for its end", async () => {
  const { connection, transport, closedAs } = startConnection();
  transport.takesAll = false;
  connection.out.send(bytes("one "));
  connection.out.send(bytes("two"));
  connection.close("quit");
  connection.out.send(bytes("too late"));
  transport.pending?.accept();
  await settled();
  assert.equal(transport.writeClosed, false);
  transport.pending?.accept();
  await settled();
  assert.equal(transport.taken, "one two");
  assert.equal(transport.writeClosed, true);
  transport.sends("unheard\n");
  assert.equal(await closedAs(), undefined);
  transport.ends();
  assert.equal(await closedAs(), "quit");
});

for (
  const [who, reason, ended] of [["has ended first", "end", true], ["is refused", "refused", false]] as const
) {
  Deno.test(`LineConnection.close tells a peer that ${who} the end, too, and waits for nothing more`, async () => {
    const { connection, transport, closedAs } = startConnection();
    if (ended) {
      transport.ends();
      await connection.firstByte();
    }
    connection.out.send(bytes("goodbye\n"));
    connection.close(reason);
    assert.equal(await closedAs(), reason);
    assert.deepEqual([transport.taken, transport.writeClosed], ["goodbye\n", true]);
  });
}

Deno.test("LineConnection.close ends a line reader that waits, and drops lines not yet taken", async () => {
  const { connection, transport } = startConnection();
  transport.sends("one\ntwo\nthree\n");
  assert.deepEqual(await nextLine(connection), { kind: "text", text: "one" });
  connection.close("kicked");
  assert.equal(connection.nextLine(), undefined);
  assert.equal(connection.arrival(), undefined);

  const waiting = startConnection();
  const next = nextLine(waiting.connection);
  waiting.connection.close("kicked");
  assert.equal(await next, undefined);
});

Deno.test("LineConnection.close gives a peer that does not read, or does not end, until the deadline", async () => {
  for (const reads of [true, false]) {
    const { connection, transport, clock, closedAs } = startConnection();
    transport.takesAll = reads;
    connection.out.send(bytes("goodbye\n"));
    connection.close("shutdown");
    clock.advance(FLUSH_DEADLINE - 1);
    assert.equal(await closedAs(), undefined);
    clock.advance(1);
    assert.equal(await closedAs(), "shutdown");
  }
});

Deno.test("LineConnection.close does not wait for a peer that is refused", async () => {
  const { connection, transport, closedAs } = startConnection();
  connection.out.send(bytes("! The server is full.\n"));
  connection.close("refused");
  assert.equal(await closedAs(), "refused");
  assert.equal(transport.taken, "! The server is full.\n");
});

Deno.test("LineConnection.close keeps to the first reason", async () => {
  const { connection, transport, closedAs } = startConnection();
  connection.close("kicked");
  connection.close("quit");
  transport.resets();
  assert.equal(await closedAs(), "kicked");
  connection.close("end");
});

Deno.test("LineConnection that the peer resets is lost; whole lines before that are given", async () => {
  const { connection, transport, closedAs } = startConnection();
  transport.sends("one\ntwo\nhalf a li");
  transport.resets();
  assert.deepEqual(await allLines(connection), ["one", "two"]);
  connection.close("end");
  assert.equal(await closedAs(), "lost");
});

Deno.test("LineConnection whose write fails still gives what the peer had sent ahead", async () => {
  const { connection, transport, closedAs } = startConnection();
  transport.takesAll = false;
  transport.sends("alice\n");
  transport.sends("hello\n/quit");
  transport.ends();
  const lines = linesOf(connection);
  assert.deepEqual((await lines.next()).value, { kind: "text", text: "alice" });
  connection.out.send(bytes("welcome\n"));
  transport.pending?.fail(new Deno.errors.BrokenPipe());
  assert.equal(await closedAs(), undefined);
  assert.deepEqual((await lines.next()).value, { kind: "text", text: "hello" });
  assert.deepEqual((await lines.next()).value, { kind: "text", text: "/quit" });
  assert.equal((await lines.next()).done, true);
  assert.equal(await closedAs(), "lost");
});

Deno.test("LineConnection whose write fails is lost by the deadline, or when it is closed", async () => {
  for (const closes of [true, false]) {
    const { connection, transport, clock, closedAs } = startConnection();
    transport.takesAll = false;
    connection.out.send(bytes("welcome\n"));
    transport.pending?.fail(new Deno.errors.BrokenPipe());
    assert.equal(await closedAs(), undefined);
    if (closes) connection.close("quit");
    else clock.advance(FLUSH_DEADLINE);
    assert.equal(await closedAs(), "lost");
  }
});

Deno.test("LineConnection whose write fails after the peer's end is lost at once", async () => {
  const { connection, transport, closedAs } = startConnection();
  transport.takesAll = false;
  transport.ends();
  await allLines(connection);
  connection.out.send(bytes("welcome\n"));
  transport.pending?.fail(new Deno.errors.BrokenPipe());
  assert.equal(await closedAs(), "lost");
});

Deno.test("LineConnection closes a slow consumer past the hard limit", async () => {
  const { connection, transport, clock, closedAs } = startConnection();
  transport.takesAll = false;
  connection.out.send(new Uint8Array(HARD_LIMIT));
  connection.out.send(bytes("one more"));
  clock.advance(FLUSH_DEADLINE);
  assert.equal(await closedAs(), "slow-consumer");
});

Deno.test("LineConnection closes a slow consumer that takes nothing for too long", async () => {
  const { connection, transport, clock, closedAs } = startConnection();
  transport.takesAll = false;
  for (const text of ["hello\n", "hello?\n"]) connection.out.offer(bytes(text), 1);
  clock.advance(MAX_STALL + FLUSH_DEADLINE);
  assert.equal(await closedAs(), "slow-consumer");
});

Deno.test("LineConnection tells of skipped lines once the peer reads again", async () => {
  const { connection, transport } = startConnection();
  connection.out.onSkipped = (lines) => bytes(`<${lines} skipped>`);
  transport.takesAll = false;
  connection.out.offer(new Uint8Array(BUDGET), 1);
  connection.out.offer(bytes("gone"), 1);
  transport.takesAll = true;
  transport.pending?.accept();
  await settled();
  assert.match(transport.taken, /<1 skipped>$/);
});

Deno.test("LineConnection closes and reports when a callback of its owner throws", async () => {
  const { connection, transport, problems, closedAs } = startConnection();
  const bug = new Error("a bug of the owner");
  connection.out.send(bytes("hello\n"), () => {
    throw bug;
  });
  await settled();
  transport.ends();
  assert.equal(await closedAs(), "error");
  assert.deepEqual(problems, [bug]);
});

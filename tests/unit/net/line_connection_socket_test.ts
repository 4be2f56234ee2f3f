// What only real sockets show: resets, half-closed ends, and bytes that are still on their way.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { type Clock, systemClock } from "../../../lib/domain/clock.ts";
import { FLUSH_DEADLINE, LineConnection } from "../../../lib/net/line_connection.ts";
import { tcpTransport } from "../../../lib/net/transport.ts";
import { FakeClock } from "../../support/fake_clock.ts";
import { linesOf } from "./start_connection.ts";

const encoder = new TextEncoder();

/** A client and the server's end of its connection. */
async function connectPair(clock: Clock = systemClock) {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const [client, conn] = await Promise.all([
    Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port }),
    listener.accept(),
  ]);
  return { client, connection: serve(conn, clock) };
}

function serve(conn: Deno.TcpConn, clock: Clock = systemClock): LineConnection {
  return new LineConnection(tcpTransport(conn), { clock, onProblem: (error) => assert.fail(String(error)) });
}

async function allTexts(connection: LineConnection, eachLine = () => {}): Promise<string[]> {
  const texts: string[] = [];
  for await (const line of linesOf(connection)) {
    texts.push(line.kind === "text" ? line.text : line.kind);
    eachLine();
  }
  return texts;
}

/** How many bytes come until the server ends the connection. */
async function countToEnd(client: Deno.TcpConn): Promise<number> {
  const buffer = new Uint8Array(65_536);
  let total = 0;
  for (let count = await client.read(buffer); count !== null; count = await client.read(buffer)) {
    total += count;
  }
  return total;
}

Deno.test("LineConnection answers a client that has ended its sending half", async () => {
  const { client, connection } = await connectPair();
  await client.write(encoder.encode("one\ntwo"));
  await client.closeWrite();
  assert.deepEqual(await allTexts(connection, () => connection.out.send(encoder.encode("ok\n"))), [
    "one",
    "two",
  ]);
  connection.close("end");
  assert.equal(await countToEnd(client), 6);
  assert.equal(await connection.closed, "end");
  client.close();
});

Deno.test("LineConnection gives all lines of a client that went away without reading a word", async () => {
  const { client, connection } = await connectPair();
  connection.out.send(encoder.encode("a banner that stays unread\n"));
  assert.equal(await client.write(encoder.encode("alice\n")), 6);
  await connection.firstByte();
  // Closed with the banner unread: the client's system resets the connection, whatever is written to it now.
  const more = encoder.encode("hello\n".repeat(5000));
  for (let sent = 0; sent < more.length;) sent += await client.write(more.subarray(sent));
  client.close();
  const texts = await allTexts(connection, () => connection.out.send(encoder.encode("welcome\n")));
  assert.equal(texts.length, 5001);
  assert.equal(await connection.closed, "lost");
});

Deno.test("LineConnection is lost when the client resets", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const client = connect(listener.addr.port, "127.0.0.1");
  const connection = serve(await listener.accept());
  client.write("one\nhalf a li");
  assert.equal(await connection.firstByte(), "o".charCodeAt(0));
  client.resetAndDestroy();
  assert.deepEqual(await allTexts(connection), ["one"]);
  assert.equal(await connection.closed, "lost");
});

Deno.test("LineConnection.close delivers everything to a client that was still sending", async () => {
  const { client, connection } = await connectPair();
  const size = 500_000;
  for (let line = 0; line < 1000; line++) await client.write(encoder.encode("a line that nobody reads\n"));
  connection.out.send(new Uint8Array(size));
  connection.close("kicked");
  assert.equal(await countToEnd(client), size);
  client.close();
  assert.equal(await connection.closed, "kicked");
});

Deno.test("LineConnection.close frees the socket of a client that does not read", async () => {
  const clock = new FakeClock();
  const { client, connection } = await connectPair(clock);
  // More than both systems hold between them, so that the write stays pending.
  connection.out.send(new Uint8Array(50_000_000));
  connection.close("kicked");
  clock.advance(FLUSH_DEADLINE);
  assert.equal(await connection.closed, "kicked");
  client.close();
});

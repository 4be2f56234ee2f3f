// The client's socket: lines, however the bytes are split.
import assert from "node:assert/strict";
import { dial, type LineSocket } from "../../../lib/client/socket.ts";

/** A socket of the client, and the server's end of it. */
async function pair(): Promise<readonly [LineSocket, Deno.TcpConn]> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const target = { host: "127.0.0.1", port: listener.addr.port, tls: false, insecure: false };
  return await Promise.all([dial(target), listener.accept()]);
}

async function all(socket: LineSocket): Promise<readonly string[]> {
  return await Array.fromAsync(socket.lines());
}

Deno.test("dial gives lines over any split, also inside a character", async () => {
  const [socket, server] = await pair();
  const lines = all(socket);
  server.setNoDelay(true);
  for (const byte of new TextEncoder().encode("one\n漢字\n\nlast\n")) await server.write(Uint8Array.of(byte));
  server.close();
  assert.deepEqual(await lines, ["one", "漢字", "", "last"]);
});

Deno.test("dial sends lines, and what was sent leaves before the end", async () => {
  const [socket, server] = await pair();
  socket.send("one");
  socket.send("two");
  socket.end();
  assert.equal(await new Response(server.readable).text(), "one\ntwo\n");
  socket.destroy();
});

Deno.test("dial gives up a server that sends a line without end", async () => {
  const [socket, server] = await pair();
  const failed = assert.rejects(all(socket), /a line without end/);
  const chunk = new Uint8Array(1024 * 1024).fill(0x61);
  try {
    for (let sent = 0; sent < 32; sent++) await server.write(chunk);
  } catch {
    // The client has closed.
  }
  await failed;
  server.close();
});

Deno.test("dial says why nobody answers", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  await assert.rejects(dial({ host: "127.0.0.1", port, tls: false, insecure: false }), /ECONNREFUSED/);
});

// A port is opened, hands out what connects, and closes.
import assert from "node:assert/strict";
import { ConnectionLimits } from "../../../lib/net/connection_limits.ts";
import { listen, type Listener } from "../../../lib/net/listener.ts";
import type { Transport } from "../../../lib/net/transport.ts";
import { FakeClock } from "../../support/fake_clock.ts";

interface Arrival {
  readonly transport: Transport;
  readonly verdict: string;
}

/** A listener on a free port; `connect` resolves when the server has seen the client. */
function startServer(limits = new ConnectionLimits({ total: 0, perAddress: 0 })) {
  const arrivals: Arrival[] = [];
  const problems: unknown[] = [];
  let seen = Promise.withResolvers<Arrival>();
  let throws = false;
  const listener: Listener = listen({
    hostname: "127.0.0.1",
    port: 0,
    limits,
    clock: new FakeClock(),
    onConnection(transport, verdict) {
      const arrival = { transport, verdict };
      arrivals.push(arrival);
      seen.resolve(arrival);
      if (throws) throw new Error("a bug of the owner");
    },
    onProblem: (error) => problems.push(error),
  });
  const clients: Deno.TcpConn[] = [];
  async function connect(): Promise<{ client: Deno.TcpConn } & Arrival> {
    seen = Promise.withResolvers();
    const client = await Deno.connect({ hostname: listener.address, port: listener.port });
    clients.push(client);
    return { client, ...await seen.promise };
  }
  return {
    listener,
    problems,
    connect,
    ownerThrows: (does: boolean) => throws = does,
    async [Symbol.asyncDispose]() {
      await listener.close();
      for (const { transport } of arrivals) transport.close();
      for (const client of clients) client.close();
    },
  };
}

Deno.test("listen opens the asked address on a free port", async () => {
  await using server = startServer();
  assert.equal(server.listener.address, "127.0.0.1");
  assert.ok(server.listener.port > 0);
  const { client, transport, verdict } = await server.connect();
  assert.equal(verdict, "ok");
  assert.deepEqual(transport.peer, { address: "127.0.0.1", port: client.localAddr.port, secure: false });
});

Deno.test("listen says why a connection has no place, and leaves the word to its user", async () => {
  await using server = startServer(new ConnectionLimits({ total: 0, perAddress: 1 }));
  await server.connect();
  const { client, transport, verdict } = await server.connect();
  assert.equal(verdict, "address-full");
  await transport.write(new TextEncoder().encode("Too many.\n"));
  transport.close();
  const received = new Uint8Array(100);
  const count = await client.read(received);
  assert.equal(new TextDecoder().decode(received.subarray(0, count ?? 0)), "Too many.\n");
  assert.equal(await client.read(received), null);
});

Deno.test("listen gives a place back when the transport is closed, once", async () => {
  await using server = startServer(new ConnectionLimits({ total: 2, perAddress: 0 }));
  const first = await server.connect();
  await server.connect();
  first.transport.close();
  first.transport.close();
  assert.equal((await server.connect()).verdict, "ok");
  assert.equal((await server.connect()).verdict, "full");
});

Deno.test("listen closes the transport and reports when its user throws, and goes on", async () => {
  await using server = startServer(new ConnectionLimits({ total: 1, perAddress: 0 }));
  server.ownerThrows(true);
  const { client } = await server.connect();
  assert.equal(await client.read(new Uint8Array(1)), null);
  assert.equal(server.problems.length, 1);
  server.ownerThrows(false);
  assert.equal((await server.connect()).verdict, "ok");
});

Deno.test("listen throws when the port is in use", async () => {
  await using server = startServer();
  const { address: hostname, port } = server.listener;
  assert.throws(() =>
    listen({
      hostname,
      port,
      limits: new ConnectionLimits({ total: 0, perAddress: 0 }),
      clock: new FakeClock(),
      onConnection: () => {},
      onProblem: () => {},
    }), Deno.errors.AddrInUse);
});

Deno.test("Listener.close stops accepting, quietly, and leaves connections alone", async () => {
  await using server = startServer();
  const { client, transport } = await server.connect();
  await server.listener.close();
  await server.listener.close();
  const { address: hostname, port } = server.listener;
  await assert.rejects(Deno.connect({ hostname, port }), Deno.errors.ConnectionRefused);
  await transport.write(new TextEncoder().encode("still here"));
  assert.equal(await client.read(new Uint8Array(100)), 10);
  assert.deepEqual(server.problems, []);
});

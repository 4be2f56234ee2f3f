// The load generator counts right: known traffic, known figures, in every dialect.

import assert from "node:assert/strict";
import { dialects } from "./dialects.ts";
import { type LoadSpec, runLoad } from "./load.ts";
import { TinyServer } from "./tiny_server.ts";
import { plainWire, sourceAddress } from "./wire.ts";

const CLIENTS = 5;
const TRAFFIC = { senders: 2, observers: 3, warmUp: 0.02, measure: 0.1 };

const closed: LoadSpec = {
  dialect: "login",
  encrypted: false,
  clients: CLIENTS,
  loginsAtATime: 2,
  traffic: { ...TRAFFIC, pace: { kind: "closed", inFlight: 4 } },
};
const paced: LoadSpec = {
  ...closed,
  traffic: { ...TRAFFIC, pace: { kind: "paced", linesPerSecond: 500 } },
};

for (const dialect of Object.keys(dialects) as (keyof typeof dialects)[]) {
  for (const [name, spec] of Object.entries({ closed, paced })) {
    Deno.test(`runLoad counts every line of ${name} traffic in the ${dialect} dialect`, async () => {
      await using server = new TinyServer(dialect);
      await assertCounted({ ...spec, dialect }, server);
    });
  }
}

Deno.test("runLoad counts every line of encrypted traffic", async () => {
  await using server = new TinyServer("login", { encrypted: true });
  await assertCounted({ ...closed, encrypted: true }, server);
});

async function assertCounted(spec: LoadSpec, server: TinyServer): Promise<void> {
  const { traffic, loginsPerSecond, lastLoginsPerSecond } = await runLoad(spec, server.port);
  assert.ok(loginsPerSecond > 0 && lastLoginsPerSecond > 0);
  assert.ok(traffic);
  assert.ok(traffic.said > 0);
  assert.equal(server.said, traffic.said + 1, "all that is said besides is the fence");
  assert.equal(traffic.missing, 0);
  assert.ok(traffic.deliveries > 0 && traffic.deliveries <= traffic.said * (CLIENTS - 1));
  const { p50, p99, worst } = traffic.latency;
  assert.ok(p50 > 0 && p50 <= p99 && p99 <= worst, `${p50}, ${p99}, ${worst} ms`);
}

Deno.test("runLoad says how many deliveries never came", async () => {
  // More than those of the arrivals and of the fence.
  const before = CLIENTS * CLIENTS;
  await using server = new TinyServer("login", {
    loses: (delivery) => delivery === before + 20 || delivery === before + 30,
  });
  const { traffic } = await runLoad(paced, server.port);
  assert.equal(traffic?.missing, 2);
});

Deno.test("runLoad measures between begin and end, when everybody is there and nothing was said", async () => {
  await using server = new TinyServer("login");
  const phases: string[] = [];
  await runLoad(closed, server.port, (phase) => {
    phases.push(phase);
    if (phase === "ready") assert.equal(server.said, 1);
    return Promise.resolve();
  });
  assert.deepEqual(phases, ["ready", "begin", "end"]);
});

Deno.test("runLoad fails when the server closes a connection at login", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepted = (async () => (await listener.accept()).close())();
  await assert.rejects(
    runLoad({ ...closed, clients: 1 }, listener.addr.port),
    /the server has closed a connection/,
  );
  await accepted;
});

const refusals = {
  login: ["ERR username-taken", "ERR banned for good"],
  named: ["ERR busy"],
  irc: [":tiny 433 * c00000 :Nickname is already in use.\r", "ERROR :Closing link\r"],
} as const;

for (const [name, lines] of Object.entries(refusals) as [keyof typeof refusals, readonly string[]][]) {
  Deno.test(`a client of the ${name} dialect does not take a refusal for anything else`, () => {
    for (const line of lines) assert.throws(() => dialects[name].hear(line), /the server says/, line);
  });
}

Deno.test("a server without a message of the day refuses nobody", () => {
  assert.equal(dialects.irc.hear(":tiny 422 c00000 :MOTD File is missing\r"), undefined);
});

Deno.test("sourceAddress gives ten connections each address of this machine, and no two places one", () => {
  const addresses = Array.from({ length: 20_000 }, (_, index) => sourceAddress(index));
  assert.ok(addresses.every((address) => /^127\.0\.\d{1,2}\.\d{1,3}$/.test(address)));
  assert.equal(new Set(addresses).size, Deno.build.os === "darwin" ? 1 : 2000);
});

Deno.test("plainWire comes from the address that it is given", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const address = sourceAddress(100);
  const [conn, wire] = await Promise.all([
    listener.accept(),
    plainWire(listener.addr.port, address, () => {}),
  ]);
  assert.equal((conn.remoteAddr as Deno.NetAddr).hostname, address);
  wire.close();
  conn.close();
  await wire.ended;
});

// A guest of the long runs notices a server that does not answer as it must.

import assert from "node:assert/strict";
import { Guest, type Ports } from "./guest.ts";
import { rulesOf, type Way, ways } from "./ways.ts";

/** Greets one client with `welcome`, answers what it says next with `answer`, and ends the connection. */
class TinyServer implements AsyncDisposable {
  readonly ports: Ports;
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #served: Promise<void>;

  constructor(welcome: string, answer: string) {
    const { port } = this.#listener.addr;
    this.ports = { tcp: port, tls: port, login: port, json: port };
    this.#served = this.#serve([welcome, answer]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#served;
    this.#listener.close();
  }

  async #serve(says: readonly string[]): Promise<void> {
    using conn = await this.#listener.accept();
    for (const text of says) {
      await conn.read(new Uint8Array(1000));
      await conn.write(new TextEncoder().encode(text));
    }
  }
}

/** What a guest gets that comes in by `welcome` and asks something. */
async function ask(way: Way, welcome: string, answer: string): Promise<boolean | undefined> {
  await using server = new TinyServer(welcome, answer);
  const rules = rulesOf(way, { changesTheme: false, sendsTelnet: false });
  const guest = await Guest.enter({ ports: server.ports, way, name: "alice", rules });
  try {
    return await guest?.ask("hello");
  } finally {
    guest?.client.close();
  }
}

Deno.test("a guest takes the answer to its ping, and the words of a server that sends it away", async () => {
  assert.equal(await ask(ways.script, "pong\n", "[bob]: pong\npong\n"), true);
  assert.equal(await ask(ways.login, "OK\nPONG\n", "INFO You were kicked by bob.\n"), false);
});

for (
  const [what, answer, error] of [
    ["ends without a word", "", /without a word/],
    ["answers something else", "[bob]: pong\n! no\n", /without a word/],
    ["shows what somebody else has sent", "[bob]: \u001b[2J\npong\n", /foreign control character/],
  ] as const
) {
  Deno.test(`a guest notices a server that ${what}`, async () => {
    await assert.rejects(ask(ways.script, "pong\n", answer), error);
  });
}

Deno.test("a guest whose name may not come in does not come in, nor does a program that is greeted", async () => {
  assert.equal(await ask(ways.script, "! bob is here already.\n", ""), undefined);
  assert.equal(await ask(ways.script, "\n  banner\n[ENTER YOUR NAME]: ", ""), undefined);
});

// How the clients of a load come in: so many at a time, until everybody is there and has heard all of it.

import type { LoadClient } from "./client.ts";
import type { LoadDialect } from "./dialects.ts";
import { findMessage, isKind, spoken } from "./message.ts";

const decoder = new TextDecoder();

/**
 * Adds `wanted` clients to `clients`, `atATime` of which are on their way in at one time; `connect` makes the one with
 * a number. Resolves to the moments at which they were in, in milliseconds. Rejects when one of them is refused, or its
 * connection closed.
 */
export async function logIn(
  dialect: LoadDialect,
  wanted: number,
  atATime: number,
  connect: (index: number) => Promise<LoadClient>,
  clients: LoadClient[],
): Promise<readonly number[]> {
  const moments: number[] = [];
  let next = 0;
  async function letIn(): Promise<void> {
    try {
      while (next < wanted) {
        const client = await connect(next++);
        clients.push(client);
        await enter(dialect, client);
        moments.push(performance.now());
      }
    } finally {
      // One that fails is enough: the others bring in nobody else.
      next = wanted;
    }
  }
  const all = await Promise.allSettled(Array.from({ length: atATime }, letIn));
  for (const each of all) if (each.status === "rejected") throw each.reason;
  return moments;
}

/** Logs one client in; its lines are counted from then on. */
export async function enter(dialect: LoadDialect, client: LoadClient): Promise<void> {
  const isIn = client.heard((bytes, start, end) => {
    const heard = dialect.hear(decoder.decode(bytes.subarray(start, end)));
    if (typeof heard === "object") client.say(heard.answer);
    return heard === "in";
  });
  client.say(dialect.login(client.name));
  await isIn;
  client.incoming.count();
}

/** Waits until nothing older than now is under way to anybody. */
export async function fence(dialect: LoadDialect, clients: readonly LoadClient[]): Promise<void> {
  const [first, ...others] = clients;
  const all = others.map(async (client) => {
    await client.heard((bytes, start, end) => {
      const at = findMessage(bytes, start, end);
      return at >= 0 && isKind("fence", bytes, at);
    });
    client.incoming.count();
  });
  first?.send(spoken(dialect, first.name, "fence", 1));
  await Promise.all(all);
  first?.incoming.count();
}

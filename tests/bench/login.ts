// How the clients of a load come in: one after the other, until everybody is there and has heard all of it.

import { LoadClient, type Tally } from "./client.ts";
import type { LoadDialect } from "./dialects.ts";
import { findMessage, isKind, spoken } from "./message.ts";

/** So many logins are under way at a time: a server that is flooded with them shows its queue, not its pace. */
const LOGINS_AT_A_TIME = 50;

/**
 * Adds `wanted` clients to `clients`. Every arrival is one line to those who are there, so the first client sees when
 * each of the others has come in.
 */
export async function logIn(
  dialect: LoadDialect,
  wanted: number,
  port: number,
  clients: LoadClient[],
  tally: Tally,
): Promise<void> {
  for (let index = 0; index < wanted; index++) {
    const client = await LoadClient.connect(port, tally);
    clients.push(client);
    client.send(new TextEncoder().encode(dialect.login(`c${String(index).padStart(5, "0")}`)));
    const first = clients[0] ?? client;
    // The second waits for nobody else, so that the first is in before all others.
    const ahead = index === 1 ? 0 : LOGINS_AT_A_TIME;
    if (index > 0) await until(first, () => first.lines >= Math.min(index, wanted - 1) - ahead);
  }
  const [first] = clients;
  if (first) await until(first, () => first.lines >= wanted - 1);
}

/** Waits until nothing older than now is under way to anybody. */
export async function fence(dialect: LoadDialect, clients: readonly LoadClient[]): Promise<void> {
  const [first, ...others] = clients;
  const seen = others.map((client) => {
    let fenced = false;
    client.onLine = (bytes, start, end) => {
      const at = findMessage(bytes, start, end);
      if (at >= 0 && isKind("fence", bytes, at)) fenced = true;
    };
    return until(client, () => fenced).then(() => client.onLine = undefined);
  });
  if (!first) return;
  first.send(spoken(dialect, "fence", 1));
  await Promise.all(seen);
  first.onLine = undefined;
}

/** Resolves after the read of `client` with which `holds` has become true. */
function until(client: LoadClient, holds: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    if (holds()) return resolve();
    client.ended.then(() => reject(new Error("the server has closed a connection")));
    client.onRead = () => {
      if (!holds()) return;
      client.onRead = undefined;
      resolve();
    };
  });
}

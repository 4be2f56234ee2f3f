// Who speaks first, when a server is too busy to read at once what came in time.

import assert from "node:assert/strict";
import { dialects } from "../../../lib/dialects/dialects.ts";
import type { Connection } from "../../../lib/net/connection.ts";
import { receive, SILENCE } from "../../../lib/server/reception.ts";
import { FakeClock } from "../../support/fake_clock.ts";

const PORT = { dialects, greets: true, secure: false };

/** A connection on which nothing was read yet; `read` lets the first byte of `line` be read. */
function unread(line: string) {
  const first = Promise.withResolvers<number>();
  const connection: Pick<Connection, "firstByte" | "handshake" | "firstLine"> = {
    firstByte: () => first.promise,
    handshake: undefined,
    firstLine: () => Promise.resolve({ kind: "text", text: line }),
  };
  return {
    connection: connection as Connection,
    read: () => first.resolve(line.charCodeAt(0)),
  };
}

for (
  const [when, speaks, dialect] of [
    ["is read in the turn in which the silence ends", (read: () => void) => setImmediate(read), "login"],
    ["never comes", () => {}, "terminal"],
  ] as const
) {
  Deno.test(`receive takes a client whose line ${when} for one of the dialect ${dialect}`, async () => {
    const clock = new FakeClock();
    const { connection, read } = unread("LOGIN alice");
    const received = receive(connection, PORT, clock);
    await clock.whenArmed(SILENCE);
    clock.advance(SILENCE);
    speaks(read);
    const welcome = await received;
    assert.ok(welcome.kind === "dialect");
    assert.equal(welcome.dialect.name, dialect);
  });
}

// A connection whose peer and clock the test plays.

import assert from "node:assert/strict";
import type { CloseReason, Line } from "../../../lib/net/connection.ts";
import { LineConnection } from "../../../lib/net/line_connection.ts";
import { FakeClock } from "../../support/fake_clock.ts";
import { FakeTransport, settled } from "../../support/fake_transport.ts";

const encoder = new TextEncoder();
export const bytes = (text: string) => encoder.encode(text);

export function startConnection() {
  const clock = new FakeClock();
  const transport = new FakeTransport();
  const problems: unknown[] = [];
  const connection = new LineConnection(transport, { clock, onProblem: (error) => problems.push(error) });
  let reason: CloseReason | undefined;
  connection.closed.then((why) => reason = why);
  /** Whether and why the connection is closed by now; a closed one leaves no timer behind. */
  async function closedAs(): Promise<CloseReason | undefined> {
    await settled();
    assert.equal(transport.timesClosed, reason === undefined ? 0 : 1);
    if (reason !== undefined) assert.deepEqual(clock.armed, []);
    return reason;
  }
  return { clock, transport, problems, connection, closedAs };
}

/** The next line, when it comes; undefined when none does. */
export async function nextLine(connection: LineConnection): Promise<Line | undefined> {
  for (;;) {
    const line = connection.nextLine();
    const arrival = line === undefined ? connection.arrival() : undefined;
    if (arrival === undefined) return line;
    await arrival;
  }
}

/** All lines that are still to come. */
export async function* linesOf(connection: LineConnection): AsyncGenerator<Line, void> {
  for (let line = await nextLine(connection); line !== undefined; line = await nextLine(connection)) {
    yield line;
  }
}

/** The texts of all lines; an over-long line shows as null. */
export async function allLines(connection: LineConnection): Promise<(string | null)[]> {
  const texts: (string | null)[] = [];
  for await (const line of linesOf(connection)) texts.push(textOf(line));
  return texts;
}

function textOf(line: Line): string | null {
  return line.kind === "text" ? line.text : null;
}

// An outbox whose writes wait until the test lets the peer take them.

import assert from "node:assert/strict";
import { BUDGET, Outbox } from "../../../lib/net/outbox.ts";
import { FakeClock } from "../../support/fake_clock.ts";
import { FakeTransport, type PendingWrite, settled } from "../../support/fake_transport.ts";

const encoder = new TextEncoder();
export const bytes = (text: string) => encoder.encode(text);

export function startOutbox() {
  const clock = new FakeClock();
  const transport = new FakeTransport();
  transport.takesAll = false;
  const broken: string[] = [];
  const outbox = new Outbox(transport, { onBroken: (reason) => broken.push(reason) }, clock);
  /** The peer takes `count` bytes of the pending write, or all, and what follows from that has happened. */
  async function take(count?: number): Promise<void> {
    pending(transport).accept(count);
    await settled();
  }
  return { clock, transport, broken, outbox, take };
}

export function pending(transport: FakeTransport): PendingWrite {
  assert.ok(transport.pending, "a write is pending");
  return transport.pending;
}

/** Fills the outbox with live lines up to its budget. */
export function fill(outbox: Outbox): void {
  for (let sent = 0; sent < BUDGET; sent += 1024) outbox.offer(new Uint8Array(1024).fill(46), 1);
}

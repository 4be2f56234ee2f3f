// What an outbox does when its peer does not keep up.
import assert from "node:assert/strict";
import { BUDGET, HARD_LIMIT, MAX_STALL, type Outbox, STALL_NOTICED } from "../../../lib/net/outbox.ts";
import { settled } from "../../support/fake_transport.ts";
import { bytes, fill, pending, startOutbox } from "./start_outbox.ts";

Deno.test("Outbox skips live lines past the budget and tells how many at their place", async () => {
  const { outbox, transport, take } = startOutbox();
  let told = 0;
  outbox.onSkipped = (lines) => {
    told = lines;
    return bytes(`<${lines} skipped>`);
  };
  fill(outbox);
  outbox.offer(bytes("gone"), 2);
  outbox.send(bytes("<direct>"));
  let skipped = 2;
  // The budget is met again after the first write, but live lines stay away until a quarter of it is left.
  for (; told === 0; skipped += 3) {
    outbox.offer(bytes("gone"), 3);
    await take();
  }
  assert.ok(transport.taken.length >= BUDGET * 3 / 4);
  outbox.offer(bytes("<live>"), 1);
  while (transport.pending !== undefined) await take();
  assert.equal(transport.taken.replaceAll(".", ""), `<direct><${skipped} skipped><live>`);
  outbox.stop();
});

Deno.test("Outbox counts skipped lines exactly, in each run of them", async () => {
  const { outbox, transport, take } = startOutbox();
  outbox.onSkipped = (lines) => bytes(`<${lines} skipped>`);
  for (const lines of [7, 9]) {
    fill(outbox);
    outbox.offer(bytes("gone"), lines);
    while (transport.pending !== undefined) await take();
  }
  assert.deepEqual(transport.taken.match(/<[^>]*>/g), ["<7 skipped>", "<9 skipped>"]);
  outbox.stop();
});

Deno.test("Outbox takes a single live chunk over the budget when nothing waits", () => {
  const { outbox, transport } = startOutbox();
  outbox.offer(new Uint8Array(BUDGET * 2), 1);
  assert.equal(pending(transport).bytes.length, BUDGET * 2);
  outbox.stop();
});

Deno.test("Outbox takes a reply of any size below the hard limit, and breaks off past it", () => {
  const { outbox, broken } = startOutbox();
  outbox.send(new Uint8Array(HARD_LIMIT - 1));
  outbox.send(new Uint8Array(5 * HARD_LIMIT));
  assert.deepEqual(broken, []);
  outbox.send(bytes("too much"));
  assert.deepEqual(broken, ["slow-consumer"]);
  outbox.stop();
});

Deno.test("Outbox breaks off when nothing could be written for the longest stall", () => {
  const { outbox, clock, broken } = startOutbox();
  outbox.send(bytes("a"));
  outbox.send(bytes("b"));
  clock.advance(MAX_STALL - 1);
  assert.deepEqual(broken, []);
  clock.advance(1);
  assert.deepEqual(broken, ["slow-consumer"]);
  outbox.stop();
});

Deno.test("Outbox breaks off when a peer takes nothing more of a chunk, too", async () => {
  const { outbox, clock, broken, take } = startOutbox();
  outbox.send(bytes("abc"));
  await take(1);
  clock.advance(MAX_STALL - 1);
  assert.deepEqual(broken, []);
  clock.advance(1);
  assert.deepEqual(broken, ["slow-consumer"]);
  outbox.stop();
});

const WAITS: Readonly<Record<string, (outbox: Outbox) => void>> = {
  "live lines are skipped": (outbox) => outbox.offer(bytes("gone"), 1),
  "somebody waits until it is drained": (outbox) => void outbox.drained(),
};
for (const [who, waits] of Object.entries(WAITS)) {
  Deno.test(`Outbox breaks off when nothing is taken of a large chunk, for which ${who}`, () => {
    const { outbox, clock, broken } = startOutbox();
    outbox.send(new Uint8Array(BUDGET));
    waits(outbox);
    clock.advance(MAX_STALL);
    assert.deepEqual(broken, ["slow-consumer"]);
    outbox.stop();
  });
}

Deno.test("Outbox counts the stall from the last bytes that were taken", async () => {
  const { outbox, clock, broken, take } = startOutbox();
  outbox.send(bytes("abc"));
  outbox.send(bytes("d"));
  clock.advance(20_000);
  await take(1);
  clock.advance(MAX_STALL - 1);
  assert.deepEqual(broken, []);
  clock.advance(STALL_NOTICED - MAX_STALL + 1);
  assert.deepEqual(broken, ["slow-consumer"]);
  outbox.stop();
});

Deno.test("Outbox counts no time in which nothing waited", async () => {
  const { outbox, clock, broken, take } = startOutbox();
  for (const text of ["a", "b"]) outbox.send(bytes(text));
  await take();
  await take();
  clock.advance(MAX_STALL);
  for (const text of ["b", "c"]) outbox.send(bytes(text));
  clock.advance(MAX_STALL - 1);
  assert.deepEqual(broken, []);
  clock.advance(STALL_NOTICED - MAX_STALL + 1);
  assert.deepEqual(broken, ["slow-consumer"]);
  outbox.stop();
});

Deno.test("Outbox counts a stall as before when the clock is set back by an hour", () => {
  const { outbox, clock, broken } = startOutbox();
  for (const text of ["a", "b"]) outbox.send(bytes(text));
  clock.advance(MAX_STALL - 1);
  clock.setBack(3_600_000);
  assert.deepEqual(broken, []);
  clock.advance(1);
  assert.deepEqual(broken, ["slow-consumer"]);
  outbox.stop();
});

Deno.test("Outbox arms one timer for many writes, and none when nothing waits behind one", async () => {
  const { outbox, clock, broken, take } = startOutbox();
  outbox.send(bytes("a"));
  assert.deepEqual(clock.armed, []);
  for (let count = 0; count < 100; count++) {
    outbox.send(bytes("a"));
    await take();
    assert.equal(clock.armed.length, 1);
  }
  await take();
  clock.advance(MAX_STALL);
  assert.deepEqual(clock.armed, []);
  assert.deepEqual(broken, []);
});

Deno.test("Outbox.drained resolves at once within the budget, else when enough was taken", async () => {
  const { outbox, take } = startOutbox();
  await outbox.drained();
  fill(outbox);
  let drained = false;
  const waiting = outbox.drained()?.then(() => drained = true);
  await settled();
  assert.equal(drained, false);
  await take();
  await waiting;
  outbox.stop();
});

Deno.test("Outbox.drained resolves when the outbox ends or stops", async () => {
  for (const finish of ["end", "stop"] as const) {
    const { outbox } = startOutbox();
    fill(outbox);
    const waiting = outbox.drained();
    outbox[finish](() => assert.fail("nothing was taken"));
    await waiting;
    await outbox.drained();
    outbox.stop();
  }
});

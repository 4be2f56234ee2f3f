// What an outbox writes, in which order, and whom it tells.
import assert from "node:assert/strict";
import fc from "fast-check";
import { settled } from "../../support/fake_transport.ts";
import { bytes, fill, pending, startOutbox } from "./start_outbox.ts";

Deno.test("Outbox writes at once when idle, the very chunk", () => {
  const { outbox, transport } = startOutbox();
  const chunk = bytes("hello\n");
  outbox.offer(chunk, 1);
  assert.equal(pending(transport).bytes, chunk);
  outbox.stop();
});

Deno.test("Outbox joins what waits into one write, in order", async () => {
  const { outbox, transport, take } = startOutbox();
  outbox.send(bytes("a"));
  outbox.offer(bytes("b"), 1);
  outbox.send(bytes("c"));
  outbox.offer(bytes("d"), 1);
  assert.equal(pending(transport).text, "a");
  await take();
  assert.equal(pending(transport).text, "bcd");
  await take();
  assert.equal(transport.pending, undefined);
  assert.equal(transport.taken, "abcd");
  outbox.stop();
});

Deno.test("Outbox goes on where a partial write stopped", async () => {
  const { outbox, transport, take } = startOutbox();
  const chunk = bytes("hello\n");
  outbox.send(chunk);
  outbox.send(bytes("world\n"));
  await take(2);
  assert.equal(pending(transport).text, "llo\n");
  await take(4);
  assert.equal(pending(transport).text, "world\n");
  await take();
  assert.equal(transport.taken, "hello\nworld\n");
  assert.equal(new TextDecoder().decode(chunk), "hello\n");
  outbox.stop();
});

Deno.test("Outbox keeps every byte in order for any chunks and any partial writes", async () => {
  const chunks = fc.array(fc.string({ unit: "grapheme-ascii", maxLength: 8 }), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(chunks, fc.array(fc.integer({ min: 1, max: 12 })), async (texts, counts) => {
      const { outbox, transport, take } = startOutbox();
      for (const [index, text] of texts.entries()) {
        outbox.send(bytes(text));
        const count = counts[index];
        if (count !== undefined && transport.pending) {
          await take(Math.min(count, transport.pending.bytes.length));
        }
      }
      while (transport.pending !== undefined) await take();
      assert.equal(transport.taken, texts.join(""));
      outbox.stop();
    }),
  );
});

Deno.test("Outbox runs `written` once the last byte of that chunk is taken, and not before", async () => {
  const { outbox, take } = startOutbox();
  const told: string[] = [];
  outbox.send(bytes("one"), () => told.push("one"));
  outbox.send(bytes("two"), () => told.push("two"));
  outbox.send(bytes("three"));
  outbox.send(bytes("four"), () => told.push("four"));
  await take(2);
  assert.deepEqual(told, []);
  await take(1);
  assert.deepEqual(told, ["one"]);
  await take(3);
  assert.deepEqual(told, ["one", "two"]);
  await take(8);
  assert.deepEqual(told, ["one", "two"]);
  await take(1);
  assert.deepEqual(told, ["one", "two", "four"]);
  outbox.stop();
});

Deno.test("Outbox runs `written` of an empty chunk when what was before it is taken", async () => {
  const { outbox, take } = startOutbox();
  const told: string[] = [];
  outbox.send(bytes(""), () => told.push("nothing before it"));
  assert.deepEqual(told, ["nothing before it"]);
  outbox.send(bytes("a"));
  outbox.send(bytes(""), () => told.push("after a"));
  assert.deepEqual(told, ["nothing before it"]);
  await take();
  assert.deepEqual(told, ["nothing before it", "after a"]);
  outbox.stop();
});

Deno.test("Outbox queues behind the rest what `written` sends", async () => {
  const { outbox, transport, take } = startOutbox();
  outbox.send(bytes("a"), () => outbox.send(bytes("c")));
  outbox.send(bytes("b"));
  await take();
  assert.equal(pending(transport).text, "bc");
  outbox.stop();
});

Deno.test("Outbox counts the chunks that were queued, and no others", () => {
  const { outbox } = startOutbox();
  outbox.send(bytes("a"));
  outbox.send(bytes(""));
  outbox.offer(bytes("b"), 1);
  assert.equal(outbox.queued, 2);
  fill(outbox);
  const queued = outbox.queued;
  outbox.offer(bytes("skipped"), 1);
  assert.equal(outbox.queued, queued);
  outbox.stop();
});

Deno.test("Outbox stops and tells when a write fails", async () => {
  const { outbox, transport, clock, broken } = startOutbox();
  outbox.send(bytes("a"), () => assert.fail("never written"));
  outbox.send(bytes("b"));
  pending(transport).fail(new Deno.errors.BrokenPipe());
  await settled();
  assert.deepEqual(broken, ["lost"]);
  outbox.send(bytes("c"));
  assert.equal(transport.writes, 1);
  assert.deepEqual(clock.armed, []);
});

Deno.test("Outbox reports what a callback throws, and writes the rest", async () => {
  const { outbox, transport, broken, take } = startOutbox();
  outbox.send(bytes("a"), () => {
    throw new Error("a bug of the owner");
  });
  outbox.send(bytes("b"));
  await take();
  assert.deepEqual(broken, ["error"]);
  assert.equal(pending(transport).text, "b");
  outbox.stop();
});

Deno.test("Outbox.end takes no more and tells when all is written", async () => {
  const { outbox, transport, take } = startOutbox();
  let flushed = false;
  outbox.send(bytes("a"));
  outbox.send(bytes("b"));
  outbox.end(() => flushed = true);
  outbox.send(bytes("c"));
  outbox.offer(bytes("d"), 1);
  await take();
  assert.equal(flushed, false);
  await take();
  assert.equal(flushed, true);
  assert.equal(transport.taken, "ab");
  outbox.stop();
});

Deno.test("Outbox.end tells at once when nothing waits", () => {
  const { outbox } = startOutbox();
  let flushed = false;
  outbox.end(() => flushed = true);
  assert.equal(flushed, true);
});

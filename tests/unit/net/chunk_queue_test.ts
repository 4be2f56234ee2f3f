// Chunks keep their order and their bytes while they are joined.
import assert from "node:assert/strict";
import fc from "fast-check";
import { ChunkQueue } from "../../../lib/net/chunk_queue.ts";

/** All that the queue gives, by size. */
function sizes(queue: ChunkQueue): number[] {
  const found: number[] = [];
  for (let taken = queue.take(); taken !== undefined; taken = queue.take()) found.push(taken.length);
  return found;
}

Deno.test("ChunkQueue gives a lone chunk as it is", () => {
  const queue = new ChunkQueue();
  const chunk = Uint8Array.of(1, 2, 3);
  queue.push(chunk);
  assert.equal(queue.take(), chunk);
  assert.equal(queue.take(), undefined);
});

Deno.test("ChunkQueue joins up to 64 KiB and leaves larger chunks whole", () => {
  const queue = new ChunkQueue();
  for (const size of [1, 40_000, 20_000, 10_000, 100_000, 5, 65_531]) queue.push(new Uint8Array(size));
  assert.deepEqual(sizes(queue), [60_001, 10_000, 100_000, 65_536]);
});

Deno.test("ChunkQueue modifies no chunk", () => {
  const queue = new ChunkQueue();
  const chunks = [Uint8Array.of(1, 2), Uint8Array.of(3)];
  for (const chunk of chunks) queue.push(chunk);
  assert.deepEqual(queue.take(), Uint8Array.of(1, 2, 3));
  assert.deepEqual(chunks, [Uint8Array.of(1, 2), Uint8Array.of(3)]);
});

Deno.test("queues that wait for the same chunks share what is joined from them", () => {
  const chunks = [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)];
  const taken = (own: readonly Uint8Array[]) => {
    const queue = new ChunkQueue();
    for (const chunk of own) queue.push(chunk);
    return queue.take();
  };
  const first = taken(chunks);
  assert.equal(taken(chunks), first);
  for (const other of [chunks.slice(1), chunks.slice(0, 2), chunks.toReversed(), [...chunks, ...chunks]]) {
    assert.deepEqual(taken(other), Uint8Array.from(other.flatMap((chunk) => [...chunk])));
  }
});

Deno.test("ChunkQueue keeps every byte in order, however pushes and takes alternate", () => {
  const step = fc.oneof(fc.constant("take"), fc.constantFrom(1, 3, 30_000, 40_000, 70_000));
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
    const queue = new ChunkQueue();
    const pushed: number[] = [];
    const taken: number[] = [];
    for (const [index, size] of [...steps, ...steps.map(() => "take" as const)].entries()) {
      if (typeof size === "number") {
        queue.push(new Uint8Array(size).fill(index));
        pushed.push(...runs(new Uint8Array(size).fill(index)));
      } else {
        taken.push(...runs(queue.take() ?? new Uint8Array(0)));
      }
    }
    assert.deepEqual(taken, pushed);
  }));
});

/** Each run of equal bytes as its byte and its length. */
function runs(bytes: Uint8Array): number[] {
  const found: number[] = [];
  for (let start = 0; start < bytes.length;) {
    const byte = bytes[start] ?? 0;
    let end = start;
    while (bytes[end] === byte) end++;
    found.push(byte, end - start);
    start = end;
  }
  return found;
}

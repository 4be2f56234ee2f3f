// Reading with a signal: it ends with the source or with the signal, whichever is first.

import assert from "node:assert/strict";
import { untilAborted } from "../../../../lib/services/assistant/until_aborted.ts";

async function* items(...values: readonly string[]): AsyncGenerator<string> {
  yield* values;
}

Deno.test("untilAborted yields all of a source that ends", async () => {
  const { signal } = new AbortController();
  assert.deepEqual(await Array.fromAsync(untilAborted(items("one", "two"), signal)), ["one", "two"]);
});

Deno.test("untilAborted throws what the source throws", async () => {
  async function* failing(): AsyncGenerator<string> {
    yield "one";
    throw new TypeError("no more");
  }
  await assert.rejects(Array.fromAsync(untilAborted(failing(), new AbortController().signal)), TypeError);
});

Deno.test("untilAborted ends at the signal, also when the source never does", async () => {
  async function* stuck(): AsyncGenerator<string> {
    yield "one";
    await new Promise<never>(() => {});
  }
  const stopping = new AbortController();
  const seen: string[] = [];
  const reading = (async () => {
    for await (const item of untilAborted(stuck(), stopping.signal)) seen.push(item);
  })();
  await Promise.resolve();
  stopping.abort();
  await reading;
  assert.deepEqual(seen, ["one"]);
});

Deno.test("untilAborted asks nothing of a source when the signal is aborted already", async () => {
  const never = { [Symbol.asyncIterator]: () => ({ next: () => assert.fail("asked") }) };
  assert.deepEqual(await Array.fromAsync(untilAborted(never, AbortSignal.abort())), []);
});

Deno.test("untilAborted leaves the source when its reader leaves", async () => {
  const left = Promise.withResolvers<void>();
  async function* source(): AsyncGenerator<string> {
    try {
      yield* ["one", "two"];
    } finally {
      left.resolve();
    }
  }
  for await (const _ of untilAborted(source(), new AbortController().signal)) break;
  await left.promise;
});

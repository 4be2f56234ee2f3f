// A request that is called off while its answer comes: the answer ends, whatever the garbage collector did meanwhile.

import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { guardedFetch } from "../../../lib/assistant/guarded_fetch.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

Deno.test("guardedFetch ends an answer that is called off, and closes its connection", async () => {
  const left = Promise.withResolvers<void>();
  const stream = () =>
    new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => controller.enqueue(new Uint8Array(1)),
      cancel: () => left.resolve(),
    });
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response(stream()),
  );
  const stopping = new AbortController();
  const { body } = await guardedFetch(`http://127.0.0.1:${server.addr.port}/`, { signal: stopping.signal });
  const reader = body?.getReader() ?? assert.fail("there is no body");
  await reader.read();
  const next = reader.read();
  collectGarbage();
  stopping.abort();
  await assert.rejects(next, { name: "AbortError" });
  await left.promise;
});

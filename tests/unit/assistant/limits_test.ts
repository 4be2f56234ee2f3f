// Answers that do not end, are not wanted any more or are too long: the connection is closed, and memory stays small.

import assert from "node:assert/strict";
import { RESPONSE_LIMIT } from "../../../lib/assistant/guarded_fetch.ts";
import { TEXT_LIMIT } from "../../../lib/assistant/provider_model.ts";
import { answerTo, ask, failureAfter, PROMPT, testBoth } from "./asking.ts";

testBoth("an answer that is called off before it began ends, and its connection with it", async (ends) => {
  const stopping = new AbortController();
  const { first, turn } = await ask(ends, stopping.signal);
  stopping.abort();
  assert.deepEqual(await first, { done: true, value: undefined });
  turn.say("too late");
  await turn.abandoned;
});

testBoth("an answer that is called off in the middle ends, and its connection with it", async (ends) => {
  const stopping = new AbortController();
  const { first, parts, turn } = await ask(ends, stopping.signal);
  turn.say("Hel");
  await first;
  const second = parts.next();
  stopping.abort();
  assert.deepEqual(await second, { done: true, value: undefined });
  await turn.abandoned;
});

testBoth("an answer that was called off beforehand is not asked for", async ({ server, model }) => {
  assert.deepEqual(await Array.fromAsync(model.answer(PROMPT, AbortSignal.abort())), []);
  assert.deepEqual(server.turns, []);
});

testBoth("an answer that its reader leaves closes its connection", async (ends) => {
  const { first, parts, turn } = await ask(ends);
  turn.say("Hel");
  await first;
  await parts.return?.();
  await turn.abandoned;
});

testBoth("an answer without end is left when there is more of it than anyone shows", async (ends) => {
  const text = await answerTo(ends, (turn) => turn.repeat(turn.wire.text("more and ")));
  assert.equal(text.length, TEXT_LIMIT);
  await ends.server.turns[0]?.abandoned;
});

testBoth("a thought without end breaks the answer off at the limit of what is read", async (ends) => {
  const failure = await failureAfter(ends, (turn) => turn.repeat(turn.wire.thought("hmm, ".repeat(1000))));
  assert.equal(failure.kind, "broken");
  await ends.server.turns[0]?.abandoned;
});

testBoth("a line without end breaks the answer off at the limit of what is read", async (ends) => {
  const failure = await failureAfter(ends, (turn) => {
    turn.send('data: {"');
    turn.repeat("x".repeat(16_384));
  });
  assert.equal(failure.kind, "broken");
  await ends.server.turns[0]?.abandoned;
});

testBoth("a refusal without end is left at the limit of what is read", async (ends) => {
  const left = Promise.withResolvers<void>();
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => controller.enqueue(new Uint8Array(16_384)),
    cancel: () => left.resolve(),
  });
  const failure = await failureAfter(ends, (turn) => turn.respond(new Response(body, { status: 400 })));
  assert.deepEqual([failure.kind, failure.status], ["rejected", 400]);
  await left.promise;
});

testBoth("a packed answer is measured by what it unpacks to", async (ends) => {
  const headers = { "content-type": "text/event-stream", "content-encoding": "gzip" };
  const failure = await failureAfter(ends, (turn) => {
    const { wire } = turn;
    const padding = `: ${"x".repeat(RESPONSE_LIMIT)}\n\n`;
    const events = new Blob([padding, wire.text("Hello"), wire.end(wire.whole)]).stream();
    turn.respond(new Response(events.pipeThrough(new CompressionStream("gzip")), { headers }));
  });
  assert.equal(failure.kind, "broken");
});

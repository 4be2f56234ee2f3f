// What goes wrong at a provider: one kind for each thing, and not a word of it.

import assert from "node:assert/strict";
import type { ModelProblem } from "../../../lib/assistant/language_model.ts";
import { openModel } from "../../../lib/assistant/open_model.ts";
import { ModelServer } from "../../support/model_server.ts";
import { answerTo, ask, failureAfter, failureOf, PROMPT, testBoth } from "./asking.ts";

const STATUSES: Readonly<Record<number, ModelProblem>> = {
  302: "rejected",
  400: "rejected",
  401: "rejected",
  403: "rejected",
  404: "rejected",
  408: "unavailable",
  429: "overloaded",
  500: "unavailable",
  503: "unavailable",
};

for (const [status, kind] of Object.entries(STATUSES)) {
  testBoth(`an answer of status ${status} is ${kind}, and nothing in it shows the key`, async (ends) => {
    const failure = await failureAfter(ends, (turn) => turn.fail(Number(status), { "retry-after": "30" }));
    assert.deepEqual([failure.kind, failure.status], [kind, Number(status)]);
    assert.deepEqual([failure.message, failure.cause], [`${kind} (${status})`, undefined]);
    assert.equal(ends.server.turns.length, 1);
  });
}

testBoth("a problem that no provider words is told by its status alone", async (ends) => {
  const failure = await failureAfter(ends, (turn) => turn.respond(new Response("<html>", { status: 502 })));
  assert.deepEqual([failure.kind, failure.status], ["unavailable", 502]);
});

testBoth("a redirect is not followed, so the key stays where it was meant to go", async (ends) => {
  const reached: string[] = [];
  await using elsewhere = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, ({ url }) => {
    reached.push(url);
    return new Response();
  });
  const location = `http://127.0.0.1:${elsewhere.addr.port}/`;
  const failure = await failureAfter(ends, (turn) => {
    turn.respond(new Response(null, { status: 307, headers: { location } }));
  });
  assert.deepEqual([failure.kind, failure.status], ["rejected", 307]);
  assert.deepEqual(reached, []);
});

testBoth("a provider that cannot be reached is unavailable", async ({ server, model }) => {
  await server[Symbol.asyncDispose]();
  const failure = await failureOf(Array.fromAsync(model.answer(PROMPT, new AbortController().signal)));
  assert.deepEqual([failure.kind, failure.status], ["unavailable", undefined]);
});

testBoth("a key that no header can hold is rejected before anything is sent", async ({ server }) => {
  const model = await openModel({ ...server.settings, apiKey: "two\nlines" });
  const failure = await failureOf(Array.fromAsync(model.answer(PROMPT, new AbortController().signal)));
  assert.deepEqual([failure.kind, failure.message], ["rejected", "rejected"]);
  assert.deepEqual(server.turns, []);
});

testBoth("an answer whose connection is cut is broken, after what came of it", async (ends) => {
  const { first, parts, turn } = await ask(ends);
  turn.say("Hel");
  assert.deepEqual(await first, { done: false, value: "Hel" });
  const second = parts.next();
  turn.cut();
  assert.equal((await failureOf(second)).kind, "broken");
});

testBoth("an answer that ends without its end is broken", async (ends) => {
  const failure = await failureAfter(ends, (turn) => {
    turn.say("Hel");
    turn.close();
  });
  assert.equal(failure.kind, "broken");
});

testBoth("an answer with an event that is no JSON is broken", async (ends) => {
  const failure = await failureAfter(ends, (turn) => {
    turn.send('data: {"choices": [{"de\n\n');
    turn.answer("Hello");
  });
  assert.equal(failure.kind, "broken");
});

testBoth("an answer with an event that says nothing of the kind is broken", async (ends) => {
  const failure = await failureAfter(ends, (turn) => {
    turn.send('data: {"candidates": 7, "choices": 7}\n\n');
    turn.answer("Hello");
  });
  assert.equal(failure.kind, "broken");
});

testBoth("a page that is no stream of events is a broken answer", async (ends) => {
  const headers = { "content-type": "text/html" };
  const failure = await failureAfter(ends, (turn) => {
    turn.respond(new Response("<!doctype html><p>Welcome</p>", { headers }));
  });
  assert.equal(failure.kind, "broken");
});

testBoth("an answer without a body is rejected", async (ends) => {
  const failure = await failureAfter(ends, (turn) => turn.respond(new Response(null, { status: 204 })));
  assert.equal(failure.kind, "rejected");
});

testBoth(
  "a problem that comes in the stream ends the answer, and nothing in it shows the key",
  async (ends) => {
    const failure = await failureAfter(ends, (turn) => {
      turn.say("Hel");
      turn.fail(503);
      turn.close();
    });
    assert.deepEqual([failure.cause, /canary|key/.test(String(failure.stack))], [undefined, false]);
    assert.equal(failure.kind, ends.kind === "gemini" ? "unavailable" : "broken");
  },
);

Deno.test("a problem that comes in the stream is known by the status that some servers give as its code", async () => {
  await using server = new ModelServer("compatible");
  const model = await openModel(server.settings);
  const failure = await failureAfter({ model, server }, (turn) => {
    turn.send('data: {"error": {"message": "slow down", "code": 429}}\n\n');
    turn.close();
  });
  assert.deepEqual([failure.kind, failure.status], ["overloaded", 429]);
});

testBoth("an answer without text is empty", async (ends) => {
  assert.equal((await failureAfter(ends, (turn) => turn.end())).kind, "empty");
});

testBoth("an answer that is all thought is empty", async (ends) => {
  const failure = await failureAfter(ends, (turn) => {
    turn.think("No.");
    turn.end();
  });
  assert.equal(failure.kind, "empty");
});

testBoth("an answer that was held back is empty", async (ends) => {
  const failure = await failureAfter(
    ends,
    (turn) => turn.end(ends.kind === "gemini" ? "SAFETY" : "content_filter"),
  );
  assert.equal(failure.kind, "empty");
});

Deno.test("a question that Gemini does not take is answered by nothing", async () => {
  await using server = new ModelServer("gemini");
  const model = await openModel(server.settings);
  const failure = await failureAfter({ model, server }, (turn) => {
    turn.send('data: {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}\r\n\r\n');
    turn.close();
  });
  assert.equal(failure.kind, "empty");
});

testBoth("an answer that a filter cut off is broken", async (ends) => {
  const failure = await failureAfter(ends, (turn) => {
    turn.say("First you take");
    turn.end(ends.kind === "gemini" ? "SAFETY" : "content_filter");
  });
  assert.equal(failure.kind, "broken");
});

testBoth("a model that failed once answers the next time", async (ends) => {
  await failureAfter(ends, (turn) => turn.fail(500));
  assert.equal(await answerTo(ends, (turn) => turn.answer("Hello")), "Hello");
});

// How a provider's stream reads: all of its text in order, and nothing else that may be in it.

import assert from "node:assert/strict";
import { openModel } from "../../../lib/assistant/open_model.ts";
import { ModelServer } from "../../support/model_server.ts";
import { openaiEvent } from "../../support/model_wire.ts";
import { answerTo, ask, testBoth } from "./asking.ts";

const encoder = new TextEncoder();

testBoth("an answer comes in the parts in which it was sent", async (ends) => {
  const { first, parts, turn } = await ask(ends);
  turn.say("Hel");
  assert.deepEqual(await first, { done: false, value: "Hel" });
  const second = parts.next();
  turn.say("lo");
  assert.deepEqual(await second, { done: false, value: "lo" });
  turn.end();
  assert.deepEqual(await parts.next(), { done: true, value: undefined });
});

testBoth("an answer keeps line breaks, quotes and every script", async (ends) => {
  const text = 'One\n\n"two"\t\\ 日本語 🎉 é\u0301\n';
  assert.equal(await answerTo(ends, (turn) => turn.answer(text)), text);
});

testBoth("an answer does not tell what the model thinks to itself", async (ends) => {
  const answer = await answerTo(ends, (turn) => {
    turn.think("They want brevity. ");
    turn.say("Because.");
    turn.think("Was that brief?");
    turn.end();
  });
  assert.equal(answer, "Because.");
});

testBoth("an answer is the same when its characters and lines are torn apart on the way", async (ends) => {
  const answer = await answerTo(ends, (turn) => {
    for (const byte of encoder.encode(turn.wire.text("日本語 🎉"))) turn.send(Uint8Array.of(byte));
    turn.end();
  });
  assert.equal(answer, "日本語 🎉");
});

testBoth(
  "an answer may come with any line ends, comments, other fields and a byte order mark",
  async (ends) => {
    const answer = await answerTo(ends, (turn) => {
      const event = (text: string) => turn.wire.text(text).trimEnd();
      turn.send("\ufeff: keep-alive\n\n");
      turn.send(`${event("a")}\r\n\r\n`);
      turn.send(`: OPENROUTER PROCESSING\r\n\r\nevent: message\nid: 7\nretry: 10\n${event("b")}\n\n`);
      turn.send(`:\r\r${event("c")}\r\r`);
      turn.end();
    });
    assert.equal(answer, "abc");
  },
);

testBoth("an answer may come packed", async (ends) => {
  const headers = { "content-type": "text/event-stream", "content-encoding": "gzip" };
  const answer = await answerTo(ends, (turn) => {
    const { wire } = turn;
    const events = new Blob([wire.text("Hello"), wire.end(wire.whole)]).stream();
    turn.respond(new Response(events.pipeThrough(new CompressionStream("gzip")), { headers }));
  });
  assert.equal(answer, "Hello");
});

testBoth("an answer that met the provider's own limit is an answer", async ({ kind, ...ends }) => {
  const answer = await answerTo(ends, (turn) => {
    turn.say("It is a long");
    turn.end(kind === "gemini" ? "MAX_TOKENS" : "length");
  });
  assert.equal(answer, "It is a long");
});

Deno.test("an answer holds the words in which a model declines", async () => {
  await using server = new ModelServer("compatible");
  const model = await openModel(server.settings);
  const answer = await answerTo({ model, server }, (turn) => {
    turn.send(openaiEvent({ refusal: "I would rather not." }));
    turn.end();
  });
  assert.equal(answer, "I would rather not.");
});

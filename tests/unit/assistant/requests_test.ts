// What a provider is sent: the question, who says what, and the key where that provider looks for it.

import assert from "node:assert/strict";
import { openModel } from "../../../lib/assistant/open_model.ts";
import { MODEL_KEY, ModelServer } from "../../support/model_server.ts";
import { answerTo, ask, PROMPT, testBoth } from "./asking.ts";

const CONVERSATION = {
  instructions: "Be brief.",
  exchanges: [{ question: "One?", answer: "1" }, { question: "Two?", answer: "2" }],
  question: "Three?",
};

Deno.test("openModel gives Gemini the instructions as its system instruction and the rest by role", async () => {
  await using server = new ModelServer("gemini");
  const model = await openModel(server.settings);
  await answerTo({ model, server }, (turn) => turn.answer("3"), CONVERSATION);
  const text = (text: string) => ({ parts: [{ text }] });
  assert.deepEqual(server.turns[0]?.body, {
    generationConfig: {},
    systemInstruction: text("Be brief."),
    contents: [
      { role: "user", ...text("One?") },
      { role: "model", ...text("1") },
      { role: "user", ...text("Two?") },
      { role: "model", ...text("2") },
      { role: "user", ...text("Three?") },
    ],
  });
});

Deno.test("openModel gives others the instructions as system message and the rest by role", async () => {
  await using server = new ModelServer("compatible");
  const model = await openModel(server.settings);
  await answerTo({ model, server }, (turn) => turn.answer("3"), CONVERSATION);
  assert.deepEqual(server.turns[0]?.body, {
    model: "test-model",
    stream: true,
    messages: [
      { role: "system", content: "Be brief." },
      { role: "user", content: "One?" },
      { role: "assistant", content: "1" },
      { role: "user", content: "Two?" },
      { role: "assistant", content: "2" },
      { role: "user", content: "Three?" },
    ],
  });
});

testBoth("a model sends its key in the provider's own header and nowhere else", async ({ kind, ...ends }) => {
  await answerTo(ends, (turn) => turn.answer("Hello"));
  const { path, headers, body } = ends.server.turns[0] ?? assert.fail();
  const place = kind === "gemini" ? "x-goog-api-key" : "authorization";
  assert.equal(headers.get(place), kind === "gemini" ? MODEL_KEY : `Bearer ${MODEL_KEY}`);
  const others = [...headers].filter(([name]) => name !== place);
  assert.ok(!JSON.stringify([path, others, body]).includes(MODEL_KEY));
});

Deno.test("openModel needs no key for a server on the own machine", async () => {
  await using server = new ModelServer("compatible");
  const model = await openModel({ kind: "compatible", baseUrl: server.baseUrl, model: "llama3" });
  assert.equal(await answerTo({ model, server }, (turn) => turn.answer("Hello")), "Hello");
  assert.equal(server.turns[0]?.headers.has("authorization"), false);
});

testBoth("openModel takes an address that ends in a slash", async ({ server }) => {
  const model = await openModel({ ...server.settings, baseUrl: `${server.baseUrl}/` });
  assert.equal(await answerTo({ model, server }, (turn) => turn.answer("Hello")), "Hello");
});

testBoth("a model is known by the name that the settings give it", ({ model }) => {
  assert.equal(model.name, "test-model");
  return Promise.resolve();
});

testBoth("a model is asked nothing before its answer is wanted", async ({ server, model }) => {
  model.answer(PROMPT, new AbortController().signal);
  const { turn, first } = await ask({ server, model });
  turn.answer("Hello");
  await first;
  assert.deepEqual(server.turns, [turn]);
});

// Which provider and which model the settings choose.

import assert from "node:assert/strict";
import { modelSettings } from "../../../lib/process/model_settings.ts";

const ENDPOINT = { aiBaseUrl: "http://127.0.0.1:11434/v1", aiModel: "llama3.2" };

Deno.test("modelSettings chooses nobody when nothing is set", () => {
  assert.equal(modelSettings({}), undefined);
  assert.equal(modelSettings({ geminiBaseUrl: "http://127.0.0.1:1", aiModel: "llama3.2" }), undefined);
});

Deno.test("modelSettings chooses Gemini by its key, with a model of its own", () => {
  assert.deepEqual(modelSettings({ geminiApiKey: "k" }), {
    kind: "gemini",
    apiKey: "k",
    model: "gemini-2.5-flash",
  });
});

Deno.test("modelSettings takes another model and another address for Gemini", () => {
  const settings = { geminiApiKey: "k", geminiBaseUrl: "http://127.0.0.1:1", aiModel: "gemini-2.5-pro" };
  assert.deepEqual(modelSettings(settings), {
    kind: "gemini",
    apiKey: "k",
    baseUrl: "http://127.0.0.1:1",
    model: "gemini-2.5-pro",
  });
});

Deno.test("modelSettings chooses an endpoint by its address, with or without a key", () => {
  const { aiBaseUrl: baseUrl, aiModel: model } = ENDPOINT;
  assert.deepEqual(modelSettings(ENDPOINT), { kind: "compatible", baseUrl, model });
  assert.deepEqual(modelSettings({ ...ENDPOINT, aiApiKey: "k" }), {
    kind: "compatible",
    baseUrl,
    apiKey: "k",
    model,
  });
});

Deno.test("modelSettings prefers Gemini, and does not ask it for the endpoint's model", () => {
  assert.deepEqual(modelSettings({ ...ENDPOINT, geminiApiKey: "k" }), modelSettings({ geminiApiKey: "k" }));
});

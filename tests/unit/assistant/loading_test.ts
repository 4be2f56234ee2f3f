// The packages of the providers: loaded when a model is opened and not before, and content with the network alone.

import assert from "node:assert/strict";
import { openModel } from "../../../lib/assistant/open_model.ts";
import { ModelServer } from "../../support/model_server.ts";
import { sourceFiles } from "../../structure/source_files.ts";
import { answerTo } from "./asking.ts";

for (const kind of ["gemini", "compatible"] as const) {
  Deno.test({
    name: `openModel and its answers need no permission but the network (${kind})`,
    permissions: {
      net: "inherit",
      env: false,
      read: false,
      write: false,
      run: false,
      sys: false,
      ffi: false,
      import: false,
    },
    async fn() {
      await using server = new ModelServer(kind);
      const model = await openModel(server.settings);
      assert.equal(await answerTo({ model, server }, (turn) => turn.answer("Hello")), "Hello");
    },
  });
}

Deno.test("no file loads a provider's package when it is loaded itself", () => {
  const files = [...sourceFiles("lib"), ...sourceFiles("main.ts")].map(({ path }) => ({
    path,
    text: Deno.readTextFileSync(path),
  }));
  const eager = files.filter(({ text }) => /\b(?:import|export)\s+(?!type\b)[^"'()]*"@ai-sdk\//.test(text));
  assert.deepEqual(eager.map(({ path }) => path), []);
  const lazy = files.filter(({ text }) => text.includes('import("@ai-sdk/'));
  assert.deepEqual(lazy.map(({ path }) => path), ["lib/assistant/open_model.ts"]);
});

// The real program with a provider: what it says when it starts and stops, and where its key is not to be found.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { ChatClient } from "../support/chat_client.ts";
import { filesIn } from "../support/files.ts";
import { MODEL_KEY, ModelServer, type ModelTurn } from "../support/model_server.ts";
import { Program } from "../support/program.ts";
import { TempFolder } from "../support/store.ts";

const FIVE_SECONDS = 5000;

/** The environment that chooses the provider. */
function environmentOf(server: ModelServer): Readonly<Record<string, string>> {
  const { kind, baseUrl = "", model } = server.settings;
  return kind === "gemini"
    ? { GEMINI_API_KEY: MODEL_KEY, GEMINI_BASE_URL: baseUrl }
    : { AI_API_KEY: MODEL_KEY, AI_BASE_URL: baseUrl, AI_MODEL: model };
}

/** Everything in the files of a folder, as bytes that happen to be text. */
function contentsOf(folder: string): string {
  return filesIn(folder).map((name) =>
    new TextDecoder("latin1").decode(Deno.readFileSync(`${folder}/${name}`))
  )
    .join("\n");
}

for (const kind of ["gemini", "compatible"] as const) {
  Deno.test(`the key is in no output, log, database or export, whatever the provider does (${kind})`, async () => {
    using folder = new TempFolder();
    await using provider = new ModelServer(kind);
    let said = "";
    {
      await using server = await Program.server({
        cwd: folder.path,
        env: environmentOf(provider),
        args: ["--ai-rate", "0", "--log-level", "debug"],
      });
      const alice = await server.script("alice");
      for (const status of [400, 401, 429, 500]) {
        said += await ask(alice, provider, (turn) => turn.fail(status));
      }
      // Before there are too many failures in a row.
      const answer = await ask(alice, provider, (turn) => turn.answer("Nobody knows."));
      assert.match(answer, /\[Rox\]: Nobody knows\.$/m);
      said += await ask(alice, provider, (turn) => {
        turn.say("It is");
        turn.fail(500);
        turn.close();
      });
      // Nobody listens there any more.
      await provider[Symbol.asyncDispose]();
      await alice.send("/ai and now?");
      await alice.expect("[AI] Thinking...");
      said += answer + await alice.line();
      server.signal("SIGTERM");
      const { code, stdout, stderr } = await server.ended();
      assert.equal(code, 0);
      said += stdout + stderr;
    }
    const { stdout: log, stderr: problems } = await exported(folder.path);
    assert.match(log, /\[Rox\]: Nobody knows\.$/m);
    for (const text of [said, log, problems, contentsOf(`${folder.path}/data`)]) {
      assert.doesNotMatch(text, /canary/);
      // Nor does anybody but the operator learn where the provider is, or what it says.
      assert.doesNotMatch(text, new RegExp(`${new URL(provider.baseUrl).port}/v1|refused, your`));
    }
  });
}

Deno.test("the server says who answers, with which model, and takes the key out of .env", async () => {
  using folder = new TempFolder();
  await using provider = new ModelServer("compatible");
  const lines = Object.entries(environmentOf(provider)).map(([name, value]) => `${name}=${value}\n`);
  Deno.writeTextFileSync(`${folder.path}/.env`, lines.join(""));
  await using server = await Program.server({ cwd: folder.path, args: ["--ai-name", "Max"] });
  await server.stdout.until(/^AI: Max answers \/ai \(test-model\)$/m);
  const alice = await server.script("alice");
  assert.match(await ask(alice, provider, (turn) => turn.answer("Max.")), /\[Max\]: Max\.$/m);
});

Deno.test("the server without a provider says so, and refuses questions", async () => {
  using folder = new TempFolder();
  await using server = await Program.server({ cwd: folder.path });
  await server.stdout.until(/^AI features disabled \(no API key\)$/m);
  const alice = await server.script("alice");
  assert.deepEqual(await alice.ask("/ai why?"), ["! The assistant is not available on this server."]);
});

Deno.test("a server that is stopped in the middle of an answer ends within 5 s and keeps what came", async () => {
  using folder = new TempFolder();
  await using provider = new ModelServer("gemini");
  await using server = await Program.server({ cwd: folder.path, env: environmentOf(provider) });
  const [alice, bob] = [await server.script("alice"), await server.connect()];
  await bob.send('{"body":"/login bob","follow":true}');
  await bob.expect(/"type":"welcome"/);
  await alice.fence();
  await alice.ask("/ai why?", "/ai and why else?");
  const turn = await provider.asked();
  turn.say("Two reasons:\n- ha");
  while (!/answer-grew/.test(await bob.line()));
  const asked = performance.now();
  server.signal("SIGTERM");
  await alice.expect(
    /\[Rox\]: Two reasons:$/,
    "    - ha",
    "    [the answer broke off here]",
    /The server is stopping\. Goodbye!$/,
  );
  for (const client of [alice, bob]) client.close();
  assert.equal((await server.ended()).code, 0);
  assert.ok(performance.now() - asked < FIVE_SECONDS);
  await turn.abandoned;
  using database = new DatabaseSync(`${folder.path}/data/parley.db`, { readOnly: true });
  assert.deepEqual({
    ...database.prepare("SELECT count(*) AS open FROM assistant_turns WHERE ended_at IS NULL").get(),
  }, {
    open: 0,
  });
});

/** Has alice ask, and the provider do something; yields what she is shown. */
async function ask(
  alice: ChatClient,
  provider: ModelServer,
  act: (turn: ModelTurn) => void,
): Promise<string> {
  await alice.send("/ai why?");
  await alice.expect("[AI] Thinking...");
  act(await provider.asked());
  let shown = "";
  while (!/Rox|Max/.test(shown)) shown += `${await alice.line()}\n`;
  return shown + (await alice.fence()).join("\n");
}

async function exported(cwd: string) {
  await using program = Program.task("export-logs", { cwd, args: ["--format", "jsonl"] });
  const jsonl = await program.ended();
  await using text = Program.task("export-logs", { cwd });
  const { stdout, stderr } = await text.ended();
  return { stdout: stdout + jsonl.stdout, stderr: stderr + jsonl.stderr };
}

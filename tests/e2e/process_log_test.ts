// What the operator reads: who came and went and how much was said, but never what.

import assert from "node:assert/strict";
import type { ChatClient } from "../support/chat_client.ts";
import { Program } from "../support/program.ts";
import { ResettingClient } from "../support/resetting_client.ts";
import { TempFolder } from "../support/store.ts";

/** Stands in everything that people say in these tests. */
const SECRET = "Pssst42";

/** People come, say the secret in every way there is, and go. Yields all that the server has printed meanwhile. */
async function talk(folder: TempFolder, env: Readonly<Record<string, string>>) {
  await using server = await Program.server({ cwd: folder.path, env });
  const bob = await server.script("bob");
  await quit(bob);
  const alice = await server.script("alice");
  await alice.send(
    SECRET,
    `//${SECRET}`,
    `/me ${SECRET}`,
    `/tag bob ${SECRET}`,
    `/msg bob ${SECRET}`,
    `/msg nobody ${SECRET}`,
    `/reply ${SECRET}`,
    "/start bob",
    SECRET,
    "/stop",
    `/search ${SECRET}`,
    `/${SECRET} ${SECRET}`,
    `/history ${SECRET}`,
    SECRET.repeat(1000),
    `\u001b[31m${SECRET}`,
  );
  await alice.fence();
  const reader = await server.script("bob");
  await reader.send(`/reply ${SECRET}`);
  await quit(reader);
  await quit(alice);
  const lost = await ResettingClient.connect(await server.port());
  await lost.send("carol\n/ping\n");
  await lost.expectText("pong\n");
  await lost.reset();
  await server.stderr.until(/disconnect.*carol/);
  server.signal("SIGTERM");
  const { code, stdout, stderr } = await server.ended();
  assert.equal(code, 0);
  return { stdout, lines: stderr.split("\n").slice(0, -1) };
}

async function quit(client: ChatClient): Promise<void> {
  await client.send("/quit");
  await client.rest();
  client.close();
}

Deno.test("the log in text says who came and went and how much was said, and never what", async () => {
  using folder = new TempFolder();
  const { stdout, lines } = await talk(folder, { LOG_LEVEL: "debug" });
  const log = lines.join("\n");
  for (
    const expected of [
      /^[-\d]{10} [:.\d]{12} info parley\.session: connect session=\S+ address=127\.0\.0\.1$/m,
      /info parley\.session: login session=\S+ name=alice dialect=terminal$/m,
      new RegExp(
        `info parley\\.message: message session=\\S+ name=alice type=said id=\\d+ characters=${SECRET.length}$`,
        "m",
      ),
      /info parley\.message: message session=\S+ name=alice type=direct id=\d+ characters=\d+$/m,
      /info parley\.session: disconnect session=\S+ name=alice reason=quit$/m,
      /info parley\.session: disconnect session=\S+ name=carol reason=lost$/m,
      /info parley\.process: stopping why=SIGTERM$/m,
    ]
  ) assert.match(log, expected);
  assert.ok(!log.includes(SECRET) && !stdout.includes(SECRET));
});

Deno.test("the log in JSON is one object per line, and never says what was said", async () => {
  using folder = new TempFolder();
  const { stdout, lines } = await talk(folder, { LOG_LEVEL: "debug", LOG_FORMAT: "json" });
  const records = lines.map((line) => JSON.parse(line));
  const login = records.find(({ message, properties }) => message === "login" && properties.name === "alice");
  assert.equal(login.level, "INFO");
  const gone = records.find(({ message, properties }) =>
    message === "disconnect" && properties.name === "carol"
  );
  assert.equal(gone.properties.reason, "lost");
  assert.ok(!lines.join("\n").includes(SECRET) && !stdout.includes(SECRET));
});

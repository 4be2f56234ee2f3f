// Passwords, right and wrong ones, are nowhere but in the heads of their owners: not in a file, not in the log, not in
// an export, not on a screen.

import assert from "node:assert/strict";
import { commands } from "../../lib/commands/commands.ts";
import { configureLog } from "../../lib/process/log.ts";
import { BrokenDisk } from "../support/broken_disk.ts";
import { TestApp } from "../support/start_app.ts";

const SECRETS = {
  user: "paper-clip",
  wrong: "wrong-battery",
  replaced: "new-staple",
  never: "never-changed",
  again: "registered-twice",
  short: "shorty",
  phrase: "two-words",
  slip: "slip-of-the-bar",
  lobby: "hush-hush",
  wrongOfLobby: "open-sesame",
  taken: "taken-lobby",
  unstored: "unstored-lobby",
} as const;
/** Said aloud, so that it is found wherever a search for text can find anything. */
const ALOUD = "said-aloud";

/** Everything that users do with passwords; yields all that they were shown. */
async function useAll(app: TestApp): Promise<string> {
  const screens: (readonly string[])[] = [];
  const [alice, bob] = await app.scripts("alice", "bob");
  screens.push(
    await alice.ask(
      ALOUD,
      `/register ${SECRETS.short}`,
      `/register ${SECRETS.phrase} more`,
      ` /register ${SECRETS.user}`,
      `/register ${SECRETS.again}`,
      ` /password ${SECRETS.slip} ${SECRETS.never}`,
      `/password ${SECRETS.user} ${SECRETS.replaced}`,
      `/create den ${SECRETS.lobby} my friends`,
      `/create general ${SECRETS.taken} another`,
    ),
    await bob.ask(
      `/join den ${SECRETS.wrongOfLobby}`,
      `/join den ${SECRETS.lobby}`,
      `/join den ${SECRETS.wrongOfLobby}`,
      "/leave",
      "/history",
      "/lobbies",
    ),
  );
  {
    using _ = new BrokenDisk(app.data);
    screens.push(await bob.ask(`/join den ${SECRETS.lobby}`));
  }
  const client = await app.connect();
  await client.send("alice", SECRETS.wrong, SECRETS.user);
  screens.push([await client.line(), await client.line(), await client.line()]);
  app.clock.advance(1000);
  screens.push(await client.ask(SECRETS.replaced), [await alice.rest()], await bob.fence());
  return screens.flat().join("\n");
}

/** All files of a folder, byte by byte. */
function bytesIn(folder: string): string {
  const decoder = new TextDecoder("latin1");
  const files = [...Deno.readDirSync(folder)];
  return files.map(({ name }) => decoder.decode(Deno.readFileSync(`${folder}/${name}`))).join("\n");
}

function assertNoSecrets(where: string, text: string): void {
  for (const secret of Object.values(SECRETS)) assert.ok(!text.includes(secret), `${where} holds ${secret}`);
}

Deno.test("no password is in the database, its write-ahead log, the log, the export or on a screen", async () => {
  let logged = "";
  const decoder = new TextDecoder();
  const write = (bytes: Uint8Array) => {
    logged += decoder.decode(bytes, { stream: true });
    return Promise.resolve(bytes.length);
  };
  await using app = await TestApp.start();
  {
    await using _ = configureLog({ logLevel: "debug", logFormat: "json" }, { write });
    assertNoSecrets("a screen", await useAll(app));
  }
  assert.match(logged, /"message":"message"/);
  assert.match(logged, /"message":"an entry could not be stored"/);
  assertNoSecrets("the log", logged);

  const exported = app.log().join("\n");
  assert.ok(exported.includes(ALOUD));
  assertNoSecrets("the export", exported);

  const running = bytesIn(app.data);
  assert.ok(running.includes(ALOUD));
  assertNoSecrets("a file of the running server", running);
  await using again = await app.restart();
  const stopped = bytesIn(again.data);
  assert.ok(stopped.includes(ALOUD));
  assertNoSecrets("a file after a clean stop", stopped);
});

Deno.test("whatever is typed with a password is not given back when it fails", () => {
  const withPassword = commands.filter(({ name, usage }) => `${name} ${usage}`.includes("password"));
  assert.ok(withPassword.length >= 4);
  assert.deepEqual(commands.filter(({ secret }) => secret), withPassword);
});

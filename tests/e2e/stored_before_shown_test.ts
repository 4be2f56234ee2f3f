// Nobody sees what is not stored: when the store fails, the author gets the text back and nobody else sees a thing.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { BrokenDisk } from "../support/broken_disk.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const NOT_STORED = "! That could not be stored, so nobody has seen it. Try again:";

for (
  const typed of [
    "hello",
    "//help",
    "/me waves",
    "/tag bob look",
    "/msg bob hey",
    "/msg carol are you there?",
  ]
) {
  Deno.test(`${typed} that cannot be stored comes back to its author, and nobody else sees it`, async () => {
    await using app = await TestApp.start();
    const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
    await carol.send("/quit");
    await carol.rest();
    await Promise.all([alice.fence(), bob.fence()]);
    const before = app.log();
    {
      using _ = new BrokenDisk(app.data);
      await alice.send(typed);
      assert.deepEqual(await alice.fence(), [`${NOT_STORED} ${typed}`]);
      assert.deepEqual(await bob.fence(), []);
    }
    assert.deepEqual(app.log(), before);
    await alice.send("works again");
    await bob.expect(`${STAMP}[alice]: works again`);
  });
}

Deno.test("a line that cannot be stored does not take others with it", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  using _ = new BrokenDisk(app.data, "unlucky");
  await alice.send("one", "unlucky", "two", "unlucky", "three");
  await bob.expect(`${STAMP}[alice]: one`, `${STAMP}[alice]: two`, `${STAMP}[alice]: three`);
  await alice.expect(`${NOT_STORED} unlucky`, `${NOT_STORED} unlucky`);
});

Deno.test("a newcomer whose arrival cannot be stored is asked again, and nobody hears of it", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  const bob = await app.person();
  {
    using _ = new BrokenDisk(app.data);
    await bob.send("bob");
    const answer = await bob.expectText("[ENTER YOUR NAME]: ");
    assert.ok(answer.includes(`${NOT_STORED} bob`));
    assert.deepEqual(await alice.fence(), []);
  }
  await bob.send("bob");
  await alice.expect(`${STAMP}[system]: bob joined the chat`);
});

Deno.test("a departure that cannot be stored is tried again, and only then told and the name free", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  {
    using _ = new BrokenDisk(app.data);
    await bob.send("/quit");
    assert.equal(await bob.rest(), "Goodbye!\n");
    assert.deepEqual(await alice.fence(), []);
  }
  app.clock.advance(1000);
  await alice.expect("[2024-10-12 15:13:03][system]: bob has left our chat...");
  await app.script("bob");
});

Deno.test("a server that cannot store departures stops all the same, and the next one stores them", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  {
    using _ = new BrokenDisk(app.data);
    const stopped = app.app.stop();
    alice.close();
    await stopped;
  }
  await using next = await app.restart();
  assert.deepEqual(next.log(), [
    `${STAMP}[system]: alice joined the chat`,
    `${STAMP}[system]: alice has left our chat...`,
  ]);
});

Deno.test("a server whose database is held by another process refuses lines and goes on afterwards", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  using shell = new DatabaseSync(`${app.data}/parley.db`);
  shell.exec("BEGIN IMMEDIATE");
  await alice.send("one", "two", "three");
  assert.deepEqual(await alice.fence(), [`${NOT_STORED} one`, `${NOT_STORED} two`, `${NOT_STORED} three`]);
  assert.deepEqual(await bob.fence(), []);
  shell.exec("ROLLBACK");
  await alice.send("four");
  await bob.expect(`${STAMP}[alice]: four`);
});

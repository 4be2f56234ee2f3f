// Two people talk.

import assert from "node:assert/strict";
import { TestApp } from "../support/start_app.ts";

Deno.test("a line said by one reaches the other, and not its author", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  const bob = await app.script("bob");
  await alice.expect("[2024-10-12 15:13:02][system]: bob joined the chat");
  await alice.send("hello");
  await bob.expect("[2024-10-12 15:13:02][alice]: hello");
  assert.deepEqual(await alice.fence(), []);
});

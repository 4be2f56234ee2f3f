// What belongs to a registered user and outlives visits and crashes; a guest's goes with the visit.

import assert from "node:assert/strict";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const PASSWORD = "correct-horse";

/** alice, registered, does what `lines` say; then the server is killed and she comes again. */
async function killedAfter(app: TestApp, ...lines: readonly string[]) {
  const [olga, alice, bob] = await app.scripts("olga", "alice", "bob");
  await alice.ask(`/register ${PASSWORD}`, ...lines);
  const again = await app.afterCrash();
  return { olga, bob, again, alice: await again.script("alice", { password: PASSWORD }) };
}

Deno.test("a registered user's theme outlives a crash", async () => {
  await using app = await TestApp.start();
  const { again, alice } = await killedAfter(app, "/theme cozy");
  await using _ = again;
  const bob = await again.script("bob");
  await alice.fence();
  await bob.ask("hello");
  assert.match((await alice.fence()).at(-1) ?? "", /╰─>.*hello$/);
});

Deno.test("whom a registered user ignores outlives a crash", async () => {
  await using app = await TestApp.start();
  const { again, alice } = await killedAfter(app, "/ignore bob");
  await using _ = again;
  const [bob, carol] = await again.scripts("bob", "carol");
  await alice.fence();
  await bob.ask("hidden", "/msg alice hidden");
  await carol.ask("seen");
  assert.deepEqual(await alice.fence(), [`${STAMP}[carol]: seen`]);
});

Deno.test("how much a registered user said outlives a crash", async () => {
  await using app = await TestApp.start();
  const { again, alice } = await killedAfter(
    app,
    "one",
    "/me waves",
    "/tag bob three",
    "/msg bob not counted",
  );
  await using _ = again;
  await alice.ask("four");
  assert.deepEqual(await alice.ask("/stats"), ["alice has sent 4 messages since 2024-10-12 15:13:02."]);
});

Deno.test("what a guest chose before it registered is kept as well", async () => {
  await using app = await TestApp.start();
  const [, alice] = await app.scripts("olga", "alice");
  await alice.ask("/sp owl", "one", `/register ${PASSWORD}`);
  await using again = await app.afterCrash();
  const next = await again.script("alice", { password: PASSWORD });
  assert.deepEqual((await next.ask("/whois alice")).slice(0, 2), ["{O,O} alice", "  role       member"]);
  assert.deepEqual(await next.ask("/stats"), ["alice has sent 1 message since 2024-10-12 15:13:02."]);
});

Deno.test("the next guest of a name gets nothing that was for the one before", async () => {
  await using app = await TestApp.start({ settings: { history: 0 } });
  const [olga, guest] = await app.scripts("olga", "guest");
  await olga.ask("/msg guest secret");
  await guest.ask("/create gaming games", "/sp owl", "/theme cozy", "/ignore olga", "/start olga");
  await guest.send("/quit");
  await guest.rest();
  const { client: next, shown } = await app.enter("guest");
  assert.deepEqual(shown, []);
  await olga.ask("hello");
  assert.deepEqual(await next.fence(), [`${STAMP}[olga]: hello`]);
  assert.deepEqual(await next.ask("/whois guest"), [
    "(=^・^=) guest",
    "  role       guest",
    "  lobby      general",
    "  since      2024-10-12 15:13:02",
    "  last seen  here now",
  ]);
  await next.ask("hello all");
  assert.equal((await olga.fence()).at(-1), `${STAMP}[guest]: hello all`);
});

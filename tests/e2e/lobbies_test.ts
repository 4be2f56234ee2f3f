// Lobbies: made, listed, described, limited in number, and still there after a crash.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { ChatClient } from "../support/chat_client.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const GENERAL = [
  "  general (1 person) Everybody starts here.",
  "    public, assistant default, created by the server",
];

/** What `/lobbies` shows below its first line. */
async function lobbies(client: ChatClient): Promise<readonly string[]> {
  return (await client.ask("/lobbies")).slice(1);
}

function last(lines: readonly string[]): string {
  return lines.at(-1) ?? "nothing";
}

Deno.test("general is there from the start", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  await alice.send("/lobbies");
  await alice.expect("1 lobby:", ...GENERAL);
});

Deno.test("/create makes lobbies, and /lobbies shows all that is known of them", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.send("/create gaming no-pass games and more", "/create den hush my friends", "/join gaming");
  await alice.expect(
    "Created public lobby gaming. /join gaming enters it.",
    "Created private lobby den. Whoever is to enter it needs its password: /join den <password>",
    /^You are in gaming now/,
  );
  await bob.expect(`${STAMP}[system]: alice has left the lobby`);
  await bob.send("/lobbies");
  await bob.expect(
    "3 lobbies:",
    ...GENERAL,
    "  gaming (1 person) games and more",
    "    public, assistant default, created by alice",
    "  den (0 people) my friends",
    "    private, assistant default, created by alice",
  );
});

const CREATED: readonly (readonly [typed: string, description: string, access: "public" | "private"])[] = [
  ["/create gaming games", "games", "public"],
  ["/create gaming no-pass games", "games", "public"],
  ["/create gaming NO-PASS games and more", "games and more", "public"],
  ["/create gaming hush games", "games", "private"],
  ["/create gaming games and more", "and more", "private"],
];
for (const [typed, description, access] of CREATED) {
  Deno.test(`${typed} makes a ${access} lobby for "${description}"`, async () => {
    await using app = await TestApp.start();
    const alice = await app.script("alice");
    await alice.send(typed);
    await alice.expect(new RegExp(`^Created ${access} lobby gaming\\.`));
    const [name, about] = (await lobbies(alice)).slice(GENERAL.length);
    assert.equal(name, `  gaming (0 people) ${description}`);
    assert.equal(about, `    ${access}, assistant default, created by alice`);
  });
}

const REFUSED: readonly (readonly [typed: string, refusal: RegExp])[] = [
  ["/create x games", /^! That name is too short: 2 to 30 /],
  [`/create ${"x".repeat(31)} games`, /^! That name is too long: 2 to 30 /],
  ["/create zoë games", /^! A name has only letters A-Z and a-z, digits, _ and -/],
  ["/create General games", /^! There is a lobby general already\. Try another name\.$/],
  ["/create gaming", /^! Usage: \/create <name> \[password\|no-pass\] <description> - for example: /],
  [`/create gaming ${"x".repeat(129)} games`, /^! That password is too long: 1 to 128 characters\.$/],
];
for (const [typed, refusal] of REFUSED) {
  Deno.test(`${typed.slice(0, 30)} is refused and makes nothing`, async () => {
    await using app = await TestApp.start();
    const alice = await app.script("alice");
    await alice.send(typed);
    await alice.expect(refusal);
    assert.deepEqual(await lobbies(alice), GENERAL);
  });
}

Deno.test("a lobby's description is free of control characters", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  await alice.ask("/create gaming no-pass \u001b[2Jgames\u0007");
  assert.equal((await lobbies(alice))[GENERAL.length], "  gaming (0 people) games");
});

Deno.test("/describe is for the creator in the own lobby, and for operators in any", async () => {
  await using app = await TestApp.start();
  const [operator, creator, other] = await app.scripts("operator", "creator", "other");
  await creator.ask("/create gaming games", "/join gaming");
  await operator.ask("/join gaming");
  await other.ask("/join gaming");
  assert.equal(
    last(await creator.ask("/describe chess  on Tuesdays")),
    "gaming is described as: chess  on Tuesdays",
  );
  assert.match(last(await other.ask("/describe nonsense")), /^! Only .*the creator of gaming/);
  assert.equal((await lobbies(other))[GENERAL.length], "  gaming (3 people) chess  on Tuesdays");
  assert.equal(last(await operator.ask("/describe go")), "gaming is described as: go");
  assert.match(
    last(await creator.ask("/leave", "/describe mine")),
    /^! Only operators may do that in general\.$/,
  );
});

Deno.test("a creator without a password has no rights in the lobby after the visit", async () => {
  await using app = await TestApp.start();
  const [, guest] = await app.scripts("operator", "guest");
  await guest.send("/create gaming games", "/quit");
  await guest.rest();
  const next = await app.script("guest");
  assert.match(last(await next.ask("/join gaming", "/describe mine now")), /^! Only .*the creator of gaming/);
});

Deno.test("a creator with a password has the rights at the next visit, also after a crash", async () => {
  await using app = await TestApp.start();
  const [, creator] = await app.scripts("operator", "creator");
  await creator.ask("/register correct-horse", "/create gaming games");
  await using again = await app.afterCrash();
  const next = await again.script("creator", { password: "correct-horse" });
  assert.equal(last(await next.ask("/join gaming", "/describe chess")), "gaming is described as: chess");
});

Deno.test("one creator may have ten lobbies", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  const created = Array.from({ length: 11 }, (_, number) => `/create lobby-${number} no-pass a lobby`);
  const answers = await alice.ask(...created);
  assert.equal(answers.filter((line) => line.startsWith("Created")).length, 10);
  assert.equal(last(answers), "! You have 10 lobbies, more are not allowed.");
  await bob.send("/create one-more no-pass a lobby");
  await bob.expect("Created public lobby one-more. /join one-more enters it.");
});

Deno.test("a server has a thousand lobbies at most", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  using database = new DatabaseSync(`${app.data}/parley.db`);
  database.prepare(
    `INSERT INTO lobbies (name, name_key, created_at) WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
     SELECT 'lobby-' || i, 'lobby-' || i, ? FROM n`,
  ).run(app.clock.now());
  await alice.send("/create one-more games", "/create too-many games");
  await alice.expect(
    "Created public lobby one-more. /join one-more enters it.",
    "! There are as many lobbies as this server may have.",
  );
});

Deno.test("after a crash the lobbies are the same, with their histories", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  await alice.ask("/create gaming no-pass games", "/create den hush my friends", "/join gaming", "hello");
  await alice.ask("/describe chess");
  await using again = await app.afterCrash();
  const bob = await again.script("bob");
  assert.deepEqual(await lobbies(bob), [
    ...GENERAL,
    "  den (0 people) my friends",
    "    private, assistant default, created by alice",
    "  gaming (0 people) chess",
    "    public, assistant default, created by alice",
  ]);
  assert.deepEqual(await bob.ask("/join gaming"), [
    "You are in gaming now, you are alone. chess",
    `${STAMP}[system]: alice has joined the lobby`,
    `${STAMP}[alice]: hello`,
    `${STAMP}[system]: alice has left our chat...`,
  ]);
});

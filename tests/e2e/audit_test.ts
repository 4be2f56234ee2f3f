// Every act of moderation is a row that nobody can change, and shows in the log.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { userName } from "../support/entries.ts";
import { STAMP } from "../support/fake_clock.ts";
import { TestApp } from "../support/start_app.ts";

const AUDIT = `
  SELECT q.act, a.name AS actor, coalesce(u.name, q.address, '') AS subject, coalesce(l.name, '') AS lobby,
    (q.until - q.at) / 60000 AS minutes, q.text
  FROM audit q LEFT JOIN users a ON a.id = q.actor_id LEFT JOIN users u ON u.id = q.user_id
    LEFT JOIN lobbies l ON l.id = q.lobby_id ORDER BY q.id`;

/** Rows of the audit as `act | actor | subject | lobby | minutes | text`, in their order. */
function audit(app: TestApp): readonly string[] {
  using database = new DatabaseSync(`${app.data}/parley.db`, { readOnly: true });
  return database.prepare(AUDIT).all().map((row) => Object.values(row).join(" | "));
}

/** alice, an operator in `general`; bob, who made the lobby chess and is in it with carol. */
async function chess(app: TestApp) {
  const [alice, bob, carol] = await app.scripts("alice", "bob", "carol");
  await bob.send("/create chess no-pass play chess", "/join chess");
  await bob.fence();
  await carol.send("/join chess", "/register correct-horse");
  await carol.fence();
  return { alice, bob, carol };
}

/** What alice types who is an operator, the row of the audit, and the line of the log. */
const OPERATOR: readonly (readonly [typed: string, row: string, line: string])[] = [
  [
    "/mute carol 10m too loud",
    "mute | alice | carol |  | 10 | too loud",
    "carol was muted by alice for 10m: too loud",
  ],
  ["/unmute carol", "unmute | alice | carol |  |  | ", "carol was unmuted by alice"],
  ["/op carol", "op | alice | carol |  |  | ", "carol was made an operator by alice"],
  ["/deop carol", "deop | alice | carol |  |  | ", "carol was made a plain member by alice"],
  ["/kick carol out", "kick | alice | carol |  |  | out", "carol was kicked by alice: out"],
  ["/ban carol 2h spam", "ban | alice | carol |  | 120 | spam", "carol was banned by alice for 2h: spam"],
  ["/unban carol", "unban | alice | carol |  |  | ", "carol was unbanned by alice"],
  [
    "/ban 192.0.2.7/24 7d bots",
    "ban | alice | 192.0.2.0/24 |  | 10080 | bots",
    "an address was banned by alice for 7d: bots",
  ],
  ["/unban 192.0.2.0/24", "unban | alice | 192.0.2.0/24 |  |  | ", "an address ban was lifted by alice"],
  ["/announce hello all", "announce | alice |  |  |  | hello all", "alice announces: hello all"],
];

/** The same for bob, who made the lobby chess. */
const CREATOR: typeof OPERATOR = [
  ["/mute carol", "mute | bob | carol | chess |  | ", "carol was muted by bob for good"],
  ["/unmute carol", "unmute | bob | carol | chess |  | ", "carol was unmuted by bob"],
  ["/kick carol out", "kick | bob | carol | chess |  | out", "carol was kicked by bob: out"],
  ["/ban carol 10m", "ban | bob | carol | chess | 10 | ", "carol was banned by bob for 10m"],
  ["/unban carol", "unban | bob | carol | chess |  | ", "carol was unbanned by bob"],
];

for (const [who, acts] of [["an operator", OPERATOR], ["a creator", CREATOR]] as const) {
  Deno.test(`every act of ${who} is a row of the audit and a line of the log, also after a kill -9`, async () => {
    await using app = await TestApp.start();
    const { alice, bob } = await chess(app);
    const actor = who === "an operator" ? alice : bob;
    for (const [typed] of acts) await actor.send(typed);
    assert.ok(!(await actor.fence()).some((line) => line.startsWith("!")));
    const lines = new Set(acts.map(([, , line]) => `${STAMP}[system]: ${line}`));
    await using next = await app.afterCrash();
    for (const each of [app, next]) {
      assert.deepEqual(audit(each), acts.map(([, row]) => row));
      assert.deepEqual([...new Set(each.log().filter((line) => lines.has(line)))], [...lines]);
    }
  });
}

Deno.test("acts that were refused are no rows, and no lines of the log", async () => {
  await using app = await TestApp.start();
  const { alice, bob, carol } = await chess(app);
  const before = app.log();
  for (const [typed] of OPERATOR) await carol.send(typed);
  await bob.send("/kick alice", "/ban bob", "/mute nobody-here", "/unmute carol", "/ban 192.0.2.7");
  await alice.send(
    "/kick alice",
    "/op bob",
    "/deop bob",
    "/unban carol",
    "/ban 127.0.0.1",
    "/unban 192.0.2.7",
  );
  for (const each of [alice, bob, carol]) await each.fence();
  assert.deepEqual(audit(app), []);
  assert.deepEqual(app.log(), before);
});

Deno.test("operators that are made without /op are rows, too", async () => {
  await using app = await TestApp.start({ settings: { operator: [userName("bob")] } });
  const [alice, bob] = await app.scripts("alice", "bob");
  for (const each of [alice, bob]) {
    await each.send("/register correct-horse");
    await each.fence();
  }
  const rows = ["op | alice | alice |  |  | ", "op |  | bob |  |  | "];
  assert.deepEqual(audit(app), rows);
  await alice.send("/deop bob");
  await alice.fence();
  await using next = await app.afterCrash();
  assert.deepEqual(audit(next), [...rows, "deop | alice | bob |  |  | ", "op |  | bob |  |  | "]);
});

for (
  const statement of [
    "DELETE FROM audit",
    "UPDATE audit SET text = 'nothing'",
    "REPLACE INTO audit SELECT * FROM audit",
  ]
) {
  Deno.test(`${statement} fails, whoever tries it`, async () => {
    await using app = await TestApp.start();
    const { alice } = await chess(app);
    await alice.send("/kick carol out", "/announce hello all");
    await alice.fence();
    const before = audit(app);
    assert.equal(before.length, 2);
    using shell = new DatabaseSync(`${app.data}/parley.db`);
    assert.throws(() => shell.prepare(statement).run(), /the audit only grows/);
    assert.deepEqual(audit(app), before);
  });
}

Deno.test("a hostile reason is clean in the audit", async () => {
  await using app = await TestApp.start();
  const { alice } = await chess(app);
  await alice.send("/kick carol \u001b[2J\u001b]0;owned\u0007o\u009b31mut\u202e");
  await alice.fence();
  assert.deepEqual(audit(app), ["kick | alice | carol |  |  | out"]);
});

// On whom moderators may not act: themselves, operators, those who are not there, and those whom nobody knows.

import assert from "node:assert/strict";
import { TestApp } from "../support/start_app.ts";

const NEVER_SEEN = "! Nobody named nobody was ever here. /users all lists everybody.";
const NO_NAME = "! Nobody is named @bob!. /users all lists everybody.";
const ONESELF = "! You cannot do that to yourself.";

/** root and other are operators, keeper made the lobby den, in which other is, too; gone was here once. */
const TABLE: readonly (readonly [who: "root" | "keeper", typed: string, answer: string])[] = [
  ...["kick", "mute", "ban", "unmute", "unban", "op", "deop"].map((verb) =>
    ["root", `/${verb} nobody`, NEVER_SEEN] as const
  ),
  ...["kick", "mute", "ban", "unmute", "unban"].map((verb) =>
    ["keeper", `/${verb} nobody`, NEVER_SEEN] as const
  ),
  ...["kick", "mute", "unmute", "op", "deop"].map((verb) => ["root", `/${verb} @bob!`, NO_NAME] as const),
  ...["kick", "mute", "ban"].flatMap((verb) => [
    ["root", `/${verb} ROOT`, ONESELF] as const,
    ["root", `/${verb} other`, "! other is an operator. /deop other comes first."] as const,
    ["keeper", `/${verb} keeper`, ONESELF] as const,
    ["keeper", `/${verb} root`, "! root is an operator, to whom creators cannot do that."] as const,
    ["keeper", `/${verb} other`, "! other is an operator, to whom creators cannot do that."] as const,
  ]),
  [
    "root",
    "/unmute root",
    "! root is muted neither everywhere nor in general. /bans lists what is in force.",
  ],
  ["keeper", "/unban keeper", "! keeper is not banned from den. /bans lists what is in force."],
  ["root", "/kick gone", "! gone is not here."],
  ["keeper", "/kick gone", "! gone is not in den."],
  ["root", "/op gone", "! gone has no password yet: ask for a /register first."],
];

for (const [who, typed, answer] of TABLE) {
  const by = who === "root" ? "root, an operator," : "keeper, a creator,";
  Deno.test(`${typed} of ${by} is refused, and nobody is told`, async () => {
    await using app = await TestApp.start();
    const [root, keeper, other, gone] = await app.scripts("root", "keeper", "other", "gone");
    await gone.send("/quit");
    await gone.rest();
    await other.send("/register correct-horse");
    await other.fence();
    await root.send("/op other");
    await root.fence();
    await keeper.send("/create den no-pass a den", "/join den");
    await keeper.fence();
    await other.send("/join den");
    for (const each of [other, root, keeper]) await each.fence();
    const before = app.log();
    const actor = { root, keeper }[who];
    await actor.send(typed);
    assert.deepEqual(await actor.fence(), [answer]);
    assert.deepEqual(await other.fence(), []);
    assert.deepEqual(app.log(), before);
  });
}

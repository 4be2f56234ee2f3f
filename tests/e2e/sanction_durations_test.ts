// How long a mute or ban may be, and what becomes of a length that is none.

import assert from "node:assert/strict";
import { TestApp } from "../support/start_app.ts";

for (
  const [typed, end] of [
    ["1s", "2024-10-12 15:13:03"],
    ["90S", "2024-10-12 15:14:32"],
    ["2h", "2024-10-12 17:13:02"],
    ["7d", "2024-10-19"],
    ["2w", "2024-10-26"],
    ["36525d", "2124-10-13"],
  ] as const
) {
  Deno.test(`a mute of ${typed} is until ${end}`, async () => {
    await using app = await TestApp.start();
    const [alice, bob] = await app.scripts("alice", "bob");
    await alice.send(`/mute bob ${typed}`);
    await alice.expect(/^bob is muted for \d/);
    await bob.expect(/was muted by alice for \d+[smhd]$/);
    await bob.send("hello");
    const [refusal = ""] = await bob.fence();
    assert.ok(refusal.startsWith(`! You are muted until ${end}`), refusal);
  });
}

for (const typed of ["0m", "10", "10min", "1h30m", "36526d", "999999999w", `${"9".repeat(400)}d`, "3rd"]) {
  Deno.test(`a mute of ${typed.slice(0, 20)} is refused, and is no mute for good`, async () => {
    await using app = await TestApp.start();
    const [alice, bob] = await app.scripts("alice", "bob");
    await alice.send(`/mute bob ${typed} warning`, `/ban bob ${typed}`, `/ban 192.0.2.1 ${typed}`, "/bans");
    const refusal =
      `! ${typed} is no duration: 10m, 2h, 7d, at most 36525d. A reason cannot begin with a digit.`;
    assert.deepEqual((await alice.fence()).slice(-4), [
      refusal,
      refusal,
      refusal,
      "Nobody is muted or banned.",
    ]);
    assert.deepEqual(await bob.fence(), []);
  });
}

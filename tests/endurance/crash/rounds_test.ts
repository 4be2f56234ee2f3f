// A short run of the crash test. `deno task crash` is the long one.

import assert from "node:assert/strict";
import { TempFolder } from "../../support/store.ts";
import { killTimeAfterTime } from "./rounds.ts";

Deno.test("nothing that anybody saw or was promised is lost when the server is killed time after time", async () => {
  using folder = new TempFolder();
  const { complaints, kills, totals } = await killTimeAfterTime({ folder: folder.path, kills: 4, seed: 1 });
  assert.deepEqual([complaints, kills], [[], 4]);
  // There was something to lose.
  assert.ok(totals.said > 0 && totals.direct > 0 && totals.seen > totals.said, JSON.stringify(totals));
});

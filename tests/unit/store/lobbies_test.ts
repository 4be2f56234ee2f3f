// Lobbies by their rows.

import assert from "node:assert/strict";
import { GENERAL, type LobbyId } from "../../../lib/domain/ids.ts";
import { TestStore } from "../../support/store.ts";

Deno.test("LobbyStore has the lobby in which everybody starts", () => {
  using test = new TestStore();
  assert.deepEqual(test.store.lobbies.get(GENERAL), { id: GENERAL, name: "general" });
});

Deno.test("LobbyStore throws on an id that no row ever had", () => {
  using test = new TestStore();
  assert.throws(() => test.store.lobbies.get(99 as LobbyId), /no lobby has the id 99/);
});

// Questions to the assistant as rows: open ones, and a lobby's conversation with it.

import assert from "node:assert/strict";
import type { MessageId } from "../../../lib/domain/ids.ts";
import type { Lobby } from "../../../lib/domain/event.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import { AT, userName } from "../../support/entries.ts";
import { MessageRows } from "../../support/messages.ts";
import { TestStore } from "../../support/store.ts";

class Fixture extends TestStore {
  readonly rowsOf = new MessageRows(this);
  readonly alice = this.rowsOf.user("alice");
  readonly rox = this.store.users.add(userName("Rox"), AT, "assistant");

  asks(text: string, { at = AT, lobby = this.rowsOf.general as Lobby } = {}) {
    const draft = {
      type: "tagged",
      at,
      from: this.alice,
      to: this.rox,
      lobby,
      text: sanitise(text),
    } as const;
    return this.store.turns.add(lobby.id, this.alice.id, this.store.messages.append(draft).id);
  }

  /** A question with its answer. */
  exchange(question: string, answer: string, { at = AT, lobby = this.rowsOf.general as Lobby } = {}): void {
    const turn = this.asks(question, { at, lobby });
    const lines = answer.split("\n").map(sanitise);
    const draft = { type: "answered", at: at + 1, from: this.rox, lobby, lines, grown: 0 } as const;
    this.store.turns.end(turn, this.store.messages.append(draft).id, at + 1);
  }

  exchanges({ since = 0, until = AT + 1000, limit = 20, lobby = this.rowsOf.general as Lobby } = {}) {
    return this.store.turns.exchanges(lobby.id, since, until, limit).map(({ asker, question, answer }) =>
      `${asker}: ${question} - ${answer.join("/")}`
    );
  }
}

Deno.test("TurnStore.find knows a question until it is ended", () => {
  using test = new Fixture();
  const turn = test.asks("why?");
  const found = test.store.turns.find(turn);
  assert.deepEqual([found?.asker, found?.assistant.name, found?.lobby.name, found?.soFar], [
    test.alice.id,
    "Rox",
    "general",
    [],
  ]);
  test.store.turns.end(turn, null, AT);
  assert.equal(test.store.turns.find(turn), undefined);
});

Deno.test("TurnStore.grow keeps lines, empty ones too", () => {
  using test = new Fixture();
  const turn = test.asks("why?");
  test.store.turns.grow(turn, ["one", "", "three"].map(sanitise));
  assert.deepEqual(test.store.turns.find(turn)?.soFar, ["one", "", "three"]);
});

Deno.test("TurnStore.unfinished yields open questions in their order", () => {
  using test = new Fixture();
  const [first, , third] = [test.asks("one"), test.exchange("two", "2"), test.asks("three")];
  assert.deepEqual(test.store.turns.unfinished().map(({ id }) => id), [first, third]);
});

Deno.test("TurnStore.exchanges yields the lobby's newest, oldest first, without those that have no answer", () => {
  using test = new Fixture();
  const games = test.rowsOf.lobby("games");
  test.exchange("one", "1");
  test.exchange("two", "2\n\n2");
  test.exchange("elsewhere", "x", { lobby: games });
  test.asks("open");
  test.store.turns.end(test.asks("failed"), null, AT);
  test.exchange("three", "3");
  assert.deepEqual(test.exchanges(), ["alice: one - 1", "alice: two - 2//2", "alice: three - 3"]);
  assert.deepEqual(test.exchanges({ limit: 2 }), ["alice: two - 2//2", "alice: three - 3"]);
  assert.deepEqual(test.exchanges({ lobby: games }), ["alice: elsewhere - x"]);
});

Deno.test("TurnStore.exchanges yields what was asked between two times, both included", () => {
  using test = new Fixture();
  for (const at of [1, 2, 3, 4]) test.exchange(`${at}`, "x", { at });
  assert.deepEqual(test.exchanges({ since: 2, until: 3 }), ["alice: 2 - x", "alice: 3 - x"]);
});

Deno.test("TurnStore shows no control of a row that something else wrote", () => {
  using test = new Fixture();
  test.exchange("why?", "because");
  const turn = test.asks("and now?");
  test.database.prepare(
    "UPDATE messages SET body = 'a' || char(27) || '[2Jb' || char(10) || char(155) || 'c'",
  ).run();
  test.database.prepare("UPDATE assistant_turns SET so_far = char(7) || 'a' || char(10) || 'b' WHERE id = ?")
    .run(turn);
  assert.deepEqual(test.exchanges(), ["alice: ab  - ab/"]);
  assert.deepEqual(test.store.turns.find(turn)?.soFar, ["a", "b"]);
});

Deno.test("MessageStore.history yields an answer with its lines", () => {
  using test = new Fixture();
  test.exchange("why?", "one\n\nthree");
  const history = test.store.messages.history(test.rowsOf.general.id, test.alice.id, 99 as MessageId, 1);
  const [answer] = history;
  assert.deepEqual(answer?.type === "answered" && [answer.lines, answer.grown], [["one", "", "three"], 0]);
});

Deno.test("MessageStore leaves answers out for whoever ignores the assistant", () => {
  using test = new Fixture();
  test.exchange("why?", "because");
  test.store.ignores.add(test.alice.id, test.rox.id);
  const history = test.store.messages.history(test.rowsOf.general.id, test.alice.id, 99 as MessageId, 9);
  assert.deepEqual(history.map(({ type }) => type), ["tagged"]);
});

// What was said, read again: who sees which of it, in which order, from when on.

import assert from "node:assert/strict";
import fc from "fast-check";
import type { StoredEvent } from "../../../lib/domain/event.ts";
import { GENERAL, type MessageId } from "../../../lib/domain/ids.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import { AT } from "../../support/entries.ts";
import { MessageRows } from "../../support/messages.ts";
import { TestStore } from "../../support/store.ts";

const END = Number.MAX_SAFE_INTEGER as MessageId;

class Fixture extends TestStore {
  readonly rowsOf = new MessageRows(this);
  readonly alice = this.rowsOf.user("alice");
  readonly bob = this.rowsOf.user("bob");
}

function texts(events: readonly StoredEvent[]): readonly string[] {
  return events.map((event) => "text" in event ? event.text : event.type);
}

Deno.test("MessageStore gives every row a higher id than all before", () => {
  using test = new Fixture();
  const ids = ["one", "two", "three"].map((text) => test.rowsOf.said(test.alice, text).id);
  assert.deepEqual(ids, [1, 2, 3]);
  assert.equal(test.store.messages.newestId(), 3);
});

Deno.test("MessageStore.newestId of no messages is 0", () => {
  using test = new Fixture();
  assert.equal(test.store.messages.newestId(), 0);
});

Deno.test("MessageStore.history yields events as they were appended", () => {
  using test = new Fixture();
  const { store, rowsOf, alice, bob } = test;
  const place = { from: alice, lobby: rowsOf.general, at: AT };
  const appended = [
    rowsOf.joined(alice),
    rowsOf.said(alice, "hello"),
    store.messages.append({ type: "action", ...place, text: sanitise("waves") }),
    store.messages.append({ type: "tagged", ...place, to: bob, text: sanitise("look") }),
    store.messages.append({ type: "exited", ...place }),
    store.messages.append({ type: "entered", ...place }),
    store.messages.append({ type: "left", ...place }),
    store.messages.append({ type: "moderated", ...place, text: sanitise("bob was muted by alice for good") }),
    store.messages.append({ type: "announced", ...place, text: sanitise("lunch") }),
  ];
  assert.deepEqual(store.messages.history(GENERAL, bob.id, END, 50), appended);
});

Deno.test("MessageStore.history yields the newest events before an id, oldest first", () => {
  using test = new Fixture();
  for (const text of ["one", "two", "three", "four"]) test.rowsOf.said(test.alice, text);
  const history = test.store.messages.history(GENERAL, test.bob.id, 4 as MessageId, 2);
  assert.deepEqual(texts(history), ["two", "three"]);
});

Deno.test("MessageStore.history holds neither direct messages nor other lobbies", () => {
  using test = new Fixture();
  const games = test.rowsOf.lobby("games");
  test.rowsOf.said(test.alice, "here");
  test.rowsOf.said(test.alice, "there", { lobby: games });
  test.rowsOf.direct(test.alice, test.bob, "secret");
  assert.deepEqual(texts(test.store.messages.history(GENERAL, test.bob.id, END, 50)), ["here"]);
  assert.deepEqual(texts(test.store.messages.history(games.id, test.bob.id, END, 50)), ["there"]);
});

Deno.test("MessageStore.history shows what ignored users do as moderators", () => {
  using test = new Fixture();
  const { store, rowsOf, alice, bob } = test;
  const place = { from: alice, lobby: rowsOf.general, at: AT };
  store.messages.append({ type: "moderated", ...place, text: sanitise("carol was kicked by alice") });
  store.messages.append({ type: "announced", ...place, text: sanitise("lunch") });
  store.ignores.add(bob.id, alice.id);
  assert.deepEqual(texts(store.messages.history(GENERAL, bob.id, END, 50)), [
    "carol was kicked by alice",
    "lunch",
  ]);
});

Deno.test("MessageStore.history leaves out what ignored users said, not that they came, and counts what is shown", () => {
  using test = new Fixture();
  const { store, rowsOf, alice, bob } = test;
  rowsOf.said(bob, "first");
  rowsOf.joined(alice);
  for (let line = 0; line < 10; line++) rowsOf.said(alice, "noise");
  store.ignores.add(bob.id, alice.id);
  assert.deepEqual(texts(store.messages.history(GENERAL, bob.id, END, 2)), ["first", "joined"]);
  assert.deepEqual(texts(store.messages.history(GENERAL, alice.id, END, 2)), ["noise", "noise"]);
});

Deno.test("MessageStore.history shows no control of a row that something else wrote", () => {
  using test = new Fixture();
  test.rowsOf.said(test.alice, "clean");
  test.database.prepare("UPDATE messages SET body = ?").run("\u001b[31mred\u202e");
  test.database.prepare("UPDATE users SET name = ?, picture = ? WHERE id = 1").run(
    "al\u0007ice",
    "\u001b[2J@",
  );
  test.database.prepare("UPDATE lobbies SET name = ?").run("gen\u009beral");
  const [event] = test.store.messages.history(GENERAL, test.bob.id, END, 1);
  assert.deepEqual([event?.type === "said" && event.text, event?.from.name, event?.from.picture], [
    "red",
    "alice",
    "@",
  ]);
  assert.doesNotMatch(event?.lobby.name ?? "\u0000", /\p{Cc}/u);
});

Deno.test("MessageStore.history throws on a kind that it does not know", () => {
  using test = new Fixture();
  test.rowsOf.said(test.alice, "x");
  test.database.script("UPDATE messages SET kind = 'whispered'");
  assert.throws(() => test.store.messages.history(GENERAL, test.bob.id, END, 1), /unknown kind: whispered/);
});

Deno.test("MessageStore.queued yields a reader's direct messages in order until they are delivered", () => {
  using test = new Fixture();
  const { store, rowsOf, alice, bob } = test;
  const [one, two] = [rowsOf.direct(alice, bob, "one"), rowsOf.direct(alice, bob, "two")];
  rowsOf.direct(bob, alice, "back");
  assert.deepEqual(store.messages.queued(bob.id), [one, two]);
  store.messages.delivered(one.id, bob.id, AT + 5);
  assert.deepEqual(store.messages.queued(bob.id), [two]);
});

Deno.test("MessageStore.queued holds back what an ignored user wrote, until it is ignored no more", () => {
  using test = new Fixture();
  const { store, rowsOf, alice, bob } = test;
  rowsOf.direct(alice, bob, "psst");
  store.ignores.add(bob.id, alice.id);
  assert.deepEqual(texts(store.messages.queued(bob.id)), []);
  store.ignores.remove(bob.id, alice.id);
  assert.deepEqual(texts(store.messages.queued(bob.id)), ["psst"]);
});

Deno.test("MessageStore.delivered marks nobody else's messages and keeps the first time", () => {
  using test = new Fixture();
  const { store, rowsOf, alice, bob } = test;
  const line = rowsOf.said(alice, "to all");
  const message = rowsOf.direct(alice, bob, "to bob");
  for (const id of [line.id, message.id]) store.messages.delivered(id, alice.id, AT);
  store.messages.delivered(line.id, bob.id, AT);
  assert.deepEqual(test.rows("SELECT id FROM messages WHERE delivered_at IS NOT NULL"), []);
  store.messages.delivered(message.id, bob.id, AT + 1);
  store.messages.delivered(message.id, bob.id, AT + 2);
  assert.deepEqual(test.rows("SELECT delivered_at FROM messages WHERE kind = 'direct'"), [{
    delivered_at: AT + 1,
  }]);
});

Deno.test("MessageStore.firstIdAt of no messages is before every id", () => {
  using test = new Fixture();
  assert.equal(test.store.messages.firstIdAt(AT), 1);
});

Deno.test("MessageStore.firstIdAt parts what is older from what is not, over gaps and equal times", () => {
  using test = new Fixture();
  const insert = test.database.prepare(
    "INSERT INTO messages (id, at, kind, lobby_id, author_id) VALUES (?, ?, 'said', 1, 1)",
  );
  const steps = fc.array(fc.record({ gap: fc.integer({ min: 1, max: 50 }), wait: fc.nat(3) }), {
    maxLength: 30,
  });
  fc.assert(fc.property(steps, fc.integer({ min: -1, max: 70 }), (steps, at) => {
    test.database.script("DELETE FROM messages");
    const rows: { readonly id: number; readonly at: number }[] = [];
    let row = { id: 0, at: 0 };
    for (const { gap, wait } of steps) rows.push(row = { id: row.id + gap, at: row.at + wait });
    test.database.transaction(() => rows.forEach((row) => insert.run(row.id, row.at)));
    const first = test.store.messages.firstIdAt(at);
    for (const row of rows) assert.equal(row.id < first, row.at < at);
  }));
});

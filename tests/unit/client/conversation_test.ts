// Conversations: order, doubles, length, and the way from one to the next.
import assert from "node:assert/strict";
import { Conversation } from "../../../lib/client/conversation.ts";
import { Conversations } from "../../../lib/client/conversations.ts";
import { lobbyOf, personOf } from "../../../lib/client/parties.ts";
import type { StoredEvent } from "../../../lib/domain/event.ts";
import type { MessageId } from "../../../lib/domain/ids.ts";
import { type LobbyName, parseLobbyName, parseUserName, type UserName } from "../../../lib/domain/names.ts";
import { isProblem } from "../../../lib/domain/problem.ts";
import { own } from "../../../lib/domain/text.ts";

function user(text: string): UserName {
  const name = parseUserName(text);
  return isProblem(name) ? assert.fail(name.text) : name;
}

function lobby(text: string): LobbyName {
  const name = parseLobbyName(text);
  return isProblem(name) ? assert.fail(name.text) : name;
}

function said(id: number): StoredEvent {
  const facts = { from: personOf(user("bob")), lobby: lobbyOf(lobby("general")), at: 0 };
  return { ...facts, type: "said", id: id as MessageId, text: own`${id}` };
}

function idsOf(conversation: Conversation): readonly (number | string)[] {
  return conversation.entries.map((entry) =>
    entry.kind === "said" ? entry.event.id : entry.kind === "told" ? entry.text : "?"
  );
}

function general(): Conversation {
  return new Conversation({ kind: "lobby", name: lobby("general") });
}

Deno.test("Conversation keeps the order of ids, whatever the order of arrival", () => {
  const conversation = general();
  for (const id of [2, 9, 5, 1, 7]) conversation.add(said(id), false);
  assert.deepEqual(idsOf(conversation), [1, 2, 5, 7, 9]);
});

Deno.test("Conversation takes an event once", () => {
  const conversation = general();
  assert.ok(conversation.add(said(3), false));
  assert.equal(conversation.add(said(3), false), undefined);
});

Deno.test("Conversation leaves what was told beside the events among which it was told", () => {
  const conversation = general();
  conversation.add(said(2), false);
  conversation.tell("info", own`between`);
  conversation.add(said(9), false);
  conversation.add(said(1), false);
  conversation.add(said(5), false);
  assert.deepEqual(idsOf(conversation), [1, 2, "between", 5, 9]);
});

Deno.test("Conversation lets go of its oldest entries, and takes them again when they are asked for", () => {
  const conversation = general();
  for (let id = 1; id <= 5001; id++) conversation.add(said(id), false);
  assert.equal(conversation.entries.length, 4501);
  assert.equal(idsOf(conversation)[0], 501);
  assert.ok(conversation.add(said(1), false));
});

Deno.test("Conversations go round from the lobby over every user", () => {
  const conversations = new Conversations(lobby("general"));
  conversations.with(user("bob"));
  conversations.with(user("carol"));
  const seen: string[] = [];
  for (let step = 0; step < 3; step++) {
    conversations.step(1);
    seen.push(conversations.current.party.name);
  }
  assert.deepEqual(seen, ["bob", "carol", "general"]);
  conversations.step(-1);
  assert.equal(conversations.current.party.name, "carol");
});

Deno.test("Conversations know a user in any case", () => {
  const conversations = new Conversations(lobby("general"));
  assert.equal(conversations.with(user("bob")), conversations.with(user("BOB")));
});

Deno.test("Conversations do not close the lobby", () => {
  const conversations = new Conversations(lobby("general"));
  assert.equal(conversations.close(), false);
  conversations.show(conversations.with(user("bob")));
  assert.equal(conversations.close(), true);
  assert.equal(conversations.current, conversations.lobby);
});

Deno.test("Conversations stay with a user when the lobby changes, and follow the lobby otherwise", () => {
  const conversations = new Conversations(lobby("general"));
  conversations.enter(lobby("cave"));
  assert.equal(conversations.current.party.name, "cave");
  conversations.show(conversations.with(user("bob")));
  conversations.enter(lobby("general"));
  assert.equal(conversations.current.party.name, "bob");
});

Deno.test("Conversations find a lobby as it was left", () => {
  const conversations = new Conversations(lobby("general"));
  conversations.lobby.add(said(4), false);
  conversations.enter(lobby("cave"));
  assert.equal(conversations.enter(lobby("General")).newest, 4);
});

// The client's model: what is typed, what comes back, which conversation it belongs to.
import assert from "node:assert/strict";
import { answer, direct, message, TestChat } from "./start_chat.ts";

Deno.test("Chat asks for a name first, and connects when it has one", () => {
  const test = new TestChat();
  assert.equal(test.chat.visit.login.asks, "name");
  test.chat.typed("a");
  assert.deepEqual(test.orders, []);
  test.chat.typed("alice");
  assert.deepEqual(test.orders, ["start"]);
  test.chat.opened();
  assert.equal(test.only().body, "/login alice");
});

Deno.test("Chat asks for the password of a name that has one", () => {
  const test = new TestChat();
  test.chat.typed("alice");
  test.chat.opened();
  test.hear(
    answer("error", test.only().ref, { code: "password-required", body: "This name has a password." }),
  );
  assert.equal(test.chat.visit.login.asks, "password");
  test.chat.typed("secret words");
  assert.equal(test.only().body, "/login alice secret words");
});

Deno.test("Chat asks for another name when the name is taken", () => {
  const test = new TestChat();
  test.chat.typed("alice");
  test.chat.opened();
  test.hear(answer("error", test.only().ref, { code: "username-taken", body: "Taken." }));
  assert.equal(test.chat.visit.login.asks, "name");
});

Deno.test("Chat shows what was said before the user came, and then what comes", () => {
  const test = TestChat.in([message(1, "bob", "before")]);
  test.hear(message(2, "bob", "after"));
  assert.deepEqual(test.screen, ["Hello alice", "bob: before", "bob: after"]);
});

Deno.test("Chat shows an event once, however often it comes", () => {
  const test = TestChat.in([message(1, "bob", "hello")]);
  test.hear(message(1, "bob", "hello"), direct(2, "bob", "psst"), direct(2, "bob", "psst"));
  assert.deepEqual(test.screen, ["Hello alice", "bob: hello"]);
  assert.equal(test.chat.conversations.all[1]?.unread, 1);
});

Deno.test("Chat marks a line of its own until the server has stored it", () => {
  const test = TestChat.in();
  test.chat.typed("hello");
  assert.equal(test.screen.at(-1), "> alice: hello ...");
  test.hear(answer("sent", test.only().ref, { id: 5 }));
  assert.equal(test.screen.at(-1), "> alice: hello");
});

Deno.test("Chat moves a line of its own to where everybody else sees it", () => {
  const test = TestChat.in([message(1, "bob", "one")]);
  test.chat.typed("mine");
  test.hear(message(2, "bob", "two"), answer("sent", test.only().ref, { id: 3 }));
  assert.deepEqual(test.screen.slice(-3), ["bob: one", "bob: two", "> alice: mine"]);
});

Deno.test("Chat says which line the server has refused, and why", () => {
  const test = TestChat.in();
  test.chat.typed("hello");
  test.hear(answer("error", test.only().ref, { code: "muted", body: "You are muted." }));
  assert.deepEqual(test.screen.slice(-2), ["> alice: hello (not sent)", "! You are muted."]);
});

Deno.test("Chat names the lobby to which a line goes", () => {
  const test = TestChat.in();
  test.chat.typed("//slash");
  const { body, receiver } = test.only();
  assert.deepEqual([body, receiver], ["//slash", "#general"]);
  assert.equal(test.screen.at(-1), "> alice: /slash ...");
});

Deno.test("Chat keeps the messages of several people apart, and counts what is unread", () => {
  const test = TestChat.in();
  test.hear(direct(1, "bob", "one"), direct(2, "carol", "two"), direct(3, "bob", "three"));
  const [, bob, carol] = test.chat.conversations.all;
  assert.ok(bob && carol);
  assert.deepEqual([bob.unread, carol.unread], [2, 1]);
  assert.deepEqual(test.shownIn(bob), ["bob: one", "bob: three"]);
  test.chat.conversations.show(bob);
  assert.deepEqual([bob.unread, carol.unread], [0, 1]);
});

Deno.test("Chat counts what is said in the lobby while a conversation is on the screen", () => {
  const test = TestChat.in();
  test.chat.typed("/start bob");
  test.hear(message(1, "carol", "hello"));
  assert.equal(test.chat.conversations.lobby.unread, 1);
});

Deno.test("Chat opens a conversation by /start, sends its lines to that user, and closes it by /stop", () => {
  const test = TestChat.in();
  test.chat.typed("/start bob");
  test.chat.typed("hi bob");
  const { body, receiver } = test.only();
  assert.deepEqual([body, receiver], ["hi bob", "bob"]);
  test.chat.typed("/stop");
  assert.deepEqual(test.chat.conversations.current.party, { kind: "lobby", name: "general" });
});

Deno.test("Chat answers whoever wrote last by /reply", () => {
  const test = TestChat.in();
  test.hear(direct(1, "bob", "one"), direct(2, "carol", "two"));
  test.chat.typed("/reply yes");
  const { body, receiver } = test.only();
  assert.deepEqual([body, receiver], ["yes", "carol"]);
});

Deno.test("Chat does not let /me slip from a conversation into the lobby", () => {
  const test = TestChat.in();
  test.chat.typed("/start bob");
  test.chat.typed("/me waves");
  assert.deepEqual(test.take(), []);
  assert.match(test.screen.at(-1) ?? "", /^! That is for everybody in general/);
});

Deno.test("Chat leaves commands that it does not know to the server and shows the answer where it was asked", () => {
  const test = TestChat.in();
  test.chat.typed("/start bob");
  test.chat.typed("/time");
  const { body, ref } = test.only();
  assert.equal(body, "/time");
  const { current: bob, lobby } = test.chat.conversations;
  test.chat.conversations.show(lobby);
  test.hear(answer("reply", ref, { reply: "time", body: "2024-10-12 15:13:02" }));
  assert.deepEqual(test.shownIn(bob), ["2024-10-12 15:13:02"]);
});

Deno.test("Chat follows the user to another lobby and keeps the two apart", () => {
  const test = TestChat.in([message(1, "bob", "in general")]);
  test.chat.typed("/join cave");
  test.hear(
    answer("moved", undefined, { lobby: "Cave", events: [message(2, "carol", "in the cave", "Cave")] }),
  );
  assert.deepEqual(test.screen, ["carol: in the cave"]);
  test.chat.typed("hello");
  assert.equal(test.take().at(-1)?.receiver, "#Cave");
});

Deno.test("Chat puts earlier events above what is there", () => {
  const test = TestChat.in([message(5, "bob", "five")]);
  test.chat.typed("/history");
  const events = [message(3, "bob", "three"), message(5, "bob", "five")];
  test.hear(answer("reply", test.only().ref, { reply: "history", events, more: true, lobby: "general" }));
  assert.deepEqual(test.screen, [
    "Hello alice",
    "bob: three",
    "bob: five",
    "1 more now stand above. Earlier ones: /history 2 before 3",
  ]);
});

Deno.test("Chat keeps a line that would be too long for the server", () => {
  const test = TestChat.in();
  assert.equal(test.chat.typed("ü".repeat(2000)), false);
  assert.deepEqual(test.take(), []);
});

Deno.test("Chat completes commands, users and lobbies that the server has named", () => {
  const test = new TestChat();
  test.chat.typed("alice");
  test.chat.opened();
  const login = test.only();
  test.hear(
    answer("welcome", login.ref, { lobby: "general", present: 1, events: [message(1, "bob", "hi")] }),
  );
  const [help, , lobbies] = test.take();
  test.hear(
    answer("reply", help?.ref, { reply: "commands", commands: [{ name: "stats", aliases: [] }], body: "no" }),
    answer("reply", lobbies?.ref, { reply: "lobbies", lobbies: [{ name: "cave" }], body: "no" }),
  );
  const { completion } = test.chat;
  assert.equal(completion.complete("/st"), "/stats ");
  assert.equal(completion.complete("hello b"), "hello bob ");
  assert.equal(completion.complete("/join c"), "/join cave ");
  assert.ok(!test.screen.includes("no"));
});

Deno.test("Chat says goodbye to the server when the user leaves", () => {
  const test = TestChat.in();
  test.chat.typed("/QUIT");
  assert.equal(test.only().body, "/quit");
  assert.deepEqual(test.orders.slice(-2), ["expectEnd", "quit"]);
});

Deno.test("Chat goes back to the name when no password is given", () => {
  const test = new TestChat();
  test.chat.typed("alice");
  test.chat.opened();
  test.hear(answer("error", test.only().ref, { code: "password-required", body: "" }));
  test.chat.typed("");
  assert.equal(test.chat.visit.login.asks, "name");
  test.chat.typed("alicia");
  assert.equal(test.only().body, "/login alicia");
});

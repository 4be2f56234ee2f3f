// The client's model when the line breaks: nothing twice, nothing missing, nothing pretended.
import assert from "node:assert/strict";
import { answer, direct, message, TestChat } from "./start_chat.ts";

Deno.test("Chat keeps what is typed while there is no connection", () => {
  const test = TestChat.in();
  test.chat.closed("it broke", 1000);
  assert.equal(test.chat.typed("hello"), false);
  assert.deepEqual(test.take(), []);
});

Deno.test("Chat tells of a break once, however often it is tried again", () => {
  const test = TestChat.in();
  test.chat.closed("it broke", 1000);
  test.chat.closed("refused", 2000);
  assert.equal(test.screen.filter((line) => line.startsWith("No connection")).length, 1);
});

Deno.test("Chat logs in again by itself, with the password", () => {
  const test = new TestChat();
  test.chat.typed("alice");
  test.chat.opened();
  test.hear(answer("error", test.only().ref, { code: "password-required", body: "" }));
  test.chat.typed("secret");
  test.welcome();
  test.breakAndReturn();
  assert.equal(test.only().body, "/login alice secret");
});

Deno.test("Chat shows what was missed, without what was shown before", () => {
  const test = TestChat.in([message(1, "bob", "one")]);
  test.breakAndReturn();
  test.welcome([message(1, "bob", "one"), message(2, "bob", "two")]);
  assert.deepEqual(test.screen.slice(-3), ["Connected again.", "--- 1 missed ---", "bob: two"]);
  assert.equal(test.screen.filter((line) => line === "bob: one").length, 1);
});

Deno.test("Chat asks for what the welcome does not reach back to, and holds back what comes meanwhile", () => {
  const test = TestChat.in([message(1, "bob", "one")]);
  test.breakAndReturn();
  test.welcome([message(8, "bob", "eight")]);
  const asked = test.take().find(({ body }) => body.startsWith("/history"));
  assert.equal(asked?.body, "/history 500 before 8");
  test.hear(message(9, "bob", "nine"));
  assert.equal(test.screen.at(-1), "Connected again.");
  const events = [message(1, "bob", "one"), message(5, "bob", "five")];
  test.hear(answer("reply", asked?.ref, { reply: "history", lobby: "general", events, more: true }));
  assert.deepEqual(test.screen.slice(-4), ["--- 3 missed ---", "bob: five", "bob: eight", "bob: nine"]);
});

Deno.test("Chat shows what it has when the server refuses to tell the rest", () => {
  const test = TestChat.in([message(1, "bob", "one")]);
  test.breakAndReturn();
  test.welcome([message(8, "bob", "eight")]);
  const asked = test.take().find(({ body }) => body.startsWith("/history"));
  test.hear(answer("error", asked?.ref, { code: "rate-limited", body: "Wait." }));
  assert.equal(test.screen.at(-1), "bob: eight");
});

Deno.test("Chat recognises a line that arrived although its answer did not", () => {
  const test = TestChat.in([message(1, "bob", "one")]);
  test.chat.typed("mine");
  test.breakAndReturn();
  test.welcome([message(1, "bob", "one"), message(2, "alice", "mine")]);
  assert.equal(test.screen.filter((line) => line === "> alice: mine").length, 1);
  assert.equal(test.chat.failed, false);
});

Deno.test("Chat says of a line that did not arrive that it perhaps did not", () => {
  const test = TestChat.in([message(1, "bob", "one")]);
  test.chat.typed("mine");
  test.breakAndReturn();
  test.welcome([message(1, "bob", "one")]);
  assert.ok(test.screen.includes("> alice: mine (perhaps not sent)"));
});

Deno.test("Chat says the same of a direct message, which has no history", () => {
  const test = TestChat.in();
  test.chat.typed("/start bob");
  test.chat.typed("psst");
  test.breakAndReturn();
  test.welcome();
  assert.ok(test.screen.includes("> alice: psst (perhaps not sent)"));
});

Deno.test("Chat shows a direct message once that the server delivers again", () => {
  const test = TestChat.in();
  test.hear(direct(4, "bob", "psst"));
  test.breakAndReturn();
  test.welcome();
  test.hear(direct(4, "bob", "psst"), direct(6, "bob", "and"));
  assert.equal(test.chat.conversations.all[1]?.unread, 2);
});

Deno.test("Chat goes back to the lobby that it was in, and catches up there", () => {
  const test = TestChat.in();
  test.chat.typed("/join cave secret");
  test.hear(answer("moved", undefined, { lobby: "cave", events: [message(1, "bob", "one", "cave")] }));
  test.breakAndReturn();
  test.welcome([message(2, "dave", "in general")]);
  assert.equal(test.take().at(-1)?.body, "/join cave secret");
  const events = [message(1, "bob", "one", "cave"), message(3, "bob", "three", "cave")];
  test.hear(answer("moved", undefined, { lobby: "cave", events }));
  assert.deepEqual(test.screen.slice(-2), ["--- 1 missed ---", "bob: three"]);
});

Deno.test("Chat stays in the first lobby when the other one does not let it in", () => {
  const test = TestChat.in();
  test.chat.typed("/join cave");
  test.hear(answer("moved", undefined, { lobby: "cave", events: [] }));
  test.breakAndReturn();
  test.welcome([message(2, "dave", "in general")]);
  test.hear(answer("error", test.take().at(-1)?.ref, { code: "lobby-not-found", body: "There is no cave." }));
  assert.deepEqual(test.chat.conversations.lobby.party, { kind: "lobby", name: "general" });
  assert.ok(test.screen.includes("dave: in general"));
});

Deno.test("Chat tries again later when its own old connection still has the name", () => {
  const test = TestChat.in();
  test.breakAndReturn();
  test.hear(answer("error", test.only().ref, { code: "username-taken", body: "Taken." }));
  assert.equal(test.orders.at(-1), "drop");
  assert.equal(test.chat.visit.login.asks, undefined);
});

Deno.test("Chat does not come back by itself when it was sent away", () => {
  const test = TestChat.in();
  test.hear({ type: "dismissed", body: "You logged in elsewhere.", at: "" });
  assert.equal(test.orders.at(-1), "expectEnd");
  assert.equal(test.chat.visit.phase, "out");
  test.chat.closed("closed", null);
  test.chat.typed("");
  assert.equal(test.orders.at(-1), "start");
});

Deno.test("Chat comes back with the password that its user has registered meanwhile", () => {
  const test = TestChat.in();
  test.chat.typed("/register long-secret");
  test.hear(answer("reply", test.only().ref, { reply: "done", body: "alice is yours now." }));
  test.breakAndReturn();
  assert.equal(test.only().body, "/login alice long-secret");
});

Deno.test("Chat does not take a password that the server has refused", () => {
  const test = TestChat.in();
  test.chat.typed("/register x");
  test.hear(answer("error", test.only().ref, { code: "weak-password", body: "Too short." }));
  test.breakAndReturn();
  assert.equal(test.only().body, "/login alice");
});

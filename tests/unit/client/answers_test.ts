// The client and the assistant: its answers, whole and while they grow, and the questions to it.
import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { visibleWidth } from "@earendil-works/pi-tui";
import { Transcript } from "../../../lib/client/panes.ts";
import { FakeClock } from "../../support/fake_clock.ts";
import { answer, direct, growth, message, rox, TestChat } from "./start_chat.ts";

Deno.test("Chat asks the server to show answers while they grow, where they can be shown so", () => {
  for (const repaints of [true, false]) {
    const test = new TestChat(repaints);
    test.chat.typed("alice");
    test.chat.opened();
    assert.equal(test.only().follow, repaints || undefined);
  }
});

Deno.test("Chat shows an answer in several lines, and counts it as unread", () => {
  const test = TestChat.in();
  test.hear(rox(1, "one\n\ntwo"));
  assert.equal(test.screen.at(-1), "Rox: one\n\ntwo");
  test.chat.typed("/start bob");
  test.hear(rox(2, "three"));
  assert.equal(test.chat.conversations.lobby.unread, 1);
});

Deno.test("Chat lets an answer grow below everything else, and puts the whole one in its place", () => {
  const test = TestChat.in();
  test.hear(growth("one\n", true), message(1, "bob", "hello"));
  assert.deepEqual(test.screen.slice(-2), ["bob: hello", "Rox: one\n ..."]);
  test.hear(growth("two"));
  assert.equal(test.screen.at(-1), "Rox: one\n\ntwo ...");
  test.hear(rox(2, "one\n\ntwo\nthree"));
  assert.deepEqual(test.screen.slice(-2), ["bob: hello", "Rox: one\n\ntwo\nthree"]);
});

Deno.test("Chat tells nobody who prints what is new of an answer that grows, but of the whole one", () => {
  const test = TestChat.in();
  test.news.length = 0;
  test.hear(growth("one", true), growth("two"), rox(2, "one\ntwo"));
  assert.deepEqual(test.news, ["Rox: one\ntwo"]);
});

Deno.test("Chat leaves out what comes of an answer of which it has missed the beginning", () => {
  const test = TestChat.in();
  test.hear(growth("two"));
  assert.deepEqual(test.screen, ["Hello alice"]);
});

Deno.test("Chat begins anew with each answer", () => {
  const test = TestChat.in();
  test.hear(growth("one", true), growth("another", true));
  assert.equal(test.screen.at(-1), "Rox: another ...");
});

Deno.test("Chat keeps an answer growing in the lobby while another conversation is on the screen", () => {
  const test = TestChat.in();
  test.hear(growth("one", true));
  test.chat.typed("/start bob");
  test.hear(growth("two"));
  assert.deepEqual(test.screen, []);
  test.chat.conversations.step(1);
  assert.equal(test.screen.at(-1), "Rox: one\ntwo ...");
  test.chat.conversations.step(1);
  test.hear(rox(1, "one\ntwo"));
  test.chat.conversations.step(1);
  assert.equal(test.screen.at(-1), "Rox: one\ntwo");
});

Deno.test("Chat lets go of an answer that grows when the line breaks, and has the whole one from the history", () => {
  const test = TestChat.in([message(1, "bob", "one")]);
  test.hear(growth("half", true));
  test.breakAndReturn();
  assert.ok(!test.screen.includes("Rox: half ..."));
  test.welcome([message(1, "bob", "one"), rox(2, "half\nand half")]);
  assert.deepEqual(test.screen.slice(-2), ["--- 1 missed ---", "Rox: half\nand half"]);
  test.hear(growth("of the old one"));
  assert.equal(test.screen.at(-1), "Rox: half\nand half");
});

Deno.test("Chat lets go of an answer that grows in a lobby that its user leaves", () => {
  const test = TestChat.in();
  test.hear(growth("half", true));
  const { lobby } = test.chat.conversations;
  test.hear(answer("moved", undefined, { lobby: "cave", events: [] }));
  assert.equal(lobby.growing, undefined);
});

Deno.test("Chat lets go of an answer that grows when lines were skipped: some may have been its own", () => {
  const test = TestChat.in();
  test.hear(growth("half", true), answer("skipped", undefined, { lines: 3, body: "3 lines were skipped." }));
  assert.equal(test.screen.at(-1), "! 3 lines were skipped.");
  test.hear(growth("more"));
  assert.equal(test.screen.at(-1), "! 3 lines were skipped.");
});

Deno.test("Chat shows a question at once, and calls the assistant as the server does when it is stored", () => {
  const test = TestChat.in();
  test.chat.typed("/ai why?");
  const { body, ref } = test.only();
  assert.equal(body, "/ai why?");
  assert.equal(test.screen.at(-1), "> alice: @AI why? ...");
  test.hear(answer("sent", ref, { id: 5, to: "Rox", body: "[AI] Thinking..." }));
  assert.deepEqual(test.screen.slice(-2), ["> alice: @Rox why?", "[AI] Thinking..."]);
});

Deno.test("Chat says which question the server has refused, and why", () => {
  const test = TestChat.in();
  test.chat.typed("/ai why?");
  test.hear(answer("error", test.only().ref, { code: "assistant-off", body: "There is no assistant." }));
  assert.deepEqual(test.screen.slice(-2), ["> alice: @AI why? (not sent)", "! There is no assistant."]);
});

Deno.test("Chat recognises a question that arrived although its answer did not", () => {
  const test = TestChat.in([message(1, "bob", "one")]);
  test.chat.typed("/ai why?");
  test.breakAndReturn();
  const question = { ...message(2, "alice", "@Rox why?"), type: "tagged", to: "Rox", text: "why?" };
  test.welcome([message(1, "bob", "one"), question]);
  assert.equal(test.screen.filter((line) => line === "> alice: @Rox why?").length, 1);
  assert.equal(test.chat.failed, false);
});

Deno.test("Chat does not let a question slip from a conversation into the lobby", () => {
  const test = TestChat.in();
  test.hear(direct(1, "bob", "psst"));
  test.chat.typed("/start bob");
  test.chat.typed("/ai why?");
  assert.deepEqual(test.take(), []);
  assert.match(test.screen.at(-1) ?? "", /^! That is for everybody in general/);
});

Deno.test("Chat tells its user that there is no answer, wherever the user looks", () => {
  const test = TestChat.in();
  test.chat.typed("/start bob");
  test.hear({ type: "answer-failed", code: "assistant-failed", body: "Rox cannot answer.", at: "" });
  assert.deepEqual(test.screen, ["! Rox cannot answer."]);
});

Deno.test("Chat lets no control character of an answer through", () => {
  const test = TestChat.in();
  test.hear(growth("a\u001b[2J\rb\u0007\nc\u202e", true));
  assert.equal(test.screen.at(-1), "Rox: a b\nc ...");
  test.hear(rox(1, "a\u001b[2J\rb\u0007\nc\u202e"));
  assert.equal(test.screen.at(-1), "Rox: a b\nc");
});

Deno.test("Transcript indents all of an answer but its first row, also where a line is wrapped", () => {
  const test = TestChat.in([rox(1, `one\n${"word ".repeat(9)}end`)]);
  test.hear(growth("first\nsecond", true));
  const lines = new Transcript(test.chat, new FakeClock()).render(40);
  assert.deepEqual(lines.slice(-5).map((line) => stripVTControlCharacters(line).trimEnd()), [
    "15:13 Rox: one",
    "    word word word word word word word",
    "    word word end",
    "15:13 Rox: first",
    "    second ...",
  ]);
});

Deno.test("Transcript keeps an answer within the narrowest window", () => {
  const { chat } = TestChat.in([rox(1, `one\n${"wide 漢字 ".repeat(20)}end`)]);
  for (const width of [5, 10, 19, 20, 33, 80]) {
    const lines = new Transcript(chat, new FakeClock()).render(width);
    assert.ok(lines.every((line) => visibleWidth(line) <= width));
  }
});

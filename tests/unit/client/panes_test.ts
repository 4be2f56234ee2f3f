// The parts of the screen, without a screen.
import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { visibleWidth } from "@earendil-works/pi-tui";
import { Bar, Prompt, Transcript } from "../../../lib/client/panes.ts";
import { FakeClock } from "../../support/fake_clock.ts";
import { answer, direct, message, TestChat } from "./start_chat.ts";

function text(lines: readonly string[]): readonly string[] {
  // The mark at which the terminal's own cursor is put.
  return lines.map((line) => stripVTControlCharacters(line.replaceAll("\u001b_pi:c\u0007", "")).trimEnd());
}

Deno.test("Transcript wraps to the width, also wide characters", () => {
  const { chat } = TestChat.in([message(1, "bob", `${"wide 漢字 ".repeat(20)}end`)]);
  for (const width of [10, 33, 80]) {
    const lines = new Transcript(chat, new FakeClock()).render(width);
    assert.ok(lines.every((line) => visibleWidth(line) <= width));
    assert.match(lines.at(-1) ?? "", /end/);
  }
});

Deno.test("Transcript tells one's own lines from those of others without colours", () => {
  const { chat } = TestChat.in([message(1, "bob", "hers"), message(2, "alice", "mine")]);
  const lines = text(new Transcript(chat, new FakeClock()).render(80));
  assert.deepEqual(lines.slice(-2), ["15:13 bob: hers", "15:13 > alice: mine"]);
});

Deno.test("Transcript shows the date of another day", () => {
  const { chat } = TestChat.in([message(1, "bob", "old")]);
  const clock = new FakeClock();
  clock.advance(86_400_000);
  assert.equal(text(new Transcript(chat, clock).render(80)).at(-1), "10-12 15:13 bob: old");
});

Deno.test("Bar shows who is unread, and which conversation is on the screen", () => {
  const test = TestChat.in();
  test.hear(direct(1, "bob", "one"), direct(2, "bob", "two"));
  const bar = new Bar(test.chat, "127.0.0.1:8080", () => "");
  assert.deepEqual(text(bar.render(80)), [" [1 #general]  2 bob (2) | alice on 127.0.0.1:8080"]);
});

Deno.test("Bar says when the next try is", () => {
  const test = TestChat.in();
  test.chat.closed("it broke", 4000);
  const bar = new Bar(test.chat, "127.0.0.1:8080", () => "");
  assert.match(text(bar.render(80))[0] ?? "", /^ no connection, next try 15:13:06 /);
});

Deno.test("Bar never is wider than the screen", () => {
  const test = TestChat.in();
  for (let id = 1; id < 30; id++) test.hear(direct(id, `user${id}`, "hi"));
  const lines = new Bar(test.chat, "127.0.0.1:8080", () => "").render(40);
  assert.ok(lines.every((line) => visibleWidth(line) <= 40));
});

Deno.test("Prompt keeps a line for each conversation", () => {
  const test = TestChat.in();
  const prompt = new Prompt(test.chat, () => {});
  prompt.handleInput("for the lobby");
  test.chat.typed("/start bob");
  assert.equal(prompt.value, "");
  prompt.handleInput("for bob");
  test.chat.conversations.step(1);
  assert.equal(prompt.value, "for the lobby");
  assert.deepEqual(text(prompt.render(40)), ["[#general] for the lobby"]);
});

Deno.test("Prompt hides a password, and hands it on as it was typed", () => {
  const test = new TestChat();
  test.chat.typed("alice");
  test.chat.opened();
  test.hear(answer("error", test.only().ref, { code: "password-required", body: "" }));
  const lines: string[] = [];
  const prompt = new Prompt(test.chat, (line) => lines.push(line));
  prompt.handleInput("secret");
  assert.deepEqual(text(prompt.render(40)), ["Your password: ******"]);
  prompt.handleInput("\r");
  assert.deepEqual(lines, ["secret"]);
});

Deno.test("Prompt edits with the keys of a shell", () => {
  const prompt = new Prompt(TestChat.in().chat, () => {});
  for (const key of ["one two three", "\u0017", "\u0001", "zero ", "\u001bf", "\u000b"]) {
    prompt.handleInput(key);
  }
  assert.equal(prompt.value, "zero one");
});

Deno.test("Bar names what matters when there is no room for all", () => {
  const test = TestChat.in();
  for (let id = 1; id < 30; id++) test.hear(direct(id, `user${id}`, "hi"));
  for (const conversation of test.chat.conversations.all) test.chat.conversations.show(conversation);
  test.hear(direct(99, "user7", "news"));
  const bar = new Bar(test.chat, "127.0.0.1:8080", () => "");
  assert.deepEqual(text(bar.render(60)), [" [30 user29]  8 user7 (1) | alice on 127.0.0.1:8080"]);
});

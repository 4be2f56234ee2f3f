// The client in a pipe: lines in, lines out.
import assert from "node:assert/strict";
import type { Entry } from "../../../lib/client/conversation.ts";
import { Plain } from "../../../lib/client/plain.ts";
import { STAMP } from "../../support/fake_clock.ts";
import { answer, direct, growth, message, rox, TestChat } from "./start_chat.ts";

function plainOf(lines: AsyncIterable<string>) {
  const out: string[] = [];
  const notes: string[] = [];
  const plain = new Plain({ lines, print: (line) => out.push(line), note: (line) => notes.push(line) });
  return { plain, out, notes };
}

async function* none(): AsyncIterable<string> {}

function entriesOf(test: TestChat): readonly Entry[] {
  return test.chat.conversations.all.flatMap(({ entries }) => entries);
}

Deno.test("Plain shows events as nc does", () => {
  const test = TestChat.in([message(1, "bob", "hello")], false);
  test.hear(direct(2, "bob", "psst"));
  const { plain, out } = plainOf(none());
  for (const entry of entriesOf(test)) plain.show(entry);
  assert.deepEqual(out, ["Hello alice", `${STAMP}[bob]: hello`, `${STAMP}[DM from bob]: psst`]);
});

Deno.test("Plain does not repeat what its user says to the lobby, and shows that a direct message went out", () => {
  const test = TestChat.in([], false);
  test.news.length = 0;
  test.chat.typed("hello");
  test.hear(answer("sent", test.only().ref, { id: 1 }));
  assert.deepEqual(test.news, []);
  test.chat.typed("/msg bob psst");
  test.hear(answer("sent", test.only().ref, { id: 2, to: "bob" }));
  const { plain, out } = plainOf(none());
  entriesOf(test).slice(-1).forEach((entry) => plain.show(entry));
  assert.deepEqual(out, [`${STAMP}[DM to bob]: psst`]);
});

Deno.test("Plain prints an answer once, as a whole, as nc shows it", () => {
  const { plain, out } = plainOf(none());
  const test = TestChat.in([], false);
  test.hear(growth("one", true), growth("two"), rox(1, "one\ntwo"));
  for (const entry of entriesOf(test).slice(1)) plain.show(entry);
  assert.deepEqual(out, [`${STAMP}[Rox]: one`, "    two"]);
});

Deno.test("Plain prints no escape byte", () => {
  const test = TestChat.in([message(1, "bob", "\u001b[31mred")], false);
  test.chat.closed("\u001b[2Jgone", 1000);
  const { plain, out, notes } = plainOf(none());
  for (const entry of entriesOf(test)) plain.show(entry);
  assert.ok([...out, ...notes].every((line) => !line.includes("\u001b")));
});

Deno.test("Plain waits with a line until it can be sent, and leaves after the last one", async () => {
  const test = new TestChat(false);
  const lines = ReadableStream.from(["alice", "hello"]);
  const { plain } = plainOf(lines);
  const done = plain.run(test.chat);
  while (!test.orders.includes("start")) await Promise.resolve();
  test.chat.opened();
  plain.changed(test.chat);
  test.welcome();
  plain.changed(test.chat);
  await done;
  assert.deepEqual(test.take().map(({ body }) => body).slice(-2), ["hello", "/quit"]);
});

Deno.test("Plain ends when the server wants the user no more", async () => {
  const test = TestChat.in([], false);
  const { plain } = plainOf(new ReadableStream());
  const done = plain.run(test.chat);
  test.hear({ type: "dismissed", body: "You were kicked.", at: "" });
  plain.changed(test.chat);
  await done;
  assert.equal(test.chat.failed, true);
});

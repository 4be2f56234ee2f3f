// Theme cozy of the terminal: blocks with pictures and relative times, and the author's line repainted in place.

import assert from "node:assert/strict";
import type { View } from "../../../lib/dialects/dialect.ts";
import { ago, cozy } from "../../../lib/dialects/terminal/cozy.ts";
import type { ChatEvent } from "../../../lib/domain/event.ts";
import type { Reply } from "../../../lib/domain/reply.ts";
import {
  alice,
  AT,
  bob,
  direct,
  dismissed,
  history,
  line,
  matches,
  notice,
  presence,
  proclaimed,
  refused,
  tagged,
  taggedYou,
  uncoloured,
  welcome,
} from "./samples.ts";

const to = { name: bob.name, now: AT + 5_000 };

function shown(event: ChatEvent, view: View = "reader"): string {
  return uncoloured(cozy.event(event, view, to.now));
}
function replied(reply: Reply): readonly string[] {
  return uncoloured(cozy.reply(reply, to)).split("\n");
}

const COZY: readonly (readonly [ChatEvent, string])[] = [
  [line("said", "hello"), "(@_@) alice [5s ago]\n  ╰─> hello\n"],
  [line("action", "waves"), "(@_@) alice [5s ago]\n  ╰─> * alice waves\n"],
  [tagged("look"), "(@_@) alice [5s ago]\n  ╰─> @bob look\n"],
  [taggedYou, "* alice tagged you\n"],
  [presence("joined"), "(@_@) alice joined the chat [5s ago]\n"],
  [presence("exited"), "(@_@) alice has left the lobby [5s ago]\n"],
  [direct("hey"), "(@_@) DM from alice [5s ago]\n  ╰─> hey\n"],
  [notice, "system [5s ago]\n  ╰─> The server restarts at noon.\n"],
  [proclaimed("moderated", "bob was muted"), "system [5s ago]\n  ╰─> bob was muted\n"],
  [proclaimed("announced", "lunch"), "announcement [5s ago]\n  ╰─> alice: lunch\n"],
  [dismissed, "! You were kicked by bob.\n"],
];
for (const [event, expected] of COZY) {
  Deno.test(`cozy shows ${event.type} with how long ago it was`, () => {
    assert.equal(shown(event), expected);
  });
}

Deno.test("cozy has a picture for those who chose none", () => {
  assert.match(
    shown({ ...line("said", "hello"), from: { ...alice, picture: null } }),
    /^\(=\^・\^=\) alice /,
  );
});

Deno.test("cozy repaints the author's own line in place", () => {
  assert.equal(
    shown(line("said", "grüß dich"), "author-in-place"),
    "\u001b[1A\u001b[2K(@_@) alice [5s ago]\n  ╰─> grüß dich\n",
  );
});

Deno.test("cozy shows the author's own line below when something came in between", () => {
  assert.equal(shown(line("said", "hello"), "author"), "(@_@) alice [5s ago]\n  ╰─> hello\n");
});

const IN_PLACE: readonly (readonly [string, ChatEvent, boolean])[] = [
  ["a line of 78 characters", line("said", "x".repeat(78)), true],
  ["a line of 79 characters", line("said", "x".repeat(79)), false],
  ["an action of 78 characters with its command", line("action", "x".repeat(74)), true],
  ["an action of 79 characters with its command", line("action", "x".repeat(75)), false],
  ["a tagging line of 78 characters with its command", tagged("x".repeat(69)), true],
  ["a tagging line of 79 characters with its command", tagged("x".repeat(70)), false],
  ["a line of 78 characters with its second slash", line("said", `/${"x".repeat(76)}`), true],
  ["a line of 79 characters with its second slash", line("said", `/${"x".repeat(77)}`), false],
  ["a line with wide characters", line("said", "日本語"), false],
  ["a line with an emoji", line("said", "fine 🎉"), false],
  ["a line with a combining mark", line("said", "e\u0301"), false],
];
for (const [what, event, inPlace] of IN_PLACE) {
  Deno.test(`cozy ${inPlace ? "paints over" : "does not paint over"} ${what}`, () => {
    assert.equal(shown(event, "author-in-place").startsWith("\u001b[1A"), inPlace);
  });
}

const ELSEWHERE = [
  presence("joined"),
  presence("entered"),
  direct("hey"),
  proclaimed("moderated", "bob was muted"),
];
for (const event of [...ELSEWHERE, proclaimed("announced", "lunch")]) {
  Deno.test(`cozy does not show ${event.type} to its author again`, () => {
    assert.equal(cozy.event(event, "author", AT) + cozy.event(event, "author-in-place", AT), "");
  });
}

const AGES: readonly (readonly [number, string])[] = [
  [-60_000, "just now"],
  [0, "just now"],
  [999, "just now"],
  [1_000, "1s ago"],
  [59_999, "59s ago"],
  [60_000, "1m ago"],
  [3_599_999, "59m ago"],
  [3_600_000, "1h ago"],
  [86_399_999, "23h ago"],
  [86_400_000, "1d ago"],
  [400 * 86_400_000, "400d ago"],
];
for (const [age, expected] of AGES) {
  Deno.test(`ago calls ${age} ms ${expected}`, () => assert.equal(ago(AT, AT + age), expected));
}

Deno.test("cozy greets a newcomer with lobby, company and a way to help", () => {
  assert.equal(replied(welcome)[0], "Hello bob, 3 people are in general. Type /help to see what you can do.");
});

Deno.test("cozy shows history as it shows events", () => {
  assert.deepEqual(replied(history).slice(0, 4), [
    "(@_@) alice [5s ago]",
    "  ╰─> one",
    "(@_@) alice [5s ago]",
    "  ╰─> two",
  ]);
});

Deno.test("cozy puts a match's id before its first line alone", () => {
  assert.deepEqual(replied(matches).slice(0, 2), ["#43 (@_@) alice [5s ago]", "  ╰─> two"]);
});

Deno.test("cozy shows a direct message to its author with the reader's picture", () => {
  const message = direct("hey", bob, alice);
  assert.deepEqual(
    replied({ kind: "direct-sent", message, queued: true, openName: false }),
    ["(@_@) DM to alice, offline [5s ago]", "  ╰─> hey", ""],
  );
});

Deno.test("cozy refuses in one line", () => {
  assert.equal(uncoloured(cozy.refusal(refused, to)), "! Say whom and what: /msg bob hello\n");
});

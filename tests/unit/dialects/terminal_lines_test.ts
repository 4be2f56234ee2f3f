// Themes plain and classic of the terminal: the exact lines, and where they are coloured.

import assert from "node:assert/strict";
import type { View } from "../../../lib/dialects/dialect.ts";
import { classic, plain } from "../../../lib/dialects/terminal/lines.ts";
import type { ChatEvent } from "../../../lib/domain/event.ts";
import type { Reply } from "../../../lib/domain/reply.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import {
  alice,
  AT,
  bob,
  direct,
  dismissed,
  line,
  notice,
  presence,
  proclaimed,
  refused,
  tagged,
  taggedYou,
  TIME,
  uncoloured,
  welcome,
} from "./samples.ts";

const to = { name: bob.name, now: AT };

const PLAIN: readonly (readonly [ChatEvent, string])[] = [
  [line("said", "hello"), `[${TIME}][alice]: hello\n`],
  [line("action", "waves"), `[${TIME}] * alice waves\n`],
  [tagged("look"), `[${TIME}][alice]: @bob look\n`],
  [taggedYou, "* alice tagged you\n"],
  [presence("joined"), `[${TIME}][system]: alice joined the chat\n`],
  [presence("left"), `[${TIME}][system]: alice has left our chat...\n`],
  [presence("entered"), `[${TIME}][system]: alice has joined the lobby\n`],
  [presence("exited"), `[${TIME}][system]: alice has left the lobby\n`],
  [direct("hey"), `[${TIME}][DM from alice]: hey\n`],
  [notice, `[${TIME}][system]: The server restarts at noon.\n`],
  [proclaimed("moderated", "bob was muted"), `[${TIME}][system]: bob was muted\n`],
  [proclaimed("announced", "lunch"), `[${TIME}][system]: alice announces: lunch\n`],
  [dismissed, "! You were kicked by bob.\n"],
];
for (const [event, expected] of PLAIN) {
  Deno.test(`plain shows ${event.type} to its readers as the contract spells it`, () => {
    assert.equal(plain.event(event, "reader", AT), expected);
  });
}

const NAME = "\u001b[38;5;130malice\u001b[0m";
const DIM_TIME = `\u001b[2m[${TIME}]\u001b[0m`;

Deno.test("classic dims the time and colours the name of a line", () => {
  assert.equal(classic.event(line("said", "hello"), "reader", AT), `${DIM_TIME}[${NAME}]: hello\n`);
});

Deno.test("classic colours a name alike in any case", () => {
  const ALICE = { ...alice, name: sanitise("ALICE") as typeof alice.name };
  const shown = classic.event({ ...line("action", "waves"), from: ALICE }, "reader", AT);
  assert.equal(shown, `${DIM_TIME} * \u001b[38;5;130mALICE\u001b[0m waves\n`);
});

Deno.test("classic dims system lines", () => {
  assert.equal(
    classic.event(presence("joined"), "reader", AT),
    `\u001b[2m[${TIME}][system]: alice joined the chat\u001b[0m\n`,
  );
});

Deno.test("classic dims what moderators do, and lets announcements stand out", () => {
  assert.equal(
    classic.event(proclaimed("moderated", "bob was muted"), "reader", AT),
    `\u001b[2m[${TIME}][system]: bob was muted\u001b[0m\n`,
  );
  assert.equal(
    classic.event(proclaimed("announced", "lunch"), "reader", AT),
    `\u001b[2m[${TIME}][system]:\u001b[0m \u001b[1malice announces: lunch\u001b[0m\n`,
  );
});

Deno.test("classic tells in red that a session is over", () => {
  assert.equal(
    classic.event(dismissed, "reader", AT),
    "\u001b[38;5;160m! You were kicked by bob.\u001b[0m\n",
  );
});

Deno.test("classic shows direct messages in magenta", () => {
  assert.equal(
    classic.event(direct("hey"), "reader", AT),
    `${DIM_TIME}\u001b[38;5;163m[DM from alice]: hey\u001b[0m\n`,
  );
});

const OWN = [
  line("said", "hello"),
  line("action", "waves"),
  tagged("look"),
  direct("hey"),
  ...(["joined", "left", "entered", "exited"] as const).map(presence),
  proclaimed("moderated", "bob was muted"),
  proclaimed("announced", "lunch"),
];
const AUTHOR_VIEWS: readonly View[] = ["author", "author-in-place"];
for (const event of OWN) {
  Deno.test(`plain and classic do not show ${event.type} to its author again`, () => {
    for (const view of AUTHOR_VIEWS) {
      assert.equal(plain.event(event, view, AT) + classic.event(event, view, AT), "");
    }
  });
}

Deno.test("plain tells passing events in every view", () => {
  for (const view of AUTHOR_VIEWS) {
    assert.equal(plain.event(taggedYou, view, AT), "* alice tagged you\n");
    assert.equal(plain.event(dismissed, view, AT), "! You were kicked by bob.\n");
  }
});

Deno.test("classic greets a newcomer with lobby, company and a way to help, then replays", () => {
  const [greeting, ...replay] = uncoloured(classic.reply(welcome, to)).split("\n");
  assert.equal(greeting, "Hello bob, 3 people are in general. Type /help to see what you can do.");
  assert.equal(replay.join("\n"), plain.reply(welcome, to));
});

Deno.test("classic greets a newcomer who is alone", () => {
  const alone: Reply = { ...welcome, present: 1, replay: [], queued: [] };
  assert.equal(
    uncoloured(classic.reply(alone, to)),
    "Hello bob, you are alone in general. Type /help to see what you can do.\n",
  );
});

Deno.test("classic refuses in one red line", () => {
  assert.equal(
    classic.refusal(refused, to),
    "\u001b[38;5;160m! Say whom and what: /msg bob hello\u001b[0m\n",
  );
});

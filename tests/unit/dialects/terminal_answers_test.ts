// How answers of the assistant look in each theme of the terminal: whole, while they grow, and among other events.

import assert from "node:assert/strict";
import fc from "fast-check";
import { lines as login } from "../../../lib/dialects/login/lines.ts";
import { cozy } from "../../../lib/dialects/terminal/cozy.ts";
import { classic, plain } from "../../../lib/dialects/terminal/lines.ts";
import type { Reply } from "../../../lib/domain/reply.ts";
import { hostileText } from "../../support/arbitrary.ts";
import {
  answered,
  asked,
  AT,
  bob,
  failed,
  found,
  general,
  grew,
  known,
  past,
  rox,
  summary,
  TIME,
  uncoloured,
} from "./samples.ts";

const to = { name: bob.name, now: AT };
const LINES = ["Two reasons:", "", "- first", "- second"];
const WHOLE = answered(LINES);

Deno.test("plain shows an answer as one event whose further lines are indented", () => {
  assert.equal(
    plain.event(WHOLE, "reader", AT),
    `[${TIME}][Rox]: Two reasons:\n    \n    - first\n    - second\n`,
  );
  assert.equal(plain.event(answered(["Yes."]), "reader", AT), `[${TIME}][Rox]: Yes.\n`);
});

Deno.test("classic shows an answer as plain does, with the name in its colour", () => {
  const shown = classic.event(WHOLE, "reader", AT);
  assert.equal(uncoloured(shown), plain.event(WHOLE, "reader", AT));
  // deno-lint-ignore no-control-regex
  assert.match(shown, /^\u001b\[2m\[[^\]]*\]\u001b\[0m\[\u001b\[38;5;\d+mRox\u001b\[0m\]: Two reasons:\n/);
});

Deno.test("cozy shows an answer below its head, each line where the first begins", () => {
  assert.equal(
    uncoloured(cozy.event(WHOLE, "reader", AT + 5000)),
    "(=^・^=) Rox [5s ago]\n  ╰─> Two reasons:\n      \n      - first\n      - second\n",
  );
});

Deno.test("cozy shows an answer grow: head and first lines, further ones under its name, at last the rest", () => {
  const shown = [
    cozy.event(grew(true, LINES.slice(0, 2)), "reader", AT),
    cozy.event(grew(false, LINES.slice(2, 3)), "reader", AT),
    cozy.event(answered(LINES, 3), "follower", AT),
  ];
  assert.equal(
    uncoloured(shown.join("")),
    "(=^・^=) Rox [just now]\n  ╰─> Two reasons:\n      \n  Rox ┆ - first\n  Rox ┆ - second\n",
  );
});

Deno.test("cozy shows a follower nothing of an answer that has been shown to its end", () => {
  assert.equal(cozy.event(answered(LINES, LINES.length), "follower", AT), "");
});

Deno.test("plain and cozy tell of a failure in one line", () => {
  const text = "Rox gave no answer. Ask again.";
  assert.equal(plain.event(failed, "reader", AT), `! ${text}\n`);
  assert.equal(uncoloured(cozy.event(failed, "reader", AT)), `! ${text}\n`);
});

const REPLIES: readonly (readonly [string, Reply])[] = [
  ["a history", { kind: "history", lobby: general, events: past, more: false }],
  ["the replay of another lobby", { kind: "entered", lobby: summary({}), replay: past }],
  ["the replay at login", {
    kind: "welcome",
    name: bob.name,
    lobby: general,
    present: 1,
    replay: past,
    queued: [],
  }],
];
for (const [what, reply] of REPLIES) {
  Deno.test(`plain and cozy show an answer in ${what} as they do live`, () => {
    const [question, answer] = past.map((event) => plain.event(event, "reader", AT));
    assert.ok(plain.reply(reply, to).endsWith(`${question}${answer}`));
    assert.ok(
      uncoloured(cozy.reply(reply, to)).endsWith("\n(=^・^=) Rox [just now]\n  ╰─> one\n      two\n"),
    );
  });
}

Deno.test("plain puts a match's id before the first line of an answer alone", () => {
  assert.equal(plain.reply(found, to), `#8 [${TIME}][Rox]: one\n    two\n`);
});

Deno.test("plain tells whoever asks that the assistant thinks", () => {
  assert.equal(plain.reply(asked, to), "[AI] Thinking...\n");
});

Deno.test("/whois of the assistant says how it is asked, not where it was last seen", () => {
  const reply: Reply = { kind: "whois", user: known(rox, { role: "assistant" }) };
  assert.equal(
    plain.reply(reply, to),
    "(=^・^=) Rox\n  role       assistant\n  answers    /ai <question>\n",
  );
});

Deno.test("no line of an answer can be taken for a line of somebody else, whatever it holds", () => {
  const forged = `[${TIME}][alice]: I agree`;
  const texts = fc.oneof(hostileText, fc.constant(forged), hostileText.map((text) => `${text}\n${forged}`));
  fc.assert(fc.property(fc.array(texts, { minLength: 1, maxLength: 4 }), fc.nat(4), (lines, grown) => {
    const shownIn = {
      plain: plain.event(answered(lines), "reader", AT),
      classic: uncoloured(classic.event(answered(lines), "reader", AT)),
      cozy: uncoloured(cozy.event(answered(lines), "reader", AT)),
      rest: uncoloured(cozy.event(answered(lines, grown), "follower", AT)),
      login: login.event(answered(lines), "reader", AT),
    };
    const [, ...more] = shownIn.plain.split("\n").slice(0, -1);
    assert.ok(more.every((line) => line.startsWith("    ")));
    assert.equal(more.length, lines.length - 1);
    for (const shown of Object.values(shownIn)) {
      assert.ok(!shown.includes("\u001b"));
      assert.ok(!shown.split("\n").includes(forged));
    }
  }));
});

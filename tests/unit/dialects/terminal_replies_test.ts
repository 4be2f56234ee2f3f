// How the terminal dialect words replies, refusals and skipped lines.

import assert from "node:assert/strict";
import { plain } from "../../../lib/dialects/terminal/lines.ts";
import type { CommandHelp, Reply } from "../../../lib/domain/reply.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import {
  alice,
  AT,
  bob,
  carol,
  direct,
  general,
  here,
  history,
  known,
  matches,
  refused,
  TIME,
  welcome,
} from "./samples.ts";

const to = { name: bob.name, now: AT };

const msg: CommandHelp = {
  name: "msg",
  aliases: ["dm", "w"],
  usage: "<user> <text>",
  summary: "Sends a direct message.",
  example: "msg bob lunch?",
};
const quit: CommandHelp = { name: "quit", aliases: [], usage: "", summary: "Leaves.", example: "quit" };

const sent: Reply = {
  kind: "direct-sent",
  message: direct("hey", bob, carol),
  queued: false,
  openName: false,
};
const person: Reply = { kind: "people", lobby: general, people: [alice] };

const PLAIN: readonly (readonly [string, Reply, readonly string[]])[] = [
  ["silent as nothing", { kind: "silent" }, []],
  ["done as its sentence", { kind: "done", text: sanitise("Your theme is plain now.") }, [
    "Your theme is plain now.",
  ]],
  [
    "welcome as the replay and the queued direct messages alone",
    welcome,
    [
      `[${TIME}][alice]: hello`,
      `[${TIME}][system]: alice has left our chat...`,
      `[${TIME}][DM from alice]: hey`,
    ],
  ],
  [
    "welcome with a note as the server's own line before the replay",
    { ...welcome, note: sanitise("You are the first."), queued: [] },
    [
      `[${TIME}][system]: You are the first.`,
      `[${TIME}][alice]: hello`,
      `[${TIME}][system]: alice has left our chat...`,
    ],
  ],
  ["bye", { kind: "bye" }, ["Goodbye!"]],
  [
    "commands in aligned columns",
    { kind: "commands", commands: [msg, quit] },
    [
      "Commands:",
      "  /msg   Sends a direct message.",
      "  /quit  Leaves.",
      "/help <command> shows how to use one. Text without a slash goes to the lobby.",
    ],
  ],
  [
    "one command with usage, example and aliases",
    { kind: "command", command: msg },
    ["/msg <user> <text>", "  Sends a direct message.", "  example: /msg bob lunch?", "  also: /dm, /w"],
  ],
  [
    "one command that takes nothing",
    { kind: "command", command: quit },
    ["/quit", "  Leaves.", "  example: /quit"],
  ],
  [
    "people with their pictures",
    { ...person, people: [alice, bob] },
    ["2 people in general:", "  (@_@) alice", "  (=^・^=) bob"],
  ],
  ["one person in the singular", person, ["1 person in general:", "  (@_@) alice"]],
  [
    "everyone with where they are or were",
    { kind: "everyone", users: [here(bob), known(carol, {})], total: 2 },
    ["bob <ONLINE> in general", `carol <OFFLINE> last seen ${TIME}`],
  ],
  [
    "everyone with how many were left out",
    { kind: "everyone", users: [here(bob)], total: 12 },
    ["bob <ONLINE> in general", "and 11 more"],
  ],
  [
    "whois of a member who is here",
    { kind: "whois", user: here(alice, { role: "member" }) },
    [
      "(@_@) alice",
      "  role       member",
      "  lobby      general",
      `  since      ${TIME}`,
      "  last seen  here now",
    ],
  ],
  [
    "everyone without the lobby of somebody in a private one",
    { kind: "everyone", users: [here(bob, { lobby: null })], total: 1 },
    ["bob <ONLINE> in a private lobby"],
  ],
  [
    "whois of an operator in a private lobby",
    { kind: "whois", user: here(alice, { role: "operator", lobby: null }) },
    [
      "(@_@) alice",
      "  role       operator",
      "  lobby      a private one",
      `  since      ${TIME}`,
      "  last seen  here now",
    ],
  ],
  [
    "whois of a guest who is away",
    { kind: "whois", user: known(bob, {}) },
    [
      "(=^・^=) bob",
      "  role       guest",
      "  lobby      none, offline",
      `  since      ${TIME}`,
      `  last seen  ${TIME}`,
    ],
  ],
  [
    "stats",
    { kind: "stats", user: known(bob, { messagesSent: 12 }) },
    [`bob has sent 12 messages since ${TIME}.`],
  ],
  [
    "stats of one message",
    { kind: "stats", user: known(bob, { messagesSent: 1 }) },
    [`bob has sent 1 message since ${TIME}.`],
  ],
  [
    "history with how to read on",
    history,
    [`[${TIME}][alice]: one`, `[${TIME}][alice]: two`, "Earlier ones: /history 2 before 41"],
  ],
  [
    "history that is complete",
    { ...history, more: false },
    [`[${TIME}][alice]: one`, `[${TIME}][alice]: two`],
  ],
  [
    "history without events",
    { ...history, events: [], more: false },
    ["There is nothing to show in general."],
  ],
  [
    "matches with their ids",
    matches,
    [
      `#43 [${TIME}][alice]: two`,
      `#41 [${TIME}][alice]: one`,
      "There are more matches: add a word to narrow them down.",
    ],
  ],
  [
    "no matches as a sentence",
    { ...matches, events: [], more: false },
    ["Nothing found in general. Try fewer words, or other ones."],
  ],
  ["direct-sent", sent, [`[${TIME}][DM to carol]: hey`]],
  ["direct-sent to somebody offline", { ...sent, queued: true }, [`[${TIME}][DM to carol, offline]: hey`]],
  [
    "direct-sent to a name that anybody may take",
    { ...sent, queued: true, openName: true },
    [
      `[${TIME}][DM to carol, offline]: hey`,
      "carol has no password: whoever uses that name next will read this.",
    ],
  ],
  ["time", { kind: "time", at: AT }, [TIME]],
  ["pong", { kind: "pong" }, ["pong"]],
];
for (const [what, reply, expected] of PLAIN) {
  Deno.test(`plain shows ${what}`, () => {
    assert.deepEqual(plain.reply(reply, to), expected.map((line) => `${line}\n`).join(""));
  });
}

Deno.test("plain refuses in one line that begins with an exclamation mark", () => {
  assert.equal(plain.refusal(refused, to), "! Say whom and what: /msg bob hello\n");
});

Deno.test("plain tells how many lines were skipped and where they are", () => {
  assert.equal(
    plain.skipped(12, to),
    "! Your connection fell behind and 12 lines were skipped: /history shows them.\n",
  );
});

Deno.test("plain tells of one skipped line in the singular", () => {
  assert.equal(
    plain.skipped(1, to),
    "! Your connection fell behind and 1 line was skipped: /history shows it.\n",
  );
});

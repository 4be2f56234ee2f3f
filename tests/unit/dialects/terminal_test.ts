// What the terminal dialect says first, and what it reads.

import assert from "node:assert/strict";
import type { Decoded } from "../../../lib/dialects/dialect.ts";
import { terminal } from "../../../lib/dialects/terminal/terminal.ts";
import { problem } from "../../../lib/domain/problem.ts";

const person = terminal.open({ spoke: false, alone: false });
const script = terminal.open({ spoke: true, alone: false });

Deno.test("terminal greets a person with a banner that fits a small window, then the prompt", () => {
  const lines = person.greet().split("\n");
  assert.equal(lines.at(-1), "[ENTER YOUR NAME]: ");
  assert.ok(lines.length <= 8 && lines.every((line) => line.length < 60));
  assert.match(person.greet(), /P a r l e y/);
});

Deno.test("terminal asks a person for a name again in the same words", () => {
  assert.equal(person.prompt(problem("username-taken", "no")), "[ENTER YOUR NAME]: ");
});

Deno.test("terminal begins with theme classic for a person and plain for a script", () => {
  assert.deepEqual([person.theme, script.theme], ["classic", "plain"]);
});

function decoded(line: string, loggedIn: boolean): string {
  const result: Decoded = person.decode(line, loggedIn);
  switch (result.kind) {
    case "login":
      return `login <${result.name}>`;
    case "request":
      return `${result.request.verb} <${result.request.args}>`;
    case "refused":
      return `refused ${result.problem.code}`;
    case "nothing":
      return "nothing";
  }
}

const BEFORE_LOGIN: Readonly<Record<string, string>> = {
  "alice": "login <alice>",
  "  alice \t": "login <alice>",
  "\u001b[31malice\u001b[0m": "login <\ufffd>",
  "al\u0000ice": "login <\ufffd>",
  "": "login <>",
  "/help": "login </help>",
  "/quit": "quit <>",
  " /QUIT ": "quit <>",
  "/quit now": "login </quit now>",
  "/quitter": "login </quitter>",
};
for (const [typed, expected] of Object.entries(BEFORE_LOGIN)) {
  Deno.test(`terminal reads ${JSON.stringify(typed)} before login as ${expected}`, () => {
    assert.equal(decoded(typed, false), expected);
  });
}

const AFTER_LOGIN: Readonly<Record<string, string>> = {
  "hello": "say <hello>",
  "  two  spaces  ": "say <  two  spaces>",
  "a\tb\u001b[2Jc\u0000": "say <a bc>",
  "": "nothing",
  " \t ": "nothing",
  "\u001b[31m": "refused empty-text",
  "\u0000 \u001b[0m": "refused empty-text",
  "/help": "help <>",
  "/MSG bob  hi  there ": "msg <bob  hi  there>",
  "/me\twaves": "me <waves>",
  "\u001b[A/help": "help <>",
  " /help": "help <>",
  "  // a comment": "say <  // a comment>",
  "/": "refused unknown-cmd",
  "/ help": "refused unknown-cmd",
  "//etc/passwd": "say </etc/passwd>",
  "//": "say </>",
  "!": "say <!>",
};
for (const [typed, expected] of Object.entries(AFTER_LOGIN)) {
  Deno.test(`terminal reads ${JSON.stringify(typed)} after login as ${expected}`, () => {
    assert.equal(decoded(typed, true), expected);
  });
}

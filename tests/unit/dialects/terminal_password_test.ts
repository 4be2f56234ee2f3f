// The terminal dialect at the prompts: when it asks for a name, when for a password, and what it takes a line for.

import assert from "node:assert/strict";
import type { Decoded, Dialect } from "../../../lib/dialects/dialect.ts";
import { terminal } from "../../../lib/dialects/terminal/terminal.ts";
import { problem, type ProblemCode } from "../../../lib/domain/problem.ts";

const NAME = "[ENTER YOUR NAME]: ";
const PASSWORD = "[PASSWORD]: ";

/** What the server prompts for after it refused a login. */
function promptAfter(dialect: Dialect, code: ProblemCode): string {
  return dialect.prompt(problem(code, "no"));
}

/** Alice at the prompt for her password. */
function asked({ spoke = false } = {}): Dialect {
  const dialect = terminal.open({ spoke, alone: false });
  dialect.decode("alice", false);
  promptAfter(dialect, "password-required");
  return dialect;
}

function login(name: string, password?: string): Decoded {
  return { kind: "login", name, ...password !== undefined && { password } } as Decoded;
}

Deno.test("terminal asks for a name first", () => {
  assert.equal(terminal.open({ spoke: false, alone: false }).asksPassword, false);
});

const PROMPTS: readonly (readonly [ProblemCode, string, string])[] = [
  ["password-required", PASSWORD, "a name that has a password"],
  ["bad-password", PASSWORD, "a wrong password"],
  ["invalid-username", NAME, "what is no name"],
  ["username-taken", NAME, "a name that is here"],
  ["banned", NAME, "a banned name"],
  ["internal", NAME, "an error"],
];
for (const [code, prompt, what] of PROMPTS) {
  Deno.test(`terminal prompts ${prompt.trim()} after ${what}`, () => {
    const dialect = asked();
    assert.equal(promptAfter(dialect, code), prompt);
    assert.equal(dialect.asksPassword, prompt === PASSWORD);
  });
}

Deno.test("terminal asks for the same again where it is too early for another try", () => {
  const dialect = asked();
  assert.equal(promptAfter(dialect, "busy"), PASSWORD);
  promptAfter(dialect, "invalid-username");
  assert.equal(promptAfter(dialect, "busy"), NAME);
});

Deno.test("terminal takes the line at a password prompt for the password of the name that was given", () => {
  assert.deepEqual(asked().decode("correct horse", false), login("alice", "correct horse"));
});

Deno.test("terminal takes a second try for the password of the same name", () => {
  const dialect = asked();
  dialect.decode("wrong", false);
  promptAfter(dialect, "bad-password");
  assert.deepEqual(dialect.decode("right", false), login("alice", "right"));
});

Deno.test("terminal takes the next line for a name when a password led nowhere", () => {
  const dialect = asked();
  dialect.decode("right", false);
  promptAfter(dialect, "banned");
  assert.deepEqual(dialect.decode("bob", false), login("bob"));
});

Deno.test("terminal leads back to the name after a blank line at a password prompt", () => {
  const dialect = asked();
  assert.deepEqual(dialect.decode(" \t", false), login(""));
  assert.equal(promptAfter(dialect, "invalid-username"), NAME);
  assert.deepEqual(dialect.decode("bob", false), login("bob"));
});

Deno.test("terminal takes /quit at a password prompt for leaving", () => {
  assert.deepEqual(asked().decode("/quit", false), { kind: "request", request: { verb: "quit", args: "" } });
});

Deno.test("terminal takes a password that begins like a command for a password", () => {
  assert.deepEqual(asked().decode("/quitter", false), login("alice", "/quitter"));
});

Deno.test("terminal takes no control bytes into a password, and no spaces around it", () => {
  assert.deepEqual(asked().decode("  \u001b[Ahunter2\u0007 \r", false), login("alice", "hunter2"));
});

Deno.test("terminal takes a script's next line for its password, without a prompt", () => {
  const dialect = asked({ spoke: true });
  assert.equal(promptAfter(dialect, "password-required"), "");
  assert.deepEqual(dialect.decode("correct horse", false), login("alice", "correct horse"));
});

Deno.test("terminal takes nothing for a password once somebody is in", () => {
  assert.deepEqual(asked().decode("hello", true), {
    kind: "request",
    request: { verb: "say", args: "hello" },
  });
});

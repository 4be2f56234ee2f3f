// The login dialect keeps to what all dialects keep to, and to a word in capitals before every line.

import assert from "node:assert/strict";
import fc from "fast-check";
import { login } from "../../lib/dialects/login/login.ts";
import { hostileText } from "../support/arbitrary.ts";
import { dialectContract, output, render } from "./dialect_contract.ts";

const verbs = fc.constantFrom("LOGIN", "login", "MSG", "DM", "WHO", "PING", "QUIT", "HISTORY", "/quit", "");
dialectContract(
  login,
  fc.oneof(hostileText, fc.tuple(verbs, hostileText).map(([verb, text]) => `${verb} ${text}`)),
);

const WORDS =
  /^(OK|ERR|MSG|DM|INFO|USER|ROLE|LOBBY|SINCE|SEEN|STATS|EVENT|MATCH|MUTE|BAN|PICTURE|COMMAND|TIME|MORE|PONG)( .*)?$/;

Deno.test("dialect login begins every line with a word that says what it is", () => {
  const renderer = login.open({ spoke: true, alone: true }).renderer("plain");
  fc.assert(fc.property(output, (output) => {
    for (const line of render(renderer, output).split("\n").slice(0, -1)) assert.match(line, WORDS);
  }));
});

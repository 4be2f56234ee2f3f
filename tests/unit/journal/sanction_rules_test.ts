// How sanctions are told, and which ban of an address counts.

import assert from "node:assert/strict";
import { formatTime } from "../../../lib/domain/clock.ts";
import type { LobbyName, UserName } from "../../../lib/domain/names.ts";
import type { Sanction } from "../../../lib/domain/reply.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import {
  addressBan,
  covers,
  notAllowedText,
  sanctionText,
  termText,
} from "../../../lib/journal/sanction_rules.ts";
import { GENERAL, type LobbyId } from "../../../lib/domain/ids.ts";
import { AT } from "../../support/entries.ts";

const END = formatTime(AT);

function sanction(details: Partial<Sanction>): Sanction {
  return {
    id: 1,
    action: "ban",
    subject: sanitise("bob"),
    lobby: null,
    until: null,
    reason: sanitise(""),
    actor: "oscar" as UserName,
    ...details,
  };
}

const games = "games" as LobbyName;
const spam = sanitise("spam");
const TOLD: readonly (readonly [Partial<Sanction>, string])[] = [
  [{}, "You are banned for good."],
  [{ until: AT, reason: spam }, `You are banned until ${END}: spam`],
  [{ lobby: games }, "You are banned from games for good."],
  [{ action: "mute" }, "You are muted for good."],
  [{ action: "mute", lobby: games, until: AT }, `You are muted in games until ${END}.`],
  [{ subject: sanitise("192.0.2.0/24"), reason: spam }, "Your address is banned for good: spam"],
];
for (const [details, expected] of TOLD) {
  Deno.test(`sanctionText tells "${expected.replace(END, "its end")}"`, () => {
    assert.equal(sanctionText(sanction(details)), expected);
  });
}

Deno.test("termText tells how long and why, or that it is for good", () => {
  assert.equal(termText(AT, AT + 600_000, "spam"), "for 10m: spam");
  assert.equal(termText(AT, null, ""), "for good");
});

Deno.test("notAllowedText names the creator only where there may be one", () => {
  const [general, other] = [GENERAL, 2 as LobbyId].map((id) => notAllowedText({ id, name: games }));
  assert.equal(general, "Only operators may do that in games.");
  assert.equal(other, "Only operators and the creator of games may do that.");
});

Deno.test("covers is false for what is no range and for what is no address", () => {
  assert.deepEqual([covers("bob", "192.0.2.7"), covers("192.0.2.0/24", "")], [false, false]);
});

function bans(...ranges: readonly string[]) {
  return { ofAddresses: () => ranges.map((range, id) => sanction({ id, subject: sanitise(range) })) };
}

Deno.test("addressBan yields the first ban that covers an address", () => {
  const found = addressBan(bans("203.0.113.0/24", "192.0.2.0/24", "192.0.2.7"), "192.0.2.7", AT);
  assert.equal(found?.subject, "192.0.2.0/24");
});

for (const address of ["127.0.0.1", "::1"]) {
  Deno.test(`addressBan never holds for ${address}`, () => {
    assert.equal(addressBan(bans("0.0.0.0/0", "::/0", address), address, AT), undefined);
  });
}

// A long conversation as entries, the same in every run: people come, talk, err, fall out and go.

import assert from "node:assert/strict";
import { GENERAL, type LobbyId, type TurnId, type UserId } from "../../../lib/domain/ids.ts";
import { PICTURES } from "../../../lib/domain/pictures.ts";
import { THEMES } from "../../../lib/domain/theme.ts";
import type { Entry } from "../../../lib/journal/entry.ts";
import * as assistant from "../../support/assistant_entries.ts";
import * as entries from "../../support/entries.ts";
import { ADDRESS, AT } from "../../support/entries.ts";
import * as acts from "../../support/moderation_entries.ts";

/** How many entries a conversation has. */
export const ENTRIES = 5000;

const PEOPLE = "alice bob carol dave erin frank grace heidi ivan judy mallory niaj olivia peggy modern".split(
  " ",
);
/** With names that are the same, look the same or are nobody's. */
const NAMES = [...PEOPLE, "ALICE", "Bob", "b0b", "modem", "M0DERN", "0livia", "nobody-yet"];
/** What they say is made of these. */
export const WORDS = [
  "hello",
  "café",
  "日本",
  '"quoted"',
  "AND",
  "👩‍👩‍👧",
  "ok",
  "a*b",
  "\u001b[31mred",
  "x".repeat(300),
];

const LOBBIES = ["games", "Games", "den", "music", "general", "help-desk"];
/** What is stored of the few passwords that these people have; null: none. */
const HASHES = ["one", "one", "one", "two"];
const MAYBE_HASHES = [null, null, null, ...HASHES];
const ADDRESSES = [ADDRESS, "192.0.2.7", "192.0.2.99", "127.0.0.1", "2001:db8::1"];
const RANGES = ["192.0.2.0/24", "192.0.2.7", "2001:db8::/64", "0.0.0.0/0", "127.0.0.1", "nonsense"];

/** The assistant's, as it comes first of all. */
const ASSISTANT = 1 as UserId;
const ANSWER = ["one", "two", "", "four", "five"];

/** Whole numbers below `limit` that look random and are the same in every run (mulberry32). */
export function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/** Entries of all types; many sessions are open at any time, and now and then nobody is there. */
export function* conversation(seed: number): Generator<Entry> {
  const below = numbers(seed);
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[below(items.length)];
    return item === undefined ? assert.fail("no items") : item;
  };
  const text = () => Array.from({ length: 1 + below(5) }, () => pick(WORDS)).join(" ");
  let lively = 0;
  let questions = 0;
  yield assistant.assistantNamed("Rox");
  for (let count = 1; count < ENTRIES; count++) {
    const at = AT + count * 100 - below(500);
    const session = pick(PEOPLE);
    // Now and then there is nothing but talk for a while.
    lively = lively > 0 ? lively - 1 : below(500) === 0 ? 50 : 0;
    if (lively > 0) {
      yield entries.said(session, text(), at);
      continue;
    }
    const name = pick(NAMES);
    const opened = () => {
      // Now and then under another name, or in a second session that takes over.
      const [id, name] = below(10) > 0 ? [session, session] : [`${session} again`, pick(NAMES)];
      return entries.opened(id, name, at, { address: pick(ADDRESSES), verified: pick(MAYBE_HASHES) });
    };
    const seen = () => Array.from({ length: below(40) }, () => below(count + 10));
    // About as many as there are by then, as some are closed.
    const someLobby = () => 2 + Math.floor(count / 500) + below(5) as LobbyId;
    const terms = () => ({ until: below(4) > 0 ? at + below(10_000) : null, reason: pick(["", text()]), at });
    const own = 1 + below(3);
    const created = () =>
      entries.lobbyCreated(session, pick(LOBBIES), {
        description: text(),
        hash: pick(MAYBE_HASHES),
        own,
        total: 6,
        at,
      });
    const asked = () => {
      questions++;
      return assistant.asked(session, ASSISTANT, text(), at);
    };
    // About half of the questions were refused, so these are the last ones or yet to come.
    const someTurn = () => Math.max(1, Math.floor(questions / 2) - 4 + below(10)) as TurnId;
    const answer = () => [...ANSWER.slice(0, below(6)), ...below(3) === 0 ? [text()] : []];
    const ended = () =>
      assistant.answerEnded(someTurn(), answer(), { problem: pick([null, assistant.FAILED]), at });
    const kinds: readonly (readonly [weight: number, make: () => Entry])[] = [
      [400, opened],
      [40, () => entries.closed(session, at)],
      [1, () => entries.ended(at)],
      [300, () => entries.said(session, text(), at)],
      [50, () => entries.acted(session, text(), at)],
      [60, () => entries.tagged(session, name, text(), at)],
      [100, () => entries.directSent(session, name, text(), at)],
      [50, () => entries.directSeen(session, seen(), at)],
      [30, () => entries.themeChosen(session, pick(THEMES), at)],
      [30, () => entries.pictureChosen(session, pick([null, ...PICTURES.values()]), at)],
      [50, () => entries.userIgnored(session, name, below(3) > 0, at)],
      [30, () => entries.nameRegistered(session, pick(HASHES), { operator: below(10) === 0, at })],
      [20, () => entries.passwordChanged(session, pick(HASHES), pick(HASHES), at)],
      [40, () => entries.operatorNamed(name, at)],
      [40, created],
      [
        120,
        () =>
          entries.lobbyEntered(session, pick([GENERAL, someLobby(), someLobby()]), pick(MAYBE_HASHES), at),
      ],
      [20, () => entries.lobbyDescribed(session, text(), at)],
      [5, () => entries.lobbiesExpired(at - 60_000, at)],
      [60, () => acts.kicked(session, name, pick(["", text()]), at)],
      [30, () => acts.muted(session, name, terms())],
      [40, () => acts.banned(session, name, terms())],
      [30, () => acts.addressBanned(session, pick(RANGES), terms())],
      [30, () => acts.unmuted(session, name, at)],
      [30, () => acts.unbanned(session, name, at)],
      [30, () => acts.addressUnbanned(session, pick(RANGES), at)],
      [30, () => acts.operatorChanged(session, name, below(2) > 0, at)],
      [20, () => acts.announced(session, text(), at)],
      [5, () => assistant.assistantNamed(pick(["rox", "R0X"]), at)],
      [100, asked],
      [150, () => assistant.answerGrew(someTurn(), answer(), at)],
      [50, ended],
      [120, () => assistant.promptSet(session, ASSISTANT, pick([null, text()]), at)],
    ];
    let left = below(kinds.reduce((sum, [weight]) => sum + weight, 0));
    const [, make] = kinds.find(([weight]) => (left -= weight) < 0) ?? assert.fail("no kind");
    yield make();
  }
}

// The rules of banning addresses: whom a ban hits, now and later, and who cannot be locked out.

import assert from "node:assert/strict";
import { formatTime } from "../../../lib/domain/clock.ts";
import { addressBan } from "../../../lib/journal/sanction_rules.ts";
import { ADDRESS, AT, lobbyEntered, opened } from "../../support/entries.ts";
import { addressBanned, addressUnbanned } from "../../support/moderation_entries.ts";
import { Rules } from "../../support/rules.ts";

/** Oscar, an operator at ADDRESS, and others by their addresses. */
function from(people: Readonly<Record<string, string>>): Rules {
  const test = new Rules("oscar");
  for (const [name, address] of Object.entries(people)) test.granted(opened(name, name, AT, { address }));
  return test;
}

function names(people: readonly { readonly name: string }[]): readonly string[] {
  return people.map(({ name }) => name);
}

Deno.test("address-banned ends every session from that range and tells whom it hit", () => {
  using test = from({ alice: "192.0.2.7", bob: "192.0.2.200", carol: "192.0.3.1", dave: "2001:db8::1" });
  const { hit } = test.granted(addressBanned("oscar", "192.0.2.0/24"));
  assert.deepEqual(names(hit), ["alice", "bob"]);
  assert.deepEqual(names(test.store.sessions.all().map(({ user }) => user)), ["oscar", "carol", "dave"]);
});

Deno.test("address-banned keeps the address from all but operators, also from the lobby", () => {
  using test = from({ bob: "192.0.2.7" });
  const until = AT + 86_400_000;
  const { events } = test.decide(addressBanned("oscar", "192.0.2.7", { until, reason: "spam" }));
  assert.deepEqual(events.map(({ event }) => "text" in event ? event.text : event.type), [
    "an address was banned by oscar for 1d: spam",
    "left",
    `Your address was banned by oscar until ${formatTime(until)}: spam`,
  ]);
});

Deno.test("address-banned holds at every later login, for new names as well, until it ends", () => {
  using test = from({});
  const address = "192.0.2.7";
  test.granted(addressBanned("oscar", "192.0.2.0/24", { until: AT + 10, reason: "spam" }));
  const text = test.refused(opened("s", "newcomer", AT + 9, { address }), "banned");
  assert.equal(text, `Your address is banned until ${formatTime(AT + 10)}: spam`);
  test.granted(opened("s", "newcomer", AT + 10, { address }));
});

Deno.test("address-banned does not hold for other addresses", () => {
  using test = from({});
  test.granted(addressBanned("oscar", "192.0.2.0/24"));
  for (const address of ["192.0.3.7", "2001:db8::7", ADDRESS]) {
    assert.equal(addressBan(test.store.sanctions, address, AT), undefined);
  }
});

for (const range of [ADDRESS, "198.51.100.0/24", "0.0.0.0/0"]) {
  Deno.test(`address-banned refuses ${range}, which is or holds the operator's own address`, () => {
    using test = from({ bob: "198.51.100.8" });
    assert.match(
      test.refused(addressBanned("oscar", range), "not-allowed"),
      /your own address\. Nothing was done\.$/,
    );
  });
}

for (const range of ["127.0.0.1", "::1"]) {
  Deno.test(`address-banned refuses ${range}, the machine itself`, () => {
    using test = from({});
    assert.equal(
      test.refused(addressBanned("oscar", range), "not-allowed"),
      "The server's own machine cannot be banned.",
    );
  });
}

for (
  const [range, loopback, other] of [["127.0.0.0/8", "127.0.0.1", "127.0.0.2"], [
    "::/0",
    "::1",
    "::2",
  ]] as const
) {
  Deno.test(`address-banned with ${range} leaves the machine itself in`, () => {
    using test = from({ local: loopback, bob: other });
    assert.deepEqual(names(test.granted(addressBanned("oscar", range)).hit), ["bob"]);
    test.granted(opened("s", "newcomer", AT, { address: loopback }));
    test.refused(opened("t", "another", AT, { address: other }), "banned");
  });
}

Deno.test("address-banned hits no operator who is here", () => {
  using test = from({ olga: "192.0.2.7", bob: "192.0.2.7" });
  test.store.users.setOperator(test.id("olga"), true);
  assert.deepEqual(names(test.granted(addressBanned("oscar", "192.0.2.7")).hit), ["bob"]);
});

Deno.test("address-banned refuses what is no address", () => {
  using test = from({});
  test.refused(addressBanned("oscar", "192.0.2.300"), "usage");
});

Deno.test("address-banned again replaces the first", () => {
  using test = from({});
  test.granted(addressBanned("oscar", "192.0.2.7"));
  test.granted(addressBanned("oscar", "192.0.2.7", { until: AT + 10 }));
  assert.deepEqual(test.store.sanctions.all(null, AT).map(({ until }) => until), [AT + 10]);
});

Deno.test("address-banned by a creator is refused, in the own lobby as well", () => {
  using test = from({ alice: "192.0.2.1" });
  test.lobby("games", "alice");
  test.refused(addressBanned("alice", "192.0.2.7"), "not-allowed");
});

Deno.test("sanction-lifted lets a range in again", () => {
  using test = from({});
  test.granted(addressBanned("oscar", "192.0.2.0/24"));
  const { events } = test.decide(addressUnbanned("oscar", "192.0.2.0/24"));
  assert.deepEqual(events.map(({ event }) => "text" in event && event.text), [
    "an address ban was lifted by oscar",
  ]);
  test.granted(opened("s", "newcomer", AT, { address: "192.0.2.7" }));
});

Deno.test("sanction-lifted refuses a range that is not banned", () => {
  using test = from({});
  assert.equal(
    test.refused(addressUnbanned("oscar", "192.0.2.7"), "nothing-to-do"),
    "192.0.2.7 is not banned.",
  );
});

Deno.test("sanction-lifted of one address of a banned range is refused and tells of the range", () => {
  using test = from({});
  test.granted(addressBanned("oscar", "192.0.2.0/24"));
  assert.match(
    test.refused(addressUnbanned("oscar", "192.0.2.7"), "nothing-to-do"),
    /^192\.0\.2\.7 is banned with all of 192\.0\.2\.0\/24:/,
  );
});

Deno.test("sanction-lifted of a range is refused to a creator", () => {
  using test = from({ alice: "192.0.2.1" });
  test.lobby("games", "alice");
  test.granted(addressBanned("oscar", "203.0.113.9"));
  test.refused(addressUnbanned("alice", "203.0.113.9"), "not-allowed");
});

Deno.test("every act on an address is in the audit, and in the log of the lobby where the operator is", () => {
  using test = from({ alice: "192.0.2.1" });
  test.granted(lobbyEntered("oscar", test.lobby("games", "alice")));
  test.granted(addressBanned("oscar", "203.0.113.0/24", { until: AT + 60_000, reason: "spam" }));
  test.granted(addressUnbanned("oscar", "203.0.113.0/24"));
  assert.deepEqual(test.audit(), [
    { act: "ban", by: "oscar", address: "203.0.113.0/24", until: AT + 60_000, text: "spam" },
    { act: "unban", by: "oscar", address: "203.0.113.0/24", text: "" },
  ]);
  assert.deepEqual(test.told(), [
    "games: an address was banned by oscar for 1m: spam",
    "games: an address ban was lifted by oscar",
  ]);
});

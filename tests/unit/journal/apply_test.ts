// The rules of what people do who are here: what each entry yields, what it writes, and who gets to see it.

import assert from "node:assert/strict";
import { GENERAL } from "../../../lib/domain/ids.ts";
import {
  acted,
  AT,
  closed,
  directSeen,
  directSent,
  lobbyEntered,
  pictureChosen,
  said,
  tagged,
  themeChosen,
  userIgnored,
} from "../../support/entries.ts";
import { Rules } from "../../support/rules.ts";

Deno.test("line-said stores the line, counts it and shows it to the lobby", () => {
  using test = new Rules("alice");
  const { outcome, events } = test.decide(said("alice", "hello"));
  assert.deepEqual(outcome, { granted: true, value: { id: 2 } });
  assert.deepEqual(events, [{
    event: {
      type: "said",
      id: 2,
      at: AT,
      from: { id: 1, name: "alice", picture: null },
      lobby: { id: GENERAL, name: "general" },
      text: "hello",
    },
    audience: { to: "lobby", lobby: GENERAL },
    by: "alice",
  }]);
  test.granted(acted("alice", "waves"));
  assert.deepEqual(test.kinds(), ["joined", "said", "action"]);
  assert.equal(test.store.users.known("alice", GENERAL)?.messagesSent, 2);
});

Deno.test("user-tagged shows the line to the lobby, then tells the one who is tagged", () => {
  using test = new Rules("alice", "bob");
  const { outcome, events } = test.decide(tagged("alice", "BOB", "look"));
  assert.deepEqual(outcome, { granted: true, value: { id: 3 } });
  assert.deepEqual(events.map(({ event, audience, by }) => [event.type, audience, by]), [
    ["tagged", { to: "lobby", lobby: GENERAL }, "alice"],
    ["tagged-you", { to: "user", user: test.id("bob") }, "alice"],
  ]);
  const [line] = test.rows("SELECT body, target_id FROM messages WHERE kind = 'tagged'");
  assert.deepEqual(line, { body: "look", target_id: test.id("bob") });
  assert.equal(test.store.users.known("alice", GENERAL)?.messagesSent, 1);
});

Deno.test("user-tagged refuses a name that was never here and stores nothing", () => {
  using test = new Rules("alice");
  const text = test.refused(tagged("alice", "nobody", "look"), "user-not-found");
  assert.equal(text, "Nobody named nobody was ever here. /users all lists everybody.");
});

Deno.test("direct-sent reaches a reader who is here, stored as not yet delivered", () => {
  using test = new Rules("alice", "bob");
  const { outcome, events } = test.decide(directSent("alice", "Bob", "hey"));
  const [message] = test.store.messages.queued(test.id("bob"));
  assert.deepEqual(outcome, { granted: true, value: { message, queued: false, openName: false } });
  assert.deepEqual(events, [{ event: message, audience: { to: "user", user: test.id("bob") }, by: "alice" }]);
  assert.equal(test.store.users.known("alice", GENERAL)?.messagesSent, 0);
});

Deno.test("direct-sent is queued for a guest who is away, and warns that the name is open", () => {
  using test = new Rules("alice", "bob");
  test.granted(closed("bob"));
  const { outcome, events } = test.decide(directSent("alice", "bob", "hey"));
  assert.deepEqual(events, []);
  const [message] = test.store.messages.queued(test.id("bob"));
  assert.deepEqual(outcome, { granted: true, value: { message, queued: true, openName: true } });
});

Deno.test("direct-sent is queued for a registered user who is away, without a warning", () => {
  using test = new Rules("alice", "bob");
  test.register("bob");
  test.granted(closed("bob"));
  const { queued, openName } = test.granted(directSent("alice", "bob", "hey"));
  assert.deepEqual([queued, openName], [true, false]);
});

Deno.test("direct-sent refuses a reader who was never here and stores nothing", () => {
  using test = new Rules("alice");
  test.refused(directSent("alice", "nobody", "hey"), "user-not-found");
});

Deno.test("direct-sent reaches its own author as well", () => {
  using test = new Rules("alice");
  const { events } = test.decide(directSent("alice", "alice", "a note"));
  assert.deepEqual(events.map(({ audience }) => audience), [{ to: "user", user: test.id("alice") }]);
});

Deno.test("direct-seen takes the reader's own messages off the queue, and no others", () => {
  using test = new Rules("alice", "bob");
  const { message: toBob } = test.granted(directSent("alice", "bob", "one"));
  const { message: toAlice } = test.granted(directSent("bob", "alice", "two"));
  const { id: line } = test.granted(said("alice", "three"));
  const everything = [toBob.id, toAlice.id, line, 999, -1];
  assert.deepEqual(test.decide(directSeen("bob", everything)), {
    outcome: { granted: true, value: null },
    events: [],
  });
  assert.deepEqual(test.rows("SELECT id FROM messages WHERE delivered_at IS NOT NULL"), [{ id: toBob.id }]);
});

Deno.test("theme-chosen is stored with the user", () => {
  using test = new Rules("alice");
  assert.deepEqual(test.decide(themeChosen("alice", "cozy")), {
    outcome: { granted: true, value: null },
    events: [],
  });
  assert.equal(test.store.users.byName("alice")?.theme, "cozy");
});

Deno.test("user-ignored is stored once and taken back", () => {
  using test = new Rules("alice", "bob");
  const bob = { id: test.id("bob"), name: "bob", picture: null };
  for (let times = 0; times < 2; times++) {
    assert.deepEqual(test.granted(userIgnored("alice", "BOB")), { user: bob });
  }
  assert.deepEqual(test.store.ignores.of(test.id("alice")), [bob.id]);
  for (let times = 0; times < 2; times++) {
    assert.deepEqual(test.granted(userIgnored("alice", "bob", false)), { user: bob });
  }
  assert.deepEqual(test.store.ignores.of(test.id("alice")), []);
});

Deno.test("user-ignored refuses oneself and names that were never here", () => {
  using test = new Rules("alice");
  test.refused(userIgnored("alice", "Alice"), "nothing-to-do");
  test.refused(userIgnored("alice", "nobody"), "user-not-found");
});

Deno.test("picture-chosen is stored with the user, and taken back", () => {
  using test = new Rules("alice");
  for (const picture of ["(o-o)", null]) {
    assert.deepEqual(test.decide(pictureChosen("alice", picture)), {
      outcome: { granted: true, value: null },
      events: [],
    });
    assert.equal(test.store.users.byName("alice")?.picture, picture);
  }
});

Deno.test("picture-chosen shows with the next line", () => {
  using test = new Rules("alice");
  test.granted(pictureChosen("alice", "(o-o)"));
  const [line] = test.decide(said("alice", "hello")).events;
  assert.equal(line?.event.type === "said" && line.event.from.picture, "(o-o)");
});

Deno.test("user-tagged points somebody in another lobby to a line in a public one", () => {
  using test = new Rules("alice", "bob");
  test.lobby("games", "bob");
  const { events } = test.decide(tagged("alice", "bob", "look"));
  assert.deepEqual(events.map(({ event }) => event.type), ["tagged", "tagged-you"]);
});

Deno.test("user-tagged tells nobody outside of a private lobby", () => {
  using test = new Rules("alice", "bob");
  test.lobby("den", "alice", "secret");
  const { events } = test.decide(tagged("alice", "bob", "look"));
  assert.deepEqual(events.map(({ event }) => event.type), ["tagged"]);
});

Deno.test("user-tagged tells somebody in the same private lobby", () => {
  using test = new Rules("alice", "bob");
  const den = test.lobby("den", "alice", "secret");
  test.granted(lobbyEntered("bob", den, "secret"));
  const { events } = test.decide(tagged("alice", "bob", "look"));
  assert.deepEqual(events.map(({ event }) => event.type), ["tagged", "tagged-you"]);
});

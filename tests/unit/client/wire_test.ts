// What the server sends is taken apart without trust.
import assert from "node:assert/strict";
import fc from "fast-check";
import { readLine } from "../../../lib/client/wire.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import { answer, message } from "./start_chat.ts";

Deno.test("readLine reads a line of the lobby", () => {
  const incoming = readLine(JSON.stringify(message(7, "bob", "hello")));
  assert.ok(incoming?.kind === "event" && incoming.event.type === "said");
  assert.deepEqual([incoming.event.id, incoming.event.from.name, incoming.event.text], [7, "bob", "hello"]);
});

Deno.test("readLine takes escape sequences out of a text", () => {
  const incoming = readLine(JSON.stringify(message(7, "bob", "a\u001b[2Jb\u0007\u202ec")));
  assert.ok(incoming?.kind === "event" && incoming.event.type === "said");
  assert.equal(incoming.event.text, "abc");
});

Deno.test("readLine drops an event by somebody whose name is none", () => {
  assert.equal(readLine(JSON.stringify(message(7, "bob\u001b[2J", "hello"))), undefined);
});

Deno.test("readLine drops an event with an id that is none", () => {
  for (const id of [0, -1, 1.5, "7", null, 2 ** 60]) {
    assert.equal(readLine(JSON.stringify({ ...message(7, "bob", "hello"), id })), undefined);
  }
});

Deno.test("readLine puts the events of a welcome in order", () => {
  const events = [
    message(3, "bob", "c"),
    message(1, "bob", "a"),
    { type: "nonsense" },
    message(2, "bob", "b"),
  ];
  const incoming = readLine(JSON.stringify(answer("welcome", 1, { lobby: "general", events })));
  assert.ok(incoming?.kind === "welcome");
  assert.deepEqual(incoming.events.map(({ id }) => id), [1, 2, 3]);
});

Deno.test("readLine gives the lines of a body one by one", () => {
  const incoming = readLine(
    JSON.stringify(answer("reply", 1, { reply: "present", body: "two:\n  a\u001b[m\n  b" })),
  );
  assert.ok(incoming?.kind === "reply");
  assert.deepEqual(incoming.body, ["two:", "  a", "  b"]);
});

Deno.test("readLine knows names of commands, users and lobbies in a reply", () => {
  const lists = {
    reply: "commands",
    commands: [{ name: "msg", aliases: ["dm", "a b"] }, 5],
    users: [{ name: "bob" }, { name: "<script>" }],
    lobbies: [{ name: "cave" }],
  };
  const incoming = readLine(JSON.stringify(answer("reply", 1, lists)));
  assert.ok(incoming?.kind === "reply");
  assert.deepEqual([incoming.commands, incoming.users, incoming.lobbies], [["msg", "dm"], ["bob"], ["cave"]]);
});

Deno.test("readLine takes any line without throwing, and lets no control character through", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.jsonValue().map((value) => JSON.stringify(value)),
  );
  fc.assert(fc.property(hostile, (line) => {
    readLine(line);
  }));
  fc.assert(fc.property(fc.string({ unit: "binary" }), (body) => {
    const incoming = readLine(JSON.stringify(answer("error", 1, { code: "usage", body })));
    assert.ok(incoming?.kind === "error");
    for (const line of incoming.body) assert.equal(line, sanitise(line));
  }));
});

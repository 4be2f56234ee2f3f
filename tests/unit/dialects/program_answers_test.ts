// How answers of the assistant look to programs, in the login and the JSON dialect.

import assert from "node:assert/strict";
import { json } from "../../../lib/dialects/json/json.ts";
import { lines as login } from "../../../lib/dialects/login/lines.ts";
import { cozy } from "../../../lib/dialects/terminal/cozy.ts";
import { classic, plain } from "../../../lib/dialects/terminal/lines.ts";
import type { Reply } from "../../../lib/domain/reply.ts";
import { parseObject } from "../../support/json_schema.ts";
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
} from "./samples.ts";

const to = { name: bob.name, now: AT };
const LINES = ["Two reasons:", "", "- first", "- second"];
const WHOLE = answered(LINES);
const renderer = json.open({ spoke: true, alone: false }).renderer("plain");
const BASE = { sender: "Rox", receiver: "#general", time: TIME, at: new Date(AT).toISOString() };

Deno.test("cozy and JSON clients that ask for it see answers grow, others do not", () => {
  const plainJson = json.open({ spoke: true, alone: false });
  const following = json.open({ spoke: true, alone: false });
  plainJson.decode('{"body":"/login alice"}', false);
  following.decode('{"body":"/login alice","follow":true}', false);
  const renderers = [plain, classic, login, plainJson.renderer("cozy"), cozy, following.renderer("plain")];
  assert.deepEqual(renderers.map(({ follows }) => follows), [false, false, false, false, true, true]);
});

Deno.test("json takes nothing but true for the wish to follow, at each login anew", () => {
  for (const follow of [false, null, 1, "true", [true]]) {
    const dialect = json.open({ spoke: true, alone: false });
    dialect.decode(JSON.stringify({ body: "/login alice", follow }), false);
    assert.equal(dialect.renderer("plain").follows, false);
    dialect.decode('{"body":"/login alice","follow":true}', false);
    assert.equal(dialect.renderer("plain").follows, true);
    dialect.decode('{"body":"/login alice"}', false);
    assert.equal(dialect.renderer("plain").follows, false);
  }
});

Deno.test("json clients that follow share one renderer", () => {
  const [one, other] = [1, 2].map(() => {
    const dialect = json.open({ spoke: true, alone: true });
    dialect.decode('{"body":"/login alice","follow":true}', false);
    return dialect.renderer("plain");
  });
  assert.equal(one, other);
});

Deno.test("json sends an answer whole, in one object, to followers as to readers", () => {
  const object = { ...BASE, body: LINES.join("\n"), type: "answer", id: 8, lobby: "general" };
  for (const view of ["reader", "follower"] as const) {
    assert.deepEqual(parseObject(renderer.event(answered(LINES, 3), view, AT)), object);
  }
});

Deno.test("json sends the new lines of an answer that grows, and whether it begins", () => {
  const object = { ...BASE, type: "answer-grew", lobby: "general" };
  assert.deepEqual(parseObject(renderer.event(grew(true, ["a", ""]), "reader", AT)), {
    ...object,
    body: "a\n",
    first: true,
  });
  assert.deepEqual(parseObject(renderer.event(grew(false, ["b"]), "reader", AT)), {
    ...object,
    body: "b",
    first: false,
  });
});

Deno.test("login sends a line for each line of an answer that is not empty", () => {
  assert.equal(
    login.event(WHOLE, "reader", AT),
    "MSG Rox Two reasons:\nMSG Rox - first\nMSG Rox - second\n",
  );
});

Deno.test("json has an answer in its histories as it is live", () => {
  const object = parseObject(
    renderer.reply({ kind: "history", lobby: general, events: past, more: false }, to),
  );
  assert.ok(object.type === "reply" && object.reply === "history");
  assert.deepEqual(object.events[1], parseObject(renderer.event(answered(["one", "two"]), "reader", AT)));
});

Deno.test("login gives each line of an answer its id in histories and among matches", () => {
  assert.equal(login.reply(found, to), `OK\nMATCH 8 [${TIME}][Rox]: one\nMATCH 8     two\n`);
  assert.equal(
    login.reply({ kind: "history", lobby: general, events: past, more: true }, to),
    `OK\nEVENT 7 [${TIME}][alice]: why?\nEVENT 8 [${TIME}][Rox]: one\nEVENT 8     two\nMORE HISTORY 2 BEFORE 7\n`,
  );
});

Deno.test("a client that gave its bare name is told that the assistant thinks, too", () => {
  const dialect = json.open({ spoke: true, alone: true });
  dialect.decode("alice", false);
  assert.equal(parseObject(dialect.renderer("plain").reply(asked, to)).body, "[AI] Thinking...");
});

Deno.test("login and json tell of a failure in one line", () => {
  const text = "Rox gave no answer. Ask again.";
  assert.equal(login.event(failed, "reader", AT), `INFO ${text}\n`);
  const { type, body, ...rest } = parseObject(renderer.event(failed, "reader", AT));
  assert.deepEqual([type, body, "code" in rest && rest.code], ["answer-failed", text, "assistant-failed"]);
});

Deno.test("login tells whoever asks that the assistant thinks", () => {
  assert.equal(login.reply(asked, to), "OK\nINFO [AI] Thinking...\n");
});

Deno.test("json tells whoever asks the same, with the id of the question and the name of the assistant", () => {
  const object = parseObject(renderer.reply(asked, to));
  assert.ok(object.type === "sent");
  assert.deepEqual([object.body, object.id, object.to], ["[AI] Thinking...", 7, "Rox"]);
});

Deno.test("login and json know the role of the assistant", () => {
  const reply: Reply = { kind: "whois", user: known(rox, { role: "assistant" }) };
  assert.match(login.reply(reply, to), /^ROLE assistant$/m);
  const object = parseObject(renderer.reply(reply, to));
  assert.ok(object.type === "reply" && object.reply === "user");
  assert.equal(object.user.role, "assistant");
});

Deno.test("login and json say which lobbies have given the assistant a character", () => {
  const reply: Reply = {
    kind: "lobbies",
    lobbies: [summary({}), summary({ customAssistant: true, private: true, creator: null })],
  };
  assert.equal(
    login.reply(reply, to),
    "OK\nLOBBY games 2 public default alice chess and go\nLOBBY games 2 private custom - chess and go\n",
  );
  const object = parseObject(renderer.reply(reply, to));
  assert.ok(object.type === "reply" && object.reply === "lobbies");
  assert.deepEqual(object.lobbies.map(({ customAssistant }) => customAssistant), [false, true]);
});

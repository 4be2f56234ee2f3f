// Telnet's ECHO option hides what is typed as a password, and only clients that speak telnet see a byte of it.

import assert from "node:assert/strict";
import fc from "fast-check";
import { TelnetFilter } from "../../../lib/net/telnet.ts";
import { splitAt } from "./split.ts";
import { bytes as text, startConnection } from "./start_connection.ts";
import { settled } from "../../support/fake_transport.ts";

const WILL = 251, WONT = 252, DO = 253, DONT = 254, IAC = 255;
const ECHO = 1, SUPPRESS_GO_AHEAD = 3;
const HIDE = [IAC, WILL, ECHO];
/** With the Enter that the client did not show either. */
const SHOW = [IAC, WONT, ECHO, 13, 10];

function sends(filter: TelnetFilter, ...bytes: readonly number[]) {
  const { data, answers } = filter.feed(Uint8Array.from(bytes));
  return { data: [...data], answers: [...answers] };
}

/** A client that opened with a request, which was answered. */
function telnetClient(): TelnetFilter {
  const filter = new TelnetFilter();
  sends(filter, IAC, DO, SUPPRESS_GO_AHEAD);
  return filter;
}

function hide(filter: TelnetFilter, hidden: boolean): readonly number[] {
  return [...filter.hideInput(hidden)];
}

Deno.test("TelnetFilter says nothing of hiding to a client that speaks no telnet", () => {
  const filter = new TelnetFilter();
  sends(filter, ...text("alice\n"));
  assert.deepEqual([hide(filter, true), hide(filter, false)], [[], []]);
});

Deno.test("TelnetFilter asks a telnet client to hide what is typed, and to show it again", () => {
  const filter = telnetClient();
  assert.deepEqual(hide(filter, true), HIDE);
  assert.deepEqual(hide(filter, false), SHOW);
});

Deno.test("TelnetFilter asks once for what is so already", () => {
  const filter = telnetClient();
  assert.deepEqual(hide(filter, false), []);
  hide(filter, true);
  assert.deepEqual(hide(filter, true), []);
  hide(filter, false);
  assert.deepEqual(hide(filter, false), []);
});

Deno.test("TelnetFilter hides again at the next password", () => {
  const filter = telnetClient();
  for (let times = 0; times < 3; times++) {
    assert.deepEqual([hide(filter, true), hide(filter, false)], [HIDE, SHOW]);
  }
});

Deno.test("TelnetFilter takes the client's consent for no request, and for no text", () => {
  const filter = telnetClient();
  hide(filter, true);
  assert.deepEqual(sends(filter, IAC, DO, ECHO, ...text("secret\n")), {
    data: [...text("secret\n")],
    answers: [],
  });
});

Deno.test("TelnetFilter takes the client's refusal for no request, and goes on", () => {
  const filter = telnetClient();
  hide(filter, true);
  assert.deepEqual(sends(filter, IAC, DONT, ECHO), { data: [], answers: [] });
  assert.deepEqual(hide(filter, false), SHOW);
});

Deno.test("TelnetFilter does not answer the client's consent to showing again", () => {
  const filter = telnetClient();
  hide(filter, true);
  sends(filter, IAC, DO, ECHO);
  hide(filter, false);
  assert.deepEqual(sends(filter, IAC, DONT, ECHO), { data: [], answers: [] });
});

Deno.test("TelnetFilter refuses to echo for a client that asks for it unasked, and may hide later", () => {
  const filter = new TelnetFilter();
  assert.deepEqual(sends(filter, IAC, DO, ECHO).answers, [IAC, WONT, ECHO]);
  assert.deepEqual(hide(filter, true), HIDE);
});

Deno.test("TelnetFilter does not let the client echo while it hides", () => {
  const filter = telnetClient();
  hide(filter, true);
  assert.deepEqual(sends(filter, IAC, WILL, ECHO).answers, [IAC, DONT, ECHO]);
});

Deno.test("TelnetFilter gives the same data and answers for any split while it hides", () => {
  const byte = fc.oneof(fc.nat(255), fc.constantFrom(WILL, WONT, DO, DONT, IAC, IAC, ECHO, 10));
  fc.assert(fc.property(fc.array(byte, { maxLength: 40 }), fc.array(fc.nat(40)), (all, cuts) => {
    const [whole, split] = [telnetClient(), telnetClient()];
    for (const filter of [whole, split]) hide(filter, true);
    const parts = splitAt(Uint8Array.from(all), cuts).map((part) => sends(split, ...part));
    const joined = {
      data: parts.flatMap(({ data }) => data),
      answers: parts.flatMap(({ answers }) => answers),
    };
    assert.deepEqual(joined, sends(whole, ...all));
  }));
});

Deno.test("LineConnection.hideInput reaches a telnet client between what is sent", async () => {
  const { connection, transport } = startConnection();
  const sent: number[] = [];
  const { write } = transport;
  transport.write = (bytes) => {
    sent.push(...bytes);
    return write.call(transport, bytes);
  };
  transport.sends(Uint8Array.of(IAC, DO, SUPPRESS_GO_AHEAD, ...text("alice\n")));
  await connection.firstByte();
  sent.length = 0;
  connection.out.send(text("[PASSWORD]: "));
  connection.hideInput(true);
  await settled();
  assert.deepEqual(sent, [...text("[PASSWORD]: "), ...HIDE]);
  connection.close("quit");
  transport.ends();
  await connection.closed;
});

Deno.test("LineConnection.hideInput writes nothing to a client that speaks no telnet", async () => {
  const { connection, transport } = startConnection();
  transport.sends("alice\n");
  await connection.firstByte();
  connection.hideInput(true);
  connection.hideInput(false);
  await settled();
  assert.equal(transport.taken, "");
  connection.close("quit");
  transport.ends();
  await connection.closed;
});

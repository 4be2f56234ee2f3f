// Telnet's window size: taken from any split, believed when it can be true, and agreed on without argument.

import assert from "node:assert/strict";
import fc from "fast-check";
import { TelnetFilter } from "../../../lib/net/telnet.ts";
import { splitAt } from "./split.ts";
import { nextLine, startConnection } from "./start_connection.ts";

const SE = 240, SB = 250, WILL = 251, WONT = 252, DO = 253, DONT = 254, IAC = 255;
const NAWS = 31, TERMINAL_TYPE = 24;
const OFFER = [IAC, WILL, NAWS];
const WITHDRAWAL = [IAC, WONT, NAWS];
const AGREEMENT = [IAC, DO, NAWS];

/** What a client sends whose window has so many columns and 24 rows. */
function told(columns: number): readonly number[] {
  const size = [columns >> 8, columns & 255, 0, 24];
  return [IAC, SB, NAWS, ...size.flatMap((byte) => byte === IAC ? [IAC, IAC] : [byte]), IAC, SE];
}

function send(filter: TelnetFilter, ...bytes: readonly number[]): { data: number[]; answers: number[] } {
  const { data, answers } = filter.feed(Uint8Array.from(bytes));
  return { data: [...data], answers: [...answers] };
}

/** The columns that are known after these bytes. */
function columnsAfter(...bytes: readonly number[]): number | undefined {
  const filter = new TelnetFilter();
  send(filter, ...bytes);
  return filter.columns;
}

Deno.test("TelnetFilter agrees to be told the window's size, and asks nobody for it", () => {
  const filter = new TelnetFilter();
  assert.deepEqual(send(filter, 97, 13, 10).answers, []);
  assert.deepEqual(send(filter, ...OFFER).answers, AGREEMENT);
});

Deno.test("TelnetFilter agrees once, however often the client offers", () => {
  assert.deepEqual(send(new TelnetFilter(), ...OFFER, ...OFFER, ...OFFER).answers, AGREEMENT);
});

Deno.test("TelnetFilter knows no columns before they are told", () => {
  assert.equal(columnsAfter(), undefined);
  assert.equal(columnsAfter(...OFFER), undefined);
});

Deno.test("TelnetFilter knows the columns that were told last", () => {
  assert.equal(columnsAfter(...OFFER, ...told(80)), 80);
  assert.equal(columnsAfter(...OFFER, ...told(80), ...told(132)), 132);
});

Deno.test("TelnetFilter knows columns with a byte 255, which telnet doubles", () => {
  assert.equal(columnsAfter(...OFFER, ...told(255)), 255);
  assert.equal(columnsAfter(...OFFER, ...told(511)), 511);
});

Deno.test("TelnetFilter takes the size out of the data", () => {
  assert.deepEqual(send(new TelnetFilter(), ...OFFER, 97, ...told(255), 98), {
    data: [97, 98],
    answers: AGREEMENT,
  });
});

Deno.test("TelnetFilter takes 0 columns for a client that no longer knows them", () => {
  assert.equal(columnsAfter(...OFFER, ...told(80), ...told(0)), undefined);
});

for (const absurd of [1, 9, 2001, 65_535]) {
  Deno.test(`TelnetFilter stays with what it knows when it is told ${absurd} columns`, () => {
    assert.equal(columnsAfter(...OFFER, ...told(absurd)), undefined);
    assert.equal(columnsAfter(...OFFER, ...told(80), ...told(absurd)), 80);
  });
}

Deno.test("TelnetFilter believes the narrowest and the widest window that make sense", () => {
  assert.equal(columnsAfter(...OFFER, ...told(10)), 10);
  assert.equal(columnsAfter(...OFFER, ...told(2000)), 2000);
});

Deno.test("TelnetFilter stays with what it knows when a size is no four bytes", () => {
  for (const size of [[], [0], [0, 40, 0], [0, 40, 0, 24, 0], new Array(500).fill(1)]) {
    assert.equal(columnsAfter(...OFFER, ...told(80), IAC, SB, NAWS, ...size, IAC, SE), 80);
  }
});

Deno.test("TelnetFilter takes another option's four bytes for no size", () => {
  assert.equal(columnsAfter(...OFFER, IAC, SB, TERMINAL_TYPE, 0, 40, 0, 24, IAC, SE), undefined);
});

Deno.test("TelnetFilter forgets the columns of a client that tells them no more", () => {
  const filter = new TelnetFilter();
  send(filter, ...OFFER, ...told(80));
  assert.deepEqual(send(filter, ...WITHDRAWAL).answers, [IAC, DONT, NAWS]);
  assert.equal(filter.columns, undefined);
});

Deno.test("TelnetFilter believes a size that comes after all, and argues no more", () => {
  const filter = new TelnetFilter();
  send(filter, ...OFFER, ...WITHDRAWAL);
  assert.deepEqual(send(filter, ...OFFER, ...told(80), ...WITHDRAWAL, ...OFFER, ...told(90)).answers, []);
  assert.equal(filter.columns, 90);
});

Deno.test("TelnetFilter does not answer a client that never told its size and will not", () => {
  assert.deepEqual(send(new TelnetFilter(), ...WITHDRAWAL).answers, []);
});

Deno.test("TelnetFilter does not tell a size of its own", () => {
  const filter = new TelnetFilter();
  assert.deepEqual(send(filter, IAC, DO, NAWS).answers, [IAC, WONT, NAWS]);
  assert.deepEqual(send(filter, IAC, DONT, NAWS).answers, []);
});

/** What a client may make of an answer. */
const HABITS: Readonly<Record<string, (command: number) => number>> = {
  "repeats what it is sent": (command) => command,
  "does whatever it is asked to": (command) =>
    ({ [DO]: WILL, [DONT]: WONT, [WILL]: DO, [WONT]: DONT })[command] ?? command,
};
for (const [habit, answer] of Object.entries(HABITS)) {
  Deno.test(`TelnetFilter comes to rest with a client that ${habit}`, () => {
    for (const opening of [[WILL], [DO], [WILL, WONT], [WILL, DO, DONT, WONT, WILL]]) {
      const filter = new TelnetFilter();
      let said = send(filter, ...opening.flatMap((command) => [IAC, command, NAWS])).answers;
      let rounds = 0;
      for (; said.length > 0 && rounds < 10; rounds++) {
        said = send(filter, ...said.map((byte, at) => at % 3 === 1 ? answer(byte) : byte)).answers;
      }
      assert.ok(rounds < 4, `${rounds} rounds after ${opening}`);
    }
  });
}

const anyBytes = fc.array(
  fc.oneof(
    fc.nat(65_535).map(told),
    fc.constantFrom(OFFER, WITHDRAWAL, [IAC, SB, NAWS], [IAC, SE], [IAC]),
    fc.nat(255).map((byte) => [byte]),
  ),
  { maxLength: 12 },
).map((parts) => parts.flat());

Deno.test("TelnetFilter knows the same columns after any split of any bytes", () => {
  fc.assert(fc.property(anyBytes, fc.array(fc.nat(60)), (all, cuts) => {
    const [whole, split] = [new TelnetFilter(), new TelnetFilter()];
    const expected = send(whole, ...all);
    const parts = splitAt(Uint8Array.from(all), cuts).map((part) => send(split, ...part));
    assert.equal(split.columns, whole.columns);
    assert.deepEqual(parts.flatMap(({ data }) => data), expected.data);
    assert.deepEqual(parts.flatMap(({ answers }) => answers), expected.answers);
  }));
});

Deno.test("TelnetFilter never knows columns that make no sense", () => {
  fc.assert(fc.property(anyBytes, (all) => {
    const columns = columnsAfter(...all);
    assert.ok(columns === undefined || columns >= 10 && columns <= 2000, `${columns}`);
  }));
});

Deno.test("LineConnection.columns is what the client told last", async () => {
  const { connection, transport } = startConnection();
  assert.equal(connection.columns, undefined);
  transport.sends(Uint8Array.of(...OFFER, ...told(80), 97, 10));
  await nextLine(connection);
  assert.equal(connection.columns, 80);
  transport.sends(Uint8Array.of(...told(120), 98, 10));
  await nextLine(connection);
  assert.equal(connection.columns, 120);
  connection.close("quit");
  transport.ends();
  await connection.closed;
});

// How peers are named.
import assert from "node:assert/strict";
import { plainAddress } from "../../../lib/net/transport.ts";

Deno.test("plainAddress writes an IPv4-mapped address as IPv4 and leaves others", () => {
  assert.equal(plainAddress("::ffff:192.0.2.1"), "192.0.2.1");
  assert.equal(plainAddress("::FFFF:192.0.2.1"), "192.0.2.1");
  assert.equal(plainAddress("192.0.2.1"), "192.0.2.1");
  assert.equal(plainAddress("2001:db8::ffff:1"), "2001:db8::ffff:1");
  assert.equal(plainAddress("64:ff9b::192.0.2.1"), "64:ff9b::192.0.2.1");
});

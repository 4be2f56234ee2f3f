// Places are counted, per address and in all, and given back once.
import assert from "node:assert/strict";
import { ConnectionLimits } from "../../../lib/net/connection_limits.ts";

/** Takes a place and gives back how to leave it. */
function enter(limits: ConnectionLimits, address: string): () => void {
  const admission = limits.admit(address);
  assert.ok(admission.verdict === "ok", `${address}: ${admission.verdict}`);
  return admission.release;
}

Deno.test("ConnectionLimits admits up to the total", () => {
  const limits = new ConnectionLimits({ total: 2, perAddress: 0 });
  const leave = enter(limits, "192.0.2.1");
  enter(limits, "192.0.2.1");
  assert.equal(limits.admit("192.0.2.2").verdict, "full");
  leave();
  enter(limits, "192.0.2.2");
});

Deno.test("ConnectionLimits admits up to so many from one address", () => {
  const limits = new ConnectionLimits({ total: 0, perAddress: 2 });
  const leave = enter(limits, "192.0.2.1");
  enter(limits, "192.0.2.1");
  assert.equal(limits.admit("192.0.2.1").verdict, "address-full");
  enter(limits, "192.0.2.2");
  leave();
  enter(limits, "192.0.2.1");
  assert.equal(limits.admit("192.0.2.1").verdict, "address-full");
});

Deno.test("ConnectionLimits gives a place back once, however often it is released", () => {
  const limits = new ConnectionLimits({ total: 2, perAddress: 2 });
  const leave = enter(limits, "192.0.2.1");
  enter(limits, "192.0.2.1");
  leave();
  leave();
  enter(limits, "192.0.2.1");
  assert.equal(limits.admit("192.0.2.1").verdict, "address-full");
  assert.equal(limits.admit("192.0.2.2").verdict, "full");
});

Deno.test("ConnectionLimits takes no place for a refused connection", () => {
  const limits = new ConnectionLimits({ total: 2, perAddress: 1 });
  enter(limits, "192.0.2.1");
  for (let tries = 0; tries < 5; tries++) assert.equal(limits.admit("192.0.2.1").verdict, "address-full");
  enter(limits, "192.0.2.2");
});

Deno.test("ConnectionLimits takes 0 for no limit", () => {
  const limits = new ConnectionLimits({ total: 0, perAddress: 0 });
  for (let count = 0; count < 2000; count++) enter(limits, "192.0.2.1");
});

Deno.test("ConnectionLimits counts an IPv6 /64 as one address", () => {
  const same = [
    ["2001:db8:1:2::1", "2001:db8:1:2:ffff:0:0:1"],
    ["2001:db8::1", "2001:db8::2:3:4:5"],
    ["::1", "::2"],
    ["2001:db8::", "2001:db8:0:0:1::"],
    ["64:ff9b::192.0.2.1", "64:ff9b::198.51.100.7"],
  ] as const;
  for (const [one, other] of same) {
    const limits = new ConnectionLimits({ total: 0, perAddress: 1 });
    enter(limits, one);
    assert.equal(limits.admit(other).verdict, "address-full", `${one} and ${other}`);
  }
});

Deno.test("ConnectionLimits tells one IPv6 /64 from another", () => {
  const limits = new ConnectionLimits({ total: 0, perAddress: 1 });
  for (
    const address of [
      "2001:db8:1:2::1",
      "2001:db8:1:3::1",
      "2001:db8::1",
      "1::4:5:6:7:8:9",
      "::1",
      "127.0.0.1",
    ]
  ) {
    enter(limits, address);
  }
});

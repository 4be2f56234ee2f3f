// Which texts are addresses and ranges, how they are written, and what is inside of what.

import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type AddressRange,
  contains,
  isLoopback,
  parseRange,
  subscriberOf,
} from "../../../lib/domain/address.ts";

function range(text: string): AddressRange {
  return parseRange(text) ?? assert.fail(`${text} is no range`);
}

const CANONICAL = {
  "192.0.2.1": "192.0.2.1",
  "192.0.2.1/32": "192.0.2.1",
  "192.0.2.77/24": "192.0.2.0/24",
  "10.255.255.255/9": "10.128.0.0/9",
  "255.255.255.255/0": "0.0.0.0/0",
  "2001:DB8::1": "2001:db8::1",
  "2001:0db8:0000:0000:0000:0000:0000:0001/128": "2001:db8::1",
  "2001:db8:1:2:3:4:5:6/64": "2001:db8:1:2::/64",
  "2001:db8:ffff::/33": "2001:db8:8000::/33",
  "2001:db8::1/0": "::/0",
  "1:0:0:2:0:0:0:3": "1:0:0:2::3",
  "1:0:0:2:3:0:0:4": "1::2:3:0:0:4",
  "1:2:3:0:5:6:7:8": "1:2:3:0:5:6:7:8",
  "1:2:3::5:6:7:8": "1:2:3:0:5:6:7:8",
  "64:ff9b::192.0.2.1": "64:ff9b::c000:201",
  "::ffff:192.0.2.1": "192.0.2.1",
  "::FFFF:c000:0201": "192.0.2.1",
  "::ffff:192.0.2.77/120": "192.0.2.0/24",
  "::ffff:0:0/96": "0.0.0.0/0",
  "::ffff:192.0.2.1/95": "::fffe:0:0/95",
};
for (const [text, expected] of Object.entries(CANONICAL)) {
  Deno.test(`parseRange writes ${text} as ${expected}`, () => {
    assert.equal(range(text).text, expected);
  });
}

const REFUSED = [
  ...["", " ", "localhost", "1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4.", "256.1.1.1"],
  ...["010.1.1.1", "1.2.3.04", "0x7f.0.0.1", "1.2.3.-4", "1.2.3.+4", "1.2.3.4e0", "٣.1.1.1"],
  ...[" 1.2.3.4", "1.2.3.4 ", "1.2.3.4\n", "1.2.3.4 /24", "1.2.3.4/ 24"],
  ...["1.2.3.4/", "1.2.3.4/33", "1.2.3.4/024", "1.2.3.4/-1", "1.2.3.4/24/24", "1.2.3.4/255.255.255.0", "/24"],
  ...[
    ":",
    ":::",
    "1",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7:",
    ":1:2:3:4:5:6:7",
    "::1::",
    "1:::2",
  ],
  ...["1::2:3:4:5:6:7:8", "12345::", "g::", "::-1", "[::1]", "fe80::1%eth0", "::1 ", "::/129", "::1/0128"],
  ...["1.2.3.4::", "::1.2.3.4:5", "::1.2.3", "::1.2.3.256", "::01.2.3.4", "1:2:3:4:5:6:7:1.2.3.4"],
  ...["::ffff:192.0.2.1/129"],
];
for (const text of REFUSED) {
  Deno.test(`parseRange refuses ${JSON.stringify(text)}`, () => {
    assert.equal(parseRange(text), undefined);
  });
}

/** Another reader of the same grammar: the host of a URL (https://url.spec.whatwg.org/#concept-ipv6-parser). */
function asUrlHost(address: string): string | undefined {
  const url = `http://[${address}]/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : undefined;
}

Deno.test("parseRange takes for IPv6, and writes, what URLs take and write", () => {
  const nearly = fc.array(fc.constantFrom(..."0:1:f:F::000.12.255"), { maxLength: 24 }).map((all) =>
    all.join("")
  );
  fc.assert(fc.property(fc.oneof(fc.ipV6(), nearly.map((text) => `:${text}`)), (address) => {
    const parsed = parseRange(address);
    // URLs leave IPv4 in the form of IPv6.
    const expected = asUrlHost(address);
    assert.equal(parsed?.bits === 32 ? asUrlHost(`::ffff:${parsed.text}`) : parsed?.text, expected);
  }));
});

const anyRange = fc.oneof(
  fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })),
  fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })),
).map(([address, prefix]) => `${address}/${prefix}`);

Deno.test("parseRange reads what it writes", () => {
  fc.assert(fc.property(anyRange, (text) => {
    assert.deepEqual(range(range(text).text), range(text));
  }));
});

Deno.test("contains holds for every address from which a range was made", () => {
  fc.assert(fc.property(anyRange, (text) => {
    const [address = ""] = text.split("/");
    // The range of an IPv4 address in the form of IPv6 is of IPv6 when it is wider than all of IPv4.
    if (range(address).bits === range(text).bits) assert.ok(contains(range(text), address));
  }));
});

Deno.test("contains holds for just the addresses with the same leading bits", () => {
  const number = fc.integer({ min: 0, max: 0xffff_ffff });
  fc.assert(fc.property(number, number, fc.integer({ min: 0, max: 32 }), (one, other, prefix) => {
    const leading = (value: number) => value.toString(2).padStart(32, "0").slice(0, prefix);
    const dotted = (value: number) => [24, 16, 8, 0].map((shift) => value >>> shift & 255).join(".");
    const near = prefix === 32 ? one : (one ^ other >>> prefix) >>> 0;
    for (const address of [other, near]) {
      assert.equal(
        contains(range(`${dotted(one)}/${prefix}`), dotted(address)),
        leading(one) === leading(address),
      );
    }
  }));
});

Deno.test("contains tells the ends of a range from their neighbours", () => {
  const inside = ["192.0.2.128", "192.0.2.255", "::ffff:192.0.2.200"];
  const outside = ["192.0.2.127", "192.0.3.0", "::192.0.2.200", "2001:db8::"];
  for (const address of inside) assert.ok(contains(range("192.0.2.128/25"), address), address);
  for (const address of outside) assert.ok(!contains(range("192.0.2.128/25"), address), address);
  assert.ok(contains(range("2001:db8::/63"), "2001:db8:0:1:ffff:ffff:ffff:ffff"));
  assert.ok(!contains(range("2001:db8::/63"), "2001:db8:0:2::"));
});

Deno.test("contains keeps IPv4 out of ranges of IPv6", () => {
  assert.ok(contains(range("::/0"), "2001:db8::1"));
  assert.ok(!contains(range("::/0"), "192.0.2.1"));
  assert.ok(!contains(range("::/0"), "::ffff:192.0.2.1"));
});

Deno.test("contains does not take a range or other text for an address", () => {
  for (const text of ["192.0.2.0/24", "192.0.2.1/32", "", "alice"]) {
    assert.ok(!contains(range("0.0.0.0/0"), text), text);
  }
});

Deno.test("isLoopback holds for 127.0.0.1 and ::1 in all their forms", () => {
  for (const address of ["127.0.0.1", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"]) {
    assert.ok(isLoopback(address), address);
  }
});

Deno.test("isLoopback does not hold for other addresses, ranges or names", () => {
  for (
    const address of [
      "127.0.0.2",
      "127.1",
      "::2",
      "::",
      "0.0.0.0",
      "127.0.0.1/32",
      "::1/128",
      "localhost",
      "",
    ]
  ) {
    assert.ok(!isLoopback(address), address);
  }
});

Deno.test("subscriberOf is the address for IPv4 and the /64 for IPv6", () => {
  assert.equal(subscriberOf("192.0.2.1"), "192.0.2.1");
  assert.equal(subscriberOf("::ffff:192.0.2.1"), "192.0.2.1");
  assert.equal(subscriberOf("2001:db8:0:2:ffff::1"), "2001:db8:0:2::/64");
});

Deno.test("subscriberOf leaves what is no address as it is", () => {
  assert.equal(subscriberOf("unknown"), "unknown");
});

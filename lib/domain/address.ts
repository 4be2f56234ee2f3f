// IP addresses and ranges of them, as bans and limits compare them.

/** A range of addresses of one family; a single address is the smallest range. `parseRange` makes them. */
export interface AddressRange {
  /** The one way to write this range, with `/<prefix>` unless it is a single address; IPv6 as in RFC 5952. */
  readonly text: string;
  /** How many bits an address of this family has: 32 for IPv4, 128 for IPv6. */
  readonly bits: number;
  /** So many leading bits are the same in all its addresses. */
  readonly prefix: number;
  /** The first address of the range. */
  readonly first: bigint;
}

const OCTET = /^(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])$/;
const GROUP = /^[0-9a-f]{1,4}$/i;
const PREFIX = /^(?:0|[1-9]\d{0,2})$/;
/** The first 96 bits of ::ffff:0:0/96, where IPv6 keeps IPv4 (RFC 4291, section 2.5.5.2). */
const MAPPED = 0xffffn;
/** One subscriber of IPv6 has at least a /64 and can take any address in it. */
const SUBSCRIBER_PREFIX = 64;

/**
 * Reads an address or a range such as `192.0.2.0/24`, IPv4 or IPv6; undefined for anything else, zones, spaces and
 * leading zeros of IPv4 included. Host bits are cleared. What is IPv4 in the form of IPv6 (`::ffff:192.0.2.1`) is IPv4.
 */
export function parseRange(text: string): AddressRange | undefined {
  const [address = "", prefixText, more] = text.split("/");
  if (more !== undefined) return undefined;
  const bits = address.includes(":") ? 128 : 32;
  const value = bits === 128 ? parseIPv6(address) : parseIPv4(address);
  if (value === undefined || (prefixText !== undefined && !PREFIX.test(prefixText))) return undefined;
  const prefix = Number(prefixText ?? bits);
  if (prefix > bits) return undefined;
  const isMapped = bits === 128 && prefix >= 96 && value >> 32n === MAPPED;
  return isMapped ? range(32, prefix - 96, value & 0xffff_ffffn) : range(bits, prefix, value);
}

/** Whether an address is in the range. Nothing of IPv4 is in a range of IPv6, not even in `::/0`. */
export function contains(range: AddressRange, address: string): boolean {
  const other = parseAddress(address);
  if (other?.bits !== range.bits) return false;
  const host = BigInt(range.bits - range.prefix);
  return other.first >> host === range.first >> host;
}

/** Exactly 127.0.0.1 and ::1, however they are written: the other addresses of 127.0.0.0/8 are not meant. */
export function isLoopback(address: string): boolean {
  const text = parseAddress(address)?.text;
  return text === "127.0.0.1" || text === "::1";
}

/** What one subscriber has: an address of IPv4, a /64 of IPv6. What is no address stands for itself. */
export function subscriberOf(address: string): string {
  const parsed = parseAddress(address);
  if (parsed?.bits !== 128) return parsed?.text ?? address;
  return range(128, SUBSCRIBER_PREFIX, parsed.first).text;
}

function parseAddress(text: string): AddressRange | undefined {
  return text.includes("/") ? undefined : parseRange(text);
}

function range(bits: number, prefix: number, value: bigint): AddressRange {
  const host = BigInt(bits - prefix);
  const first = value >> host << host;
  const address = bits === 32 ? formatIPv4(first) : formatIPv6(first);
  return { text: prefix === bits ? address : `${address}/${prefix}`, bits, prefix, first };
}

function parseIPv4(text: string): bigint | undefined {
  const octets = text.split(".");
  if (octets.length !== 4 || !octets.every((octet) => OCTET.test(octet))) return undefined;
  return octets.reduce((value, octet) => value << 8n | BigInt(octet), 0n);
}

function parseIPv6(text: string): bigint | undefined {
  const tail = text.lastIndexOf(":") + 1;
  if (text.includes(".", tail)) {
    // An IPv4 tail stands for the last two groups.
    const value = parseIPv4(text.slice(tail));
    return value === undefined
      ? undefined
      : parseIPv6(`${text.slice(0, tail)}${groupsOf(value, 2).join(":")}`);
  }
  const [front = "", back, more] = text.split("::");
  if (more !== undefined) return undefined;
  const head = splitGroups(front);
  const last = splitGroups(back ?? "");
  const zeros = 8 - head.length - last.length;
  // `::` stands for one group of zeros at least.
  if (back === undefined ? zeros !== 0 : zeros < 1) return undefined;
  const groups = [...head, ...Array<string>(zeros).fill("0"), ...last];
  if (!groups.every((group) => GROUP.test(group))) return undefined;
  return groups.reduce((value, group) => value << 16n | BigInt(`0x${group}`), 0n);
}

function splitGroups(text: string): readonly string[] {
  return text === "" ? [] : text.split(":");
}

function formatIPv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => value >> shift & 0xffn).join(".");
}

/** RFC 5952, section 4: lower case, no leading zeros, `::` for the longest run of zeros, the first of equals. */
function formatIPv6(value: bigint): string {
  const groups = groupsOf(value, 8);
  const runs = groups.map((_, start) => {
    const end = groups.findIndex((group, at) => at >= start && group !== "0");
    return { start, length: (end < 0 ? groups.length : end) - start };
  });
  const longest = runs.reduce((best, run) => run.length > best.length ? run : best);
  if (longest.length < 2) return groups.join(":");
  const front = groups.slice(0, longest.start).join(":");
  const back = groups.slice(longest.start + longest.length).join(":");
  return `${front}::${back}`;
}

/** The last `count` groups of 16 bits, as they are written. */
function groupsOf(value: bigint, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const shift = BigInt(16 * (count - 1 - index));
    return (value >> shift & 0xffffn).toString(16);
  });
}

// Passwords as they are stored: hashed slowly, on purpose, and a few at a time.

import { type Problem, problem, refuse } from "../domain/problem.ts";

/** Characters are Unicode code points, after the normalisation that hashing applies. */
export interface PasswordLength {
  readonly min: number;
  readonly max: number;
}
export const USER_PASSWORD_LENGTH: PasswordLength = { min: 8, max: 128 };
/** A lobby's password is shared and keeps out passers-by; how long it is, is for its creator to say. */
export const LOBBY_PASSWORD_LENGTH: PasswordLength = { min: 1, max: 128 };

/** What is wrong with a password that somebody chooses; undefined when nothing is. */
export function checkNewPassword(
  password: string,
  { min, max }: PasswordLength = USER_PASSWORD_LENGTH,
): Problem | undefined {
  const length = [...normalise(password)].length;
  if (length >= min && length <= max) return undefined;
  return problem(
    "usage",
    `That password is too ${length < min ? "short" : "long"}: ${min} to ${max} characters.`,
  );
}

/** What a hash costs: scrypt's N is 2^`ln`, its p is `p`. One hash holds 1 KiB * N of memory. */
export interface ScryptCost {
  readonly ln: number;
  readonly p: number;
}

/** One of the sets that OWASP's Password Storage Cheat Sheet gives for scrypt; this one holds 16 MiB. */
const TODAY: ScryptCost = { ln: 14, p: 5 };
/** The largest of each in those sets. A stored string that asks for more is not believed. */
const MOST: ScryptCost = { ln: 17, p: 10 };
/** scrypt's r; the same in all of OWASP's sets. */
const BLOCK_SIZE = 8;
const SALT_BYTES = 16;
const KEY_BYTES = 32;
/** 16 and 32 bytes are 22 and 43 characters of base64. */
const STORED = /^\$scrypt\$ln=([1-9]\d?),r=8,p=([1-9]\d?)\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;

/** More would take the cores from everybody else. */
const AT_ONCE = 2;
/** Who comes last waits about three seconds. */
const MOST_WAITING = 32;

/** `rehash`: it was right, and what is stored is weaker than what `hash` makes today. */
export interface Verdict {
  readonly ok: boolean;
  readonly rehash: boolean;
}

/**
 * Hashes and verifies passwords with scrypt (RFC 7914), off the main thread. Two are worked on at a time and 32 wait;
 * beyond that every method rejects with a Refusal, `busy`.
 *
 * Passwords are compared as OpaqueString of RFC 8265 says: NFC, and every kind of space is a space. NFKC would take
 * different passwords for one. One instance serves the whole program, as it does the counting.
 */
export class Passwords {
  readonly #cost: ScryptCost;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /** Anything cheaper than the default is for tests. */
  constructor(cost: ScryptCost = TODAY) {
    this.#cost = cost;
  }

  /**
   * The string to store: `$scrypt$ln=14,r=8,p=5$<salt>$<hash>`, unpadded base64. This is the PHC string format
   * (https://github.com/P-H-C/phc-string-format, phc-sf-spec.md) with the parameter names of Passlib.
   */
  async hash(password: string): Promise<string> {
    const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
    const key = await this.#derive(password, salt, this.#cost);
    const { ln, p } = this.#cost;
    const [saltText, keyText] = [salt, key].map((bytes) => bytes.toBase64({ omitPadding: true }));
    return `$scrypt$ln=${ln},r=${BLOCK_SIZE},p=${p}$${saltText}$${keyText}`;
  }

  /** Never ok for a stored string that `hash` cannot have made. */
  async verify(password: string, stored: string): Promise<Verdict> {
    const parsed = parse(stored);
    if (!parsed) return this.verifyNothing(password);
    const key = await this.#derive(password, parsed.salt, parsed.cost);
    const { timingSafeEqual } = await import("node:crypto");
    const ok = timingSafeEqual(key, parsed.key);
    return { ok, rehash: ok && strength(parsed.cost) < strength(this.#cost) };
  }

  /** For a name without a password: never ok, and takes as long as `verify`, so that the time tells nothing. */
  async verifyNothing(password: string): Promise<Verdict> {
    await this.#derive(password, new Uint8Array(SALT_BYTES), this.#cost);
    return { ok: false, rehash: false };
  }

  async #derive(password: string, salt: Uint8Array, cost: ScryptCost): Promise<Uint8Array> {
    await this.#takePlace();
    try {
      return await derive(password, salt, cost);
    } finally {
      this.#leavePlace();
    }
  }

  async #takePlace(): Promise<void> {
    if (this.#running < AT_ONCE) {
      this.#running++;
      return;
    }
    if (this.#waiting.length >= MOST_WAITING) {
      refuse("busy", "Too many passwords are being checked right now. Try again in a few seconds.");
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leavePlace(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running--;
  }
}

async function derive(password: string, salt: Uint8Array, { ln, p }: ScryptCost): Promise<Uint8Array> {
  // At first use, as the start of the program is not to wait for it.
  const { scrypt } = await import("node:crypto");
  const N = 2 ** ln;
  // What OpenSSL counts: p blocks, N blocks, and two to work in. The default allows 32 MiB.
  const maxmem = 128 * BLOCK_SIZE * (N + p + 2);
  return await new Promise((resolve, reject) => {
    scrypt(normalise(password), salt, KEY_BYTES, { N, r: BLOCK_SIZE, p, maxmem }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

/** OpaqueString of RFC 8265, section 4.2.2. The dialects have dropped control characters already. */
function normalise(password: string): string {
  return password.replace(/\p{Zs}/gu, " ").normalize("NFC");
}

function parse(stored: string) {
  const [, ln = "", p = "", salt = "", key = ""] = STORED.exec(stored) ?? [];
  const cost: ScryptCost = { ln: Number(ln), p: Number(p) };
  if (key === "" || cost.ln > MOST.ln || cost.p > MOST.p) return undefined;
  return { cost, salt: Uint8Array.fromBase64(salt), key: Uint8Array.fromBase64(key) };
}

/** What a guess costs an attacker who builds chips for it: memory times time, N * (N * p). */
function strength({ ln, p }: ScryptCost): number {
  return 2 ** (2 * ln) * p;
}

// How passwords are hashed and verified, which ones may be chosen, and that nothing stored can do harm.

import assert from "node:assert/strict";
import fc from "fast-check";
import { Refusal } from "../../../lib/domain/problem.ts";
import { checkNewPassword, LOBBY_PASSWORD_LENGTH, Passwords } from "../../../lib/services/passwords.ts";

/** Cheap, so that the tests are quick. */
const cheap = () => new Passwords({ ln: 4, p: 1 });
const SALT = "a".repeat(22);
const KEY = "b".repeat(43);
/** Two are worked on and 32 wait. */
const PLACES = 34;

Deno.test("Passwords hashes at today's cost and knows the password again", async () => {
  const passwords = new Passwords();
  const stored = await passwords.hash("correct horse");
  assert.match(stored, /^\$scrypt\$ln=14,r=8,p=5\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assert.deepEqual(await passwords.verify("correct horse", stored), { ok: true, rehash: false });
  assert.deepEqual(await passwords.verify("correct horsf", stored), { ok: false, rehash: false });
});

// The examples in the documentation of passlib.hash.scrypt, made by another program.
for (
  const stored of [
    "$scrypt$ln=8,r=8,p=1$WKs1xljLudd6z9kbY0wpJQ$yCR4iDZYDKv+iEJj6yHY0lv/epnfB6f/w1EbXrsJOuQ",
    "$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E",
  ]
) {
  Deno.test(`Passwords knows what Passlib hashed: ${stored.slice(0, 21)}`, async () => {
    assert.equal((await cheap().verify("password", stored)).ok, true);
    assert.equal((await cheap().verify("Password", stored)).ok, false);
  });
}

Deno.test("Passwords knows every password again and no other one", async () => {
  const password = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(password, password, async (one, other) => {
      fc.pre(one.normalize("NFC") !== other.normalize("NFC"));
      const stored = await cheap().hash(one);
      assert.equal((await cheap().verify(one, stored)).ok, true);
      assert.equal((await cheap().verify(other, stored)).ok, false);
    }),
    { numRuns: 30 },
  );
});

Deno.test("Passwords salts: the same password never gives the same string", async () => {
  assert.notEqual(await cheap().hash("correct horse"), await cheap().hash("correct horse"));
});

Deno.test("Passwords takes both forms of an accented letter, and all kinds of spaces, for the same", async () => {
  const stored = await cheap().hash("caf\u00e9 noir");
  assert.equal((await cheap().verify("cafe\u0301\u00a0noir", stored)).ok, true);
  assert.equal((await cheap().verify("cafe noir", stored)).ok, false);
});

Deno.test("Passwords does not take letters that only look alike for the same", async () => {
  const stored = await cheap().hash("\ufb01ve \u2460");
  assert.equal((await cheap().verify("five 1", stored)).ok, false);
});

const COSTS = [
  [{ ln: 4, p: 1 }, { ln: 4, p: 1 }, false],
  [{ ln: 4, p: 1 }, { ln: 5, p: 1 }, true],
  [{ ln: 4, p: 1 }, { ln: 4, p: 2 }, true],
  [{ ln: 5, p: 1 }, { ln: 4, p: 1 }, false],
  [{ ln: 4, p: 2 }, { ln: 4, p: 1 }, false],
  // As fast, with half of the memory.
  [{ ln: 4, p: 2 }, { ln: 5, p: 1 }, true],
  [{ ln: 5, p: 1 }, { ln: 4, p: 2 }, false],
] as const;
for (const [then, today, rehash] of COSTS) {
  const verb = rehash ? "asks" : "does not ask";
  Deno.test(`Passwords ${verb} for a new hash of ${JSON.stringify(then)} at ${JSON.stringify(today)}`, async () => {
    const stored = await new Passwords(then).hash("correct horse");
    assert.deepEqual(await new Passwords(today).verify("correct horse", stored), { ok: true, rehash });
  });
}

Deno.test("Passwords asks for no new hash when the password was wrong", async () => {
  const stored = await new Passwords({ ln: 4, p: 1 }).hash("correct horse");
  const verdict = await new Passwords({ ln: 5, p: 1 }).verify("wrong horse", stored);
  assert.deepEqual(verdict, { ok: false, rehash: false });
});

const UNUSABLE = [
  "",
  "correct horse",
  "$scrypt$",
  `$scrypt$ln=4,r=8,p=1$${SALT}`,
  `$scrypt$ln=4,r=8,p=1$${SALT}$`,
  `$scrypt$ln=4,r=8,p=1$$${KEY}`,
  `$scrypt$ln=4,r=8,p=1$${SALT}==$${KEY}=`,
  `$scrypt$ln=4,r=8,p=1$${SALT}$${KEY}\n`,
  `$scrypt$ln=4,r=8,p=1$${SALT}$${KEY}b`,
  `$scrypt$p=1,r=8,ln=4$${SALT}$${KEY}`,
  `$argon2id$v=19$m=65536,t=2,p=1$${SALT}$${KEY}`,
  `$scrypt$ln=0,r=8,p=1$${SALT}$${KEY}`,
  `$scrypt$ln=4,r=8,p=0$${SALT}$${KEY}`,
  `$scrypt$ln=4,r=1,p=1$${SALT}$${KEY}`,
  `$scrypt$ln=4,r=8000,p=1$${SALT}$${KEY}`,
  `$scrypt$ln=18,r=8,p=1$${SALT}$${KEY}`,
  `$scrypt$ln=40,r=8,p=1$${SALT}$${KEY}`,
  `$scrypt$ln=99999999999999999999,r=8,p=1$${SALT}$${KEY}`,
  `$scrypt$ln=4,r=8,p=11$${SALT}$${KEY}`,
  `$scrypt$ln=-4,r=8,p=1$${SALT}$${KEY}`,
  `$scrypt$ln=1e1,r=8,p=1$${SALT}$${KEY}`,
];
for (const stored of UNUSABLE) {
  Deno.test(`Passwords never says ok for the stored string ${JSON.stringify(stored)}`, async () => {
    assert.deepEqual(await cheap().verify("correct horse", stored), { ok: false, rehash: false });
  });
}

Deno.test("Passwords says no to whatever else is stored, and never fails", async () => {
  const piece = fc.constantFrom("$", "scrypt", "ln=", "4", "17", ",r=8", ",p=", "1", SALT, KEY, "=", "é");
  const nearly = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), nearly), async (stored) => {
      assert.equal((await cheap().verify("correct horse", stored)).ok, false);
    }),
    { numRuns: 50 },
  );
});

Deno.test("Passwords.verifyNothing is never ok", async () => {
  for (const password of ["", "correct horse"]) {
    assert.deepEqual(await cheap().verifyNothing(password), { ok: false, rehash: false });
  }
});

const STORED = `$scrypt$ln=4,r=8,p=1$${SALT}$${KEY}`;
const WORK: Readonly<Record<string, (passwords: Passwords) => Promise<unknown>>> = {
  hash: (passwords) => passwords.hash("correct horse"),
  verify: (passwords) => passwords.verify("correct horse", STORED),
  "verify of an unusable string": (passwords) => passwords.verify("correct horse", "?"),
  verifyNothing: (passwords) => passwords.verifyNothing("correct horse"),
};
for (const [name, work] of Object.entries(WORK)) {
  Deno.test(`Passwords refuses a ${name} beyond 2 at work and 32 in line, until there is room again`, async () => {
    const passwords = cheap();
    const taken = Array.from({ length: PLACES }, () => work(passwords));
    await assert.rejects(
      work(passwords),
      (error) => error instanceof Refusal && error.problem.code === "busy",
    );
    await Promise.all(taken);
    await Promise.all(Array.from({ length: PLACES }, () => work(passwords)));
  });
}

const CHECKED = [
  ["1234567", /^That password is too short: 8 to 128 characters\.$/],
  ["12345678", undefined],
  ["x".repeat(128), undefined],
  ["x".repeat(129), /^That password is too long: 8 to 128 characters\.$/],
  ["", /too short/],
  // Characters are code points: these are 4, 8 and, composed, 7.
  ["😀".repeat(4), /too short/],
  ["😀".repeat(8), undefined],
  ["e\u0301".repeat(7), /too short/],
] as const;
for (const [password, expected] of CHECKED) {
  const verdict = expected ? "refuses" : "allows";
  Deno.test(`checkNewPassword ${verdict} ${JSON.stringify(password.slice(0, 16))} of ${password.length}`, () => {
    const problem = checkNewPassword(password);
    if (expected) assert.match(problem?.text ?? "", expected);
    else assert.equal(problem, undefined);
  });
}

Deno.test("checkNewPassword asks for one character where a lobby is concerned", () => {
  assert.equal(checkNewPassword("x", LOBBY_PASSWORD_LENGTH), undefined);
  assert.match(checkNewPassword("", LOBBY_PASSWORD_LENGTH)?.text ?? "", /too short: 1 to 128 characters/);
  assert.match(checkNewPassword("x".repeat(129), LOBBY_PASSWORD_LENGTH)?.text ?? "", /too long/);
});

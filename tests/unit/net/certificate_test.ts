// A certificate with its key is taken, and anything else refused in a sentence that names the file.
import assert from "node:assert/strict";
import { StartError } from "../../../lib/domain/start_error.ts";
import { readCertificate } from "../../../lib/net/certificate.ts";
import { one, two, unusable } from "../../support/certificates.ts";

async function refusal(cert: string, key: string): Promise<string> {
  try {
    await readCertificate({ cert, key });
  } catch (error) {
    if (error instanceof StartError) return error.message;
    throw error;
  }
  return assert.fail("nothing was refused");
}

Deno.test("readCertificate takes a pair", async () => {
  await readCertificate(one);
});

Deno.test("readCertificate takes a certificate that others vouch for", async () => {
  const chain = await Deno.makeTempFile({ prefix: "parley-test-" });
  try {
    for (const { cert } of [one, two]) {
      await Deno.writeTextFile(chain, await Deno.readTextFile(cert), { append: true });
    }
    await readCertificate({ cert: chain, key: one.key });
  } finally {
    await Deno.remove(chain);
  }
});

const REFUSED: readonly (readonly [what: string, cert: string, key: string, message: string])[] = [
  [
    "a missing certificate",
    "no.crt",
    one.key,
    "no.crt does not exist, and TLS needs a certificate and its key",
  ],
  ["a missing key", one.cert, "no.key", "no.key does not exist, and TLS needs a certificate and its key"],
  ["a folder", ".", one.key, ". cannot be read: "],
  ["a key for a certificate", one.key, one.key, `${one.key} holds no certificate in PEM form`],
  ["a certificate for a key", one.cert, one.cert, `${one.cert} holds no private key in PEM form`],
  [
    "a key of a kind that TLS in Deno does not know",
    unusable.cert,
    unusable.key,
    `The certificate in ${unusable.cert} cannot be used for TLS: `,
  ],
  [
    "a pair of two pairs",
    one.cert,
    two.key,
    `The key in ${two.key} does not fit the certificate in ${one.cert}`,
  ],
];
for (const [what, cert, key, message] of REFUSED) {
  Deno.test(`readCertificate refuses ${what}`, async () => {
    const said = await refusal(cert, key);
    assert.ok(said.startsWith(message), said);
  });
}

// Certificates for `localhost` and 127.0.0.1 that live until 2119, with keys that protect nothing: they are public.

import { once } from "node:events";
import { connect } from "node:tls";
import { fileURLToPath } from "node:url";
import type { CertificateFiles } from "../../lib/net/certificate.ts";

function filesOf(name: "one" | "two" | "unusable"): CertificateFiles {
  const path = fileURLToPath(new URL(`certificates/test_only_${name}`, import.meta.url));
  return { cert: `${path}.crt`, key: `${path}.key` };
}

export const one = filesOf("one");
export const two = filesOf("two");
/** Its key is of a kind (secp256k1) that fits, but that TLS in Deno does not know. */
export const unusable = filesOf("unusable");

/** What a client has to trust to believe a server that shows one of the first two. */
export const caCerts: readonly string[] = [one, two].map(({ cert }) => Deno.readTextFileSync(cert));

/** A TLS client whose handshake is done. */
export async function connectTls(port: number): Promise<Deno.TlsConn> {
  const conn = await Deno.connectTls({ hostname: "127.0.0.1", port, caCerts: [...caCerts] });
  try {
    await conn.handshake();
    return conn;
  } catch (error) {
    conn.close();
    throw error;
  }
}

/** The common name in the certificate that a server shows. */
export async function commonName(port: number): Promise<string> {
  const client = connect({ host: "127.0.0.1", port, ca: [...caCerts], servername: "localhost" });
  await once(client, "secureConnect");
  const { CN } = client.getPeerCertificate().subject;
  client.destroy();
  return String(CN);
}

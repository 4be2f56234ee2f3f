// A certificate and its key: read from two PEM files, and tried out before a client meets them.

import { createPrivateKey, X509Certificate } from "node:crypto";
import { Duplex } from "node:stream";
import { createSecureContext, type SecureContext, TLSSocket } from "node:tls";
import { StartError } from "../domain/start_error.ts";

/** Paths of PEM files; the certificate may be followed by those that vouch for it. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

/** What a server shows, TLS 1.2 and newer. Throws StartError with what is wrong with the files. */
export async function readCertificate(files: CertificateFiles): Promise<SecureContext> {
  const cert = await readText(files.cert, "--tls-cert");
  const key = await readText(files.key, "--tls-key");
  const certificate = understood(() => new X509Certificate(cert)) ??
    raise(`${files.cert} holds no certificate in PEM form (--tls-cert).`);
  const privateKey = understood(() => createPrivateKey(key)) ??
    raise(`${files.key} holds no private key in PEM form, or it needs a password (--tls-key).`);
  if (!certificate.checkPrivateKey(privateKey)) {
    raise(`The key in ${files.key} does not fit the certificate in ${files.cert} (--tls-cert, --tls-key).`);
  }
  try {
    const context = createSecureContext({ cert, key, minVersion: "TLSv1.2" });
    await tryOut(context);
    return context;
  } catch (error) {
    return raise(`The certificate in ${files.cert} cannot be used for TLS: ${reasonOf(error)}.`);
  }
}

async function readText(path: string, flag: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      return raise(`${path} does not exist, and TLS needs a certificate and its key (${flag}).`);
    }
    return raise(`${path} cannot be read: ${reasonOf(error)} (${flag}).`);
  }
}

function understood<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

/** Kinds of keys that TLS here does not know, such as RSA-PSS, show themselves only at a connection. */
async function tryOut(context: SecureContext): Promise<void> {
  const nowhere = new Duplex({ read() {}, write: (_bytes, _encoding, done) => done() });
  const socket = new TLSSocket(nowhere, { isServer: true, secureContext: context });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      setImmediate(resolve);
    });
  } finally {
    socket.destroy();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function raise(message: string): never {
  throw new StartError(message);
}

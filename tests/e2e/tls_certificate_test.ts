// The certificate of the real process: where it is looked for, what is said when it is no good, and how it is renewed.

import assert from "node:assert/strict";
import type { CertificateFiles } from "../../lib/net/certificate.ts";
import { commonName, one, two } from "../support/certificates.ts";
import { ChatClient } from "../support/chat_client.ts";
import { Program } from "../support/program.ts";
import { TempFolder } from "../support/store.ts";

/** Puts a pair where the server looks for it when nothing is set. */
async function install({ path }: TempFolder, { cert, key }: CertificateFiles): Promise<void> {
  await Deno.copyFile(cert, `${path}/server.crt`);
  await Deno.copyFile(key, `${path}/server.key`);
}

async function tlsPort(server: Program): Promise<number> {
  return Number((await server.stdout.until(/^listening on 127\.0\.0\.1:(\d+) \(tls\)$/m))[1]);
}

const ANY_PORT = ["--tls-port", "0"];

Deno.test("server.crt and server.key in the working directory open the TLS port", async () => {
  using folder = new TempFolder();
  await install(folder, one);
  await using server = await Program.server({ cwd: folder.path, args: ANY_PORT });
  assert.equal(await commonName(await tlsPort(server)), "test only one");
  assert.equal(await commonName(await server.port()), "test only one");
});

Deno.test("without a certificate there is no TLS port", async () => {
  using folder = new TempFolder();
  await using server = await Program.server({ cwd: folder.path, args: ANY_PORT });
  assert.doesNotMatch(server.stdout.text, /\(tls\)/);
});

Deno.test("flags and environment name another pair", async () => {
  using folder = new TempFolder();
  await install(folder, one);
  const args = [...ANY_PORT, "--tls-cert", two.cert];
  await using server = await Program.server({ cwd: folder.path, args, env: { TLS_KEY: two.key } });
  assert.equal(await commonName(await tlsPort(server)), "test only two");
});

Deno.test("SIGHUP takes a new certificate for new connections; a bad pair is logged, and the old one stays", async () => {
  using folder = new TempFolder();
  await install(folder, one);
  await using server = await Program.server({ cwd: folder.path, args: ANY_PORT });
  const port = await tlsPort(server);
  const alice = await ChatClient.connect(port, { tls: true });
  await alice.send("alice");
  await alice.fence();

  await install(folder, two);
  assert.equal(await commonName(port), "test only one");
  server.signal("SIGHUP");
  await server.stderr.until(/ info parley: the certificate was read again$/m);
  assert.equal(await commonName(port), "test only two");

  await Deno.copyFile(one.key, `${folder.path}/server.key`);
  server.signal("SIGHUP");
  await server.stderr.until(/ error parley: .* the old one stays .*The key in server\.key does not fit/m);
  assert.equal(await commonName(port), "test only two");

  const bob = await server.script("bob");
  await bob.send("hello");
  await alice.expect(/bob joined the chat$/, /bob\]: hello$/);
  alice.close();
});

Deno.test("SIGHUP without a certificate changes nothing", async () => {
  using folder = new TempFolder();
  await using server = await Program.server({ cwd: folder.path });
  const alice = await server.script("alice");
  server.signal("SIGHUP");
  assert.deepEqual(await alice.fence(), []);
});

Deno.test("a server with a certificate can read files while it runs, but write none", async () => {
  using folder = new TempFolder();
  await install(folder, one);
  const probe = new URL("../support/file_probe.ts", import.meta.url).pathname;
  await using server = await Program.server({
    cwd: folder.path,
    args: ANY_PORT,
    denoFlags: ["--preload", probe],
  });
  server.signal("SIGUSR2");
  await server.stdout.until(/^after start: read ok, write NotCapable$/m);
});

const MISTAKES: readonly (readonly [what: string, spoil: (path: string) => Promise<void>, said: RegExp])[] = [
  [
    "a certificate without its key",
    (path) => Deno.remove(`${path}/server.key`),
    /^server\.key does not exist, and TLS needs a certificate and its key \(--tls-key\)\.\n$/,
  ],
  [
    "a key without its certificate",
    (path) => Deno.remove(`${path}/server.crt`),
    /^server\.crt does not exist, and TLS needs a certificate and its key \(--tls-cert\)\.\n$/,
  ],
  [
    "a certificate that is none",
    (path) => Deno.writeTextFile(`${path}/server.crt`, "hello"),
    /^server\.crt holds no certificate in PEM form \(--tls-cert\)\.\n$/,
  ],
  [
    "a key that is none",
    (path) => Deno.copyFile(`${path}/server.crt`, `${path}/server.key`),
    /^server\.key holds no private key in PEM form, .*\(--tls-key\)\.\n$/,
  ],
  [
    "a key of another certificate",
    (path) => Deno.copyFile(two.key, `${path}/server.key`),
    /^The key in server\.key does not fit the certificate in server\.crt \(--tls-cert, --tls-key\)\.\n$/,
  ],
];
for (const [what, spoil, said] of MISTAKES) {
  Deno.test(`${what} is one clear line and exit code 1`, async () => {
    using folder = new TempFolder();
    await install(folder, one);
    await spoil(folder.path);
    await using program = Program.task("start", { cwd: folder.path, args: ["--port", "0", ...ANY_PORT] });
    const { code, stdout, stderr } = await program.ended();
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, said);
  });
}

Deno.test("a wrong TLS port is a wrong setting, exit code 2", async () => {
  using folder = new TempFolder();
  await using program = Program.task("start", { cwd: folder.path, args: ["--tls-port", "70000"] });
  const { code, stderr } = await program.ended();
  assert.equal(code, 2);
  assert.match(stderr, /^.*--tls-port \(TLS_PORT\): it must be a whole number from 0 to 65535, or off/m);
});

// Who is spoken to in TLS, who is not, and who is gone because the handshake came to nothing.
import assert from "node:assert/strict";
import { once } from "node:events";
import { StartError } from "../../../lib/domain/start_error.ts";
import type { CertificateFiles } from "../../../lib/net/certificate.ts";
import { HANDSHAKE_DEADLINE, type Tls } from "../../../lib/net/tls.ts";
import { one, two } from "../../support/certificates.ts";
import { settled } from "../../support/fake_transport.ts";
import { readText, startClient, startSecured, startTls, Wire } from "./start_tls.ts";

const encoder = new TextEncoder();

for (const required of [false, true]) {
  Deno.test(`Tls.over hands on plain text as it is when TLS is ${required ? "required" : "possible"}`, async () => {
    const { clock, failures, wire, transport } = await startTls({ required });
    wire.sends("alice\nhello\n");
    assert.equal(await readText(transport), "alice\nhello\n");
    await transport.handshake;
    await transport.write(encoder.encode("welcome\n"));
    assert.equal(wire.taken, "welcome\n");
    wire.sends("\x16more\n");
    assert.equal(await readText(transport), "\x16more\n");
    assert.equal(transport.peer.secure, false);
    assert.deepEqual([clock.armed, failures], [[], []]);
    transport.close();
  });
}

for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
  Deno.test(`Tls.over speaks ${version} with a peer that begins with a hello`, async () => {
    const { clock, wire, transport } = await startTls();
    const client = startClient(wire, { minVersion: version, maxVersion: version });
    client.write("hello");
    assert.equal(await readText(transport), "hello");
    await transport.write(encoder.encode("welcome"));
    assert.equal(String((await once(client, "data"))[0]), "welcome");
    assert.equal(client.getProtocol(), version);
    assert.deepEqual(clock.armed, []);
    client.destroy();
    transport.close();
  });
}

Deno.test("Tls.over takes a handshake in any split", async () => {
  const { wire, transport } = await startTls();
  const client = startClient(wire, {}, (bytes) => Array.from(bytes, (byte) => Uint8Array.of(byte)));
  client.write("hello");
  assert.equal(await readText(transport), "hello");
  client.destroy();
  transport.close();
});

Deno.test("Tls.over knows of a handshake from its first byte on, and the peer as secure once it is done", async () => {
  const { wire, transport } = await startTls();
  assert.equal(transport.handshake, undefined);
  const held: Uint8Array[] = [];
  const client = startClient(wire, {}, (bytes) => held.length++ === 0 ? [bytes.subarray(0, 5)] : []);
  const read = readText(transport);
  await settled();
  assert.notEqual(transport.handshake, undefined);
  assert.equal(transport.peer.secure, false);
  client.destroy();
  transport.close();
  await transport.handshake;
  await assert.rejects(read);

  const secured = await startSecured();
  await secured.transport.handshake;
  assert.equal(secured.transport.peer.secure, true);
  secured.client.destroy();
  secured.transport.close();
});

Deno.test("Tls.over takes no hello from a peer that it has spoken to in plain text", async () => {
  const { clock, wire, transport } = await startTls();
  await transport.write(encoder.encode("[ENTER YOUR NAME]: "));
  wire.sends("\x16\x03\x01");
  assert.equal(await readText(transport), "\x16\x03\x01");
  assert.deepEqual([transport.handshake, clock.armed], [undefined, []]);
  transport.close();
});

const STALLED = [
  ["that says nothing where TLS is required", true, ""],
  ["that stops in its hello", false, "\x16\x03\x01\x02\x00\x01\x00"],
  ["that stops in its hello where TLS is required", true, "\x16"],
] as const;
for (const [who, required, said] of STALLED) {
  Deno.test(`Tls.over closes a peer ${who} after 10 s`, async () => {
    const { clock, failures, wire, transport } = await startTls({ required });
    if (said !== "") wire.sends(said);
    const read = assert.rejects(readText(transport), Deno.errors.Interrupted);
    await settled();
    clock.advance(HANDSHAKE_DEADLINE - 1);
    assert.deepEqual([wire.timesClosed, failures], [0, []]);
    clock.advance(1);
    assert.equal(wire.timesClosed, 1);
    assert.deepEqual(failures, ["it took too long"]);
    await read;
    await transport.handshake;
    assert.deepEqual(clock.armed, []);
  });
}

Deno.test("Tls.over lets a peer keep silent where TLS is only possible", async () => {
  const { clock, wire, transport } = await startTls();
  const read = readText(transport);
  assert.deepEqual(clock.armed, []);
  wire.ends();
  assert.equal(await read, null);
  transport.close();
});

Deno.test("Tls.over makes nothing of a peer that leaves before its first byte", async () => {
  const { clock, failures, wire, transport } = await startTls({ required: true });
  wire.ends();
  assert.equal(await readText(transport), null);
  assert.deepEqual([failures, clock.armed], [[], []]);
  transport.close();
});

/** What `openssl s_client -tls1_1` begins with. */
const TLS_1_1_HELLO = Uint8Array.fromHex(
  "1603010055010000510302afad3cefb5aa6b4e57aa197086b00fee396df08359c67f0c721f59a83c78ed09000004c00900ff" +
    "01000024000b000403000102000a000c000a001d0017001e00190018002300000016000000170000",
);

const REFUSED: readonly (readonly [who: string, said: Uint8Array, why: RegExp])[] = [
  ["whose hello makes no sense", Uint8Array.of(0x16, 3, 1, 0, 5, 1, 0, 0, 1, 3), /corrupt message/],
  [
    "that begins with a record of no version",
    Uint8Array.of(0x16, 0x80, 0xff, 0xff, 0xff, 9, 9),
    /corrupt message/,
  ],
  ["that knows no more than TLS 1.1", TLS_1_1_HELLO, /peer is incompatible/],
];
for (const [who, said, why] of REFUSED) {
  Deno.test(`Tls.over refuses a peer ${who}, and says why`, async () => {
    const { clock, failures, wire, transport } = await startTls();
    wire.sends(said);
    await assert.rejects(readText(transport));
    assert.match(failures.join("\n"), why);
    assert.equal(wire.taken, "\x15\x03\x01\0\x02\x02(", "the alert handshake_failure");
    assert.equal(failures.length, 1);
    assert.equal(wire.timesClosed, 1);
    assert.deepEqual(clock.armed, []);
    transport.close();
  });
}

Deno.test("Tls.over closes a peer that leaves in the middle of its handshake", async () => {
  const { failures, wire, transport } = await startTls();
  wire.sends("\x16\x03\x01\x02\x00\x01\x00");
  const read = assert.rejects(readText(transport));
  await settled();
  wire.ends();
  await read;
  assert.deepEqual([failures, wire.timesClosed], [["the peer left"], 1]);
});

Deno.test("Tls.over closes a peer that does not trust the certificate", async () => {
  const { failures, wire, transport } = await startTls();
  const client = startClient(wire, { ca: [Deno.readTextFileSync(two.cert)] });
  const [error] = await Promise.all([once(client, "error"), assert.rejects(readText(transport))]);
  assert.ok(error[0] instanceof Error);
  assert.equal(failures.length, 1);
  assert.equal(wire.timesClosed, 1);
});

/** A folder with a pair of its own, which a test can exchange. */
async function makePair(from: CertificateFiles): Promise<CertificateFiles & AsyncDisposable> {
  const folder = await Deno.makeTempDir({ prefix: "parley-test-" });
  const files = { cert: `${folder}/a.crt`, key: `${folder}/a.key` };
  await exchange(files, from);
  return { ...files, [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }) };
}

async function exchange(files: CertificateFiles, from: CertificateFiles): Promise<void> {
  await Deno.copyFile(from.cert, files.cert);
  await Deno.copyFile(from.key, files.key);
}

/** Which certificate a new peer is shown. */
async function shown(tls: Tls): Promise<string> {
  const wire = new Wire();
  const transport = tls.over(wire, true);
  const client = startClient(wire);
  const read = assert.rejects(readText(transport));
  await once(client, "secureConnect");
  const { CN } = client.getPeerCertificate().subject;
  client.destroy();
  transport.close();
  await read;
  return String(CN);
}

Deno.test("Tls.reload shows a new certificate to new peers, and leaves others alone", async () => {
  await using files = await makePair(one);
  const { tls, client, transport } = await startSecured({}, files);
  assert.equal(await shown(tls), "test only one");
  await exchange(files, two);
  assert.equal(await shown(tls), "test only one");
  await tls.reload();
  assert.equal(await shown(tls), "test only two");
  client.write("still here");
  assert.equal(await readText(transport), "still here");
  client.destroy();
  transport.close();
});

Deno.test("Tls.reload keeps the old certificate when the new one cannot be used", async () => {
  await using files = await makePair(one);
  const { tls } = await startTls({ files });
  await Deno.copyFile(two.cert, files.cert);
  await assert.rejects(tls.reload(), StartError);
  assert.equal(await shown(tls), "test only one");
});

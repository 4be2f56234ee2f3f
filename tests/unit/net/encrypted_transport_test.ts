// What is written and read over TLS, how it is held up, and how it ends.
import assert from "node:assert/strict";
import { once } from "node:events";
import { settled } from "../../support/fake_transport.ts";
import { readText, startClient, startSecured, startTls } from "./start_tls.ts";

const encoder = new TextEncoder();

/** Whether a promise has settled by now. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let is = false;
  promise.then(() => is = true, () => is = true);
  await settled();
  return is;
}

Deno.test("EncryptedTransport.write resolves when the peer's system has taken the bytes, not before", async () => {
  const { wire, transport, client } = await startSecured();
  wire.takesAll = false;
  const write = transport.write(encoder.encode("welcome"));
  assert.equal(await isSettled(write), false);
  wire.pending?.accept(10);
  assert.equal(await isSettled(write), false);
  wire.pending?.accept();
  assert.equal(await write, 7);
  client.destroy();
  transport.close();
});

Deno.test("EncryptedTransport.write takes a part of much, so that little is held twice", async () => {
  const { wire, transport, client } = await startSecured();
  wire.takesAll = false;
  const write = transport.write(new Uint8Array(1_000_000));
  await settled();
  assert.ok((wire.pending?.bytes.length ?? 0) < 40_000);
  wire.pending?.accept();
  assert.equal(await write, 32_768);
  client.destroy();
  transport.close();
});

Deno.test("EncryptedTransport carries a long text in order", async () => {
  const { transport, client } = await startSecured();
  const text = Array.from({ length: 20_000 }, (_, line) => `line ${line}\n`).join("");
  let received = "";
  client.on("data", (bytes) => received += bytes);
  for (let rest = encoder.encode(text); rest.length > 0;) {
    rest = rest.subarray(await transport.write(rest));
  }
  await settled();
  assert.equal(received, text);
  client.destroy();
  transport.close();
});

Deno.test("EncryptedTransport.read gives what is longer than its buffer in several parts", async () => {
  const { transport, client } = await startSecured();
  client.write("one two");
  assert.equal(await readText(transport, 4), "one ");
  assert.equal(await readText(transport, 4), "two");
  client.destroy();
  transport.close();
});

Deno.test("EncryptedTransport asks the wire for bytes only when somebody reads", async () => {
  const { wire, transport, client } = await startSecured();
  const before = wire.readSizes.length;
  client.write("x".repeat(10_000));
  await settled();
  assert.equal(wire.readSizes.length, before);
  const first = await readText(transport, 100);
  assert.equal(first?.length, 100);
  assert.ok(wire.readSizes.length - before <= 4);
  client.destroy();
  transport.close();
});

Deno.test("EncryptedTransport.closeWrite tells the peer the end, which may go on sending", async () => {
  const { wire, transport, client } = await startSecured();
  client.allowHalfOpen = true;
  await transport.write(encoder.encode("goodbye"));
  const goodbye = once(client, "data");
  const ended = once(client, "end");
  await transport.closeWrite();
  assert.equal(String((await goodbye)[0]), "goodbye");
  await ended;
  assert.equal(wire.writeClosed, true);
  client.write("one more");
  assert.equal(await readText(transport), "one more");
  client.destroy();
  transport.close();
});

Deno.test("EncryptedTransport reads the end of a peer that says so, and can still write", async () => {
  const { transport, client } = await startSecured();
  client.write("last words");
  client.end();
  assert.equal(await readText(transport), "last words");
  assert.equal(await readText(transport), null);
  assert.equal(await readText(transport), null);
  const answer = once(client, "data");
  await transport.write(encoder.encode("answer"));
  assert.equal(String((await answer)[0]), "answer");
  client.destroy();
  transport.close();
});

Deno.test("EncryptedTransport takes the end of the wire as the end of its peer", async () => {
  const { wire, transport, client } = await startSecured();
  client.write("last words");
  await settled();
  wire.ends();
  assert.equal(await readText(transport), "last words");
  assert.equal(await readText(transport), null);
  await transport.write(encoder.encode("answer"));
  client.destroy();
  transport.close();
});

Deno.test("EncryptedTransport.read rejects when the peer resets", async () => {
  const { wire, transport, client } = await startSecured();
  wire.resets();
  await assert.rejects(readText(transport), Deno.errors.ConnectionReset);
  client.destroy();
  transport.close();
});

Deno.test("EncryptedTransport.read rejects bytes that are no TLS", async () => {
  const { wire, transport, client } = await startSecured();
  wire.sends("in plain text all of a sudden");
  await assert.rejects(readText(transport));
  await assert.rejects(transport.write(encoder.encode("?")));
  client.destroy();
  transport.close();
});

Deno.test("EncryptedTransport gives what a peer sent before it was lost", async () => {
  const { wire, transport, client } = await startSecured();
  wire.takesAll = false;
  client.write("last words");
  const write = transport.write(encoder.encode("hello"));
  await settled();
  wire.pending?.fail(new Deno.errors.BrokenPipe());
  await assert.rejects(write, Deno.errors.BrokenPipe);
  await assert.rejects(transport.write(encoder.encode("hello")));
  assert.equal(await readText(transport), "last words");
  client.destroy();
  transport.close();
});

Deno.test("EncryptedTransport.close frees the wire with a read and a write under way", async () => {
  const { wire, transport, client } = await startSecured();
  wire.takesAll = false;
  const read = assert.rejects(readText(transport), Deno.errors.Interrupted);
  const write = assert.rejects(transport.write(encoder.encode("hello")), Deno.errors.Interrupted);
  await settled();
  transport.close();
  transport.close();
  assert.equal(wire.timesClosed, 1);
  await read;
  await write;
  await assert.rejects(readText(transport), Deno.errors.Interrupted);
  await assert.rejects(transport.write(encoder.encode("hello")));
  client.destroy();
});

Deno.test("EncryptedTransport.close frees the wire in the middle of a handshake, and that is no failure", async () => {
  const { wire, transport, failures } = await startTls();
  let packets = 0;
  const client = startClient(wire, {}, (bytes) => packets++ === 0 ? [bytes] : []);
  const read = readText(transport);
  await settled();
  transport.close();
  await assert.rejects(read, Deno.errors.Interrupted);
  assert.deepEqual([wire.timesClosed, failures], [1, []]);
  client.destroy();
});

Deno.test("EncryptedTransport.closeWrite in the middle of a handshake ends the wire's sending half", async () => {
  const { wire, transport } = await startTls();
  wire.sends("\x16\x03\x01\x02\x00\x01\x00");
  const read = readText(transport);
  await settled();
  await transport.closeWrite();
  assert.equal(wire.writeClosed, true);
  transport.close();
  await assert.rejects(read);
});

// Why TLS is made here, and not by Deno.listenTls: it never frees a connection that stalls in its handshake.
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { one } from "../../support/certificates.ts";

/** Milliseconds in which a socket that is freed would have ended; on one machine that takes less than one. */
const LONG_ENOUGH = 500;

Deno.test("Deno.listenTls still holds a socket that was closed before its handshake was done", async () => {
  using listener = Deno.listenTls({
    hostname: "127.0.0.1",
    port: 0,
    cert: Deno.readTextFileSync(one.cert),
    key: Deno.readTextFileSync(one.key),
  });
  const client = connect(listener.addr.port, "127.0.0.1");
  const [conn] = await Promise.all([listener.accept(), once(client, "connect")]);
  const read = conn.read(new Uint8Array(1)).catch(() => null);
  conn.close();
  await read;
  const held = Promise.withResolvers<false>();
  const timer = setTimeout(() => held.resolve(false), LONG_ENOUGH);
  const freed = await Promise.race([once(client.resume(), "end").then(() => true), held.promise]);
  clearTimeout(timer);
  client.destroy();
  assert.equal(
    freed,
    false,
    "Deno.listenTls frees such a connection now. Good news: lib/net/encrypted_transport.ts, and what the README " +
      "says of it, can go, if it sets TCP_NODELAY, has a deadline for handshakes and takes new certificates, too.",
  );
});

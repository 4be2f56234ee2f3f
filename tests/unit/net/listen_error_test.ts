// Why a port cannot be opened, in the operator's words.
import assert from "node:assert/strict";
import { cannotListen } from "../../../lib/net/listen_error.ts";

Deno.test("cannotListen names address and flag when the port is in use", () => {
  using other = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = other.addr;
  assert.throws(() => Deno.listen({ hostname: "127.0.0.1", port }), (error) => {
    assert.equal(
      cannotListen(error, "127.0.0.1", port, "--port").message,
      `127.0.0.1:${port} is in use by another program. Choose another port with --port.`,
    );
    return true;
  });
});

Deno.test("cannotListen names an address that the machine does not have", () => {
  assert.match(
    cannotListen(new Deno.errors.AddrNotAvailable("not here"), "192.0.2.1", 8080, "--port").message,
    /^192\.0\.2\.1 is not an address of this machine\./,
  );
});

Deno.test("cannotListen names the flag of a port that needs more rights", () => {
  assert.match(
    cannotListen(new Deno.errors.PermissionDenied("denied"), "::1", 443, "--tls-port").message,
    /^\[::1\]:443 .*--tls-port/,
  );
});

Deno.test("cannotListen keeps any other reason, and the error as its cause", () => {
  const error = new Error("lookup failed");
  const told = cannotListen(error, "nowhere", 8080, "--port");
  assert.match(told.message, /nowhere:8080: lookup failed\.$/);
  assert.equal(told.cause, error);
});

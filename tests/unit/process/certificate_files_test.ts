// Where a certificate is looked for.
import assert from "node:assert/strict";
import { certificateFiles } from "../../../lib/process/certificate_files.ts";

const none = () => false;

Deno.test("certificateFiles finds nothing where nothing is set and nothing is there", () => {
  assert.equal(certificateFiles({}, none), undefined);
});

for (const there of ["server.crt", "server.key"]) {
  Deno.test(`certificateFiles takes the usual pair when ${there} is there, so that a missing half is told`, () => {
    const exists = (path: string) => path === there;
    assert.deepEqual(certificateFiles({}, exists), { cert: "server.crt", key: "server.key" });
  });
}

Deno.test("certificateFiles takes what is set, whether it is there or not", () => {
  const files = { cert: "/etc/a.crt", key: "/etc/a.key" };
  assert.deepEqual(certificateFiles({ tlsCert: files.cert, tlsKey: files.key }, none), files);
});

Deno.test("certificateFiles takes the usual file for the half that is not set", () => {
  assert.deepEqual(certificateFiles({ tlsCert: "a.crt" }, none), { cert: "a.crt", key: "server.key" });
  assert.deepEqual(certificateFiles({ tlsKey: "a.key" }, none), { cert: "server.crt", key: "a.key" });
});

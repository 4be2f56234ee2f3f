// The settings of the client.
import assert from "node:assert/strict";
import { connectSettings } from "../../../lib/config.ts";
import { readSettings } from "../../../lib/process/settings.ts";

function serverOf(server?: string) {
  return readSettings(connectSettings, { server }, {}, {});
}

const addresses = [
  [undefined, "127.0.0.1", undefined],
  ["chat.example.org", "chat.example.org", undefined],
  ["chat.example.org:9000", "chat.example.org", 9000],
  [":9000", "127.0.0.1", 9000],
  ["::1", "::1", undefined],
  ["[::1]:9000", "::1", 9000],
  ["[::1]", "::1", undefined],
] as const;
for (const [text, host, port] of addresses) {
  Deno.test(`connect takes ${text ?? "nothing"} as where the server is`, () => {
    const reading = serverOf(text);
    assert.ok(reading.ok);
    assert.deepEqual(reading.values.server, { host, port });
  });
}

for (const text of ["", "a b", "host:", "host:0", "host:65536", "host:x", "[::1", "http://host/"]) {
  Deno.test(`connect refuses "${text}" as where the server is`, () => {
    assert.equal(serverOf(text).ok, false);
  });
}

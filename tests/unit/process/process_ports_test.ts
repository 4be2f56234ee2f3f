// The `.env` file of the working directory.
import assert from "node:assert/strict";
import { StartError } from "../../../lib/domain/start_error.ts";
import { readDotEnv } from "../../../lib/process/process_ports.ts";

Deno.test("readDotEnv reads names, quotes and comments", async () => {
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(file, '# a comment\r\nPORT=1001\r\nPARLEY_DATA="two words" # why\n');
    assert.deepEqual({ ...readDotEnv(file) }, { PORT: "1001", PARLEY_DATA: "two words" });
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("readDotEnv takes a missing file as an empty one", () => {
  assert.deepEqual(readDotEnv("/no/such/folder/.env"), {});
});

Deno.test("readDotEnv says why a file cannot be read", async () => {
  const folder = await Deno.makeTempDir();
  try {
    assert.throws(
      () => readDotEnv(folder),
      (error) => error instanceof StartError && error.message.startsWith(folder),
    );
  } finally {
    await Deno.remove(folder);
  }
});

// Standard output under pressure, and files that appear whole or not at all.

import assert from "node:assert/strict";
import { StartError } from "../../../lib/domain/start_error.ts";
import { exportLogs } from "../../../lib/export/export_logs.ts";
import { DATABASE_FILE } from "../../../lib/store/database.ts";
import { TestLog, TestPorts } from "./test_log.ts";

const options = { format: "text", withDirect: false } as const;

Deno.test("exportLogs writes no page before the one before is taken", async () => {
  using log = new TestLog().addMany(5000);
  const ports = new TestPorts();
  const taken: (() => void)[] = [];
  let called = Promise.withResolvers<void>();
  let written = 0;
  ports.stdout.write = (bytes) => {
    written += 1;
    called.resolve();
    return new Promise((resolve) => taken.push(() => resolve(bytes.length)));
  };
  const done = exportLogs({ ...options, data: log.data }, ports);
  for (const page of [1, 2, 3]) {
    await called.promise;
    assert.equal(written, page);
    called = Promise.withResolvers();
    taken.shift()?.();
  }
  await done;
});

Deno.test("exportLogs goes on where a short write ended", async () => {
  using log = new TestLog().add({ body: "one" }).add({ body: "two" });
  const ports = new TestPorts();
  const { write } = ports.stdout;
  ports.stdout.write = (bytes) => write(bytes.subarray(0, 7));
  await exportLogs({ ...options, data: log.data }, ports);
  assert.equal(ports.out, "[2024-10-12 15:13:02][alice]: one\n[2024-10-12 15:13:02][alice]: two\n");
});

Deno.test("exportLogs ends quietly when the reader has gone", async () => {
  using log = new TestLog().addMany(5000);
  const ports = new TestPorts();
  ports.onWrite = () => {
    throw new Deno.errors.BrokenPipe();
  };
  await exportLogs({ ...options, data: log.data }, ports);
  assert.equal(ports.chunks.length, 1);
});

Deno.test("exportLogs says so when standard output has no room", async () => {
  using log = new TestLog().add();
  const ports = new TestPorts();
  ports.stdout.write = () => Promise.reject(new Error("No space left on device (os error 28)"));
  await assert.rejects(exportLogs({ ...options, data: log.data }, ports), {
    name: "StartError",
    message: "Standard output cannot be written: No space left on device (os error 28).",
  });
});

Deno.test("exportLogs writes the same to a file, and leaves nothing beside it", async () => {
  using log = new TestLog().addMany(5000);
  const ports = new TestPorts();
  await exportLogs({ ...options, data: log.data }, ports);
  const expected = ports.out;
  await exportLogs({ ...options, data: log.data, output: log.file("chat.log") }, ports);
  assert.equal(Deno.readTextFileSync(log.file("chat.log")), expected);
  assert.equal(ports.out, expected);
  assert.deepEqual(log.files(), ["chat.log"]);
  assert.equal(ports.interrupt, undefined);
});

Deno.test("exportLogs replaces an old file, and keeps from others what they could not read", async () => {
  using log = new TestLog().add();
  const output = log.file("chat.log");
  Deno.writeTextFileSync(output, "old", { mode: 0o600 });
  await exportLogs({ ...options, data: log.data, output }, new TestPorts());
  assert.equal(Deno.readTextFileSync(output), "[2024-10-12 15:13:02][alice]: hello\n");
  if (Deno.build.os !== "windows") assert.equal((Deno.statSync(output).mode ?? 0) & 0o777, 0o600);
});

Deno.test("exportLogs that fails in the middle leaves the old file and no other", async () => {
  using log = new TestLog().addMany(5000).add({ kind: "unheard-of" });
  const output = log.file("chat.log");
  Deno.writeTextFileSync(output, "old");
  await assert.rejects(exportLogs({ ...options, data: log.data, output }, new TestPorts()), StartError);
  assert.equal(Deno.readTextFileSync(output), "old");
  assert.deepEqual(log.files(), ["chat.log"]);
});

Deno.test("exportLogs that is interrupted leaves no file", async () => {
  using log = new TestLog().addMany(5000);
  const output = log.file("chat.log");
  const ports = new TestPorts();
  ports.clock.tick = 500;
  ports.stderr.isTerminal = () => true;
  ports.onShow = () => ports.interrupt?.();
  await assert.rejects(exportLogs({ ...options, data: log.data, output }, ports), {
    name: "StartError",
    message: `Interrupted: ${output} was not written.`,
  });
  // It came after the first of three pages.
  assert.match(ports.shown, /^\r2,000 rows\r/);
  assert.deepEqual(log.files(), []);
});

Deno.test("exportLogs follows a link and replaces the file behind it", {
  ignore: Deno.build.os === "windows",
}, async () => {
  using log = new TestLog().add();
  Deno.writeTextFileSync(log.file("real.log"), "old");
  Deno.symlinkSync(log.file("real.log"), log.file("link.log"));
  await exportLogs({ ...options, data: log.data, output: log.file("link.log") }, new TestPorts());
  assert.ok(Deno.lstatSync(log.file("link.log")).isSymlink);
  assert.equal(Deno.readTextFileSync(log.file("real.log")), "[2024-10-12 15:13:02][alice]: hello\n");
});

Deno.test("exportLogs refuses an output that is no file", async () => {
  using log = new TestLog().add();
  Deno.mkdirSync(log.file("folder"));
  await assert.rejects(
    exportLogs({ ...options, data: log.data, output: log.file("folder") }, new TestPorts()),
    (error) => error instanceof StartError && /folder is not a file\./.test(error.message),
  );
  assert.deepEqual(log.files(), ["folder"]);
});

Deno.test("exportLogs refuses an output in a folder that is not there", async () => {
  using log = new TestLog().add();
  await assert.rejects(
    exportLogs({ ...options, data: log.data, output: log.file("nowhere/chat.log") }, new TestPorts()),
    (error) => error instanceof StartError && /chat\.log cannot be written: /.test(error.message),
  );
});

for (const name of [DATABASE_FILE, `${DATABASE_FILE}-wal`]) {
  Deno.test(`exportLogs does not replace ${name}`, async () => {
    using log = new TestLog().add();
    const output = `${log.data}/${name}`;
    const before = Deno.readFileSync(output);
    await assert.rejects(
      exportLogs({ ...options, data: log.data, output }, new TestPorts()),
      (error) => error instanceof StartError && /belongs to the database/.test(error.message),
    );
    assert.deepEqual(Deno.readFileSync(output), before);
  });
}

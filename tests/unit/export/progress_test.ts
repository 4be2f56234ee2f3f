// When and how an export shows how far it has come.

import assert from "node:assert/strict";
import { exportLogs } from "../../../lib/export/export_logs.ts";
import { Progress } from "../../../lib/export/progress.ts";
import { FakeClock } from "../../support/fake_clock.ts";
import { TestLog, TestPorts } from "./test_log.ts";

function start() {
  const clock = new FakeClock();
  const shown: string[] = [];
  return { clock, shown, progress: new Progress((text) => shown.push(text), clock) };
}

Deno.test("Progress shows how far it is, every 300 ms at most", () => {
  const { clock, shown, progress } = start();
  progress.now("1 row");
  clock.advance(299);
  progress.now("2 rows");
  assert.deepEqual(shown, []);
  clock.advance(1);
  progress.now("3 rows");
  progress.now("4 rows");
  assert.deepEqual(shown, ["\r3 rows"]);
});

Deno.test("Progress leaves the last text on a line of its own", () => {
  const { clock, shown, progress } = start();
  clock.advance(300);
  progress.now("1 row");
  progress.now("2 rows");
  progress[Symbol.dispose]();
  assert.deepEqual(shown, ["\r1 row", "\r2 rows\n"]);
});

Deno.test("Progress of something short shows nothing", () => {
  const { shown, progress } = start();
  progress.now("1 row");
  progress[Symbol.dispose]();
  assert.deepEqual(shown, []);
});

Deno.test("Progress shows at once what begins, over all of what was there", () => {
  const { clock, shown, progress } = start();
  clock.advance(300);
  progress.now("copied 50 %");
  progress.begin("checking");
  assert.deepEqual(shown, ["\rcopied 50 %", "\rchecking   "]);
});

for (
  const { out, err, file, shows } of [
    { out: false, err: true, file: false, shows: true },
    { out: true, err: true, file: true, shows: true },
    { out: true, err: true, file: false, shows: false },
    { out: false, err: false, file: false, shows: false },
    { out: true, err: false, file: true, shows: false },
  ]
) {
  const where = `to ${file ? "a file" : out ? "a terminal" : "a pipe"}`;
  Deno.test(`exportLogs ${where} shows progress: ${shows}, as standard error is a terminal: ${err}`, async () => {
    using log = new TestLog().addMany(3000);
    const ports = new TestPorts();
    ports.stdout.isTerminal = () => out;
    ports.stderr.isTerminal = () => err;
    ports.clock.tick = 500;
    const output = file ? { output: log.file("chat.log") } : {};
    await exportLogs({ data: log.data, format: "text", withDirect: false, ...output }, ports);
    assert.equal(ports.shown, shows ? "\r2,000 rows\r3,000 rows\r3,000 rows\n" : "");
  });
}

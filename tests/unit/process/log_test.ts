// The log: its two formats, and what it does when standard error is slow, full or gone.
import assert from "node:assert/strict";
import { getLogger } from "@logtape/logtape";
import type { Clock } from "../../../lib/domain/clock.ts";
import { NotStored } from "../../../lib/domain/problem.ts";
import { configureLog, FLUSH_LIMIT, type LogWriter } from "../../../lib/process/log.ts";

/** Keeps what is written; `take` decides how many bytes of a chunk it accepts. */
class Recorder implements LogWriter {
  text = "";
  writes = 0;
  readonly #decoder = new TextDecoder();
  readonly #take: (bytes: Uint8Array) => number | Promise<number>;

  constructor(take: (bytes: Uint8Array) => number | Promise<number> = (bytes) => bytes.length) {
    this.#take = take;
  }

  async write(bytes: Uint8Array): Promise<number> {
    this.writes += 1;
    const count = await this.#take(bytes);
    this.text += this.#decoder.decode(bytes.subarray(0, count), { stream: true });
    return count;
  }

  get lines(): readonly string[] {
    return this.text.split("\n").slice(0, -1);
  }
}

/** A clock whose timers the test fires by hand. */
function handClock() {
  const timers: { readonly ms: number; readonly work: () => void }[] = [];
  const clock: Clock = {
    now: () => 0,
    after(ms, work) {
      timers.push({ ms, work });
      return () => {};
    },
  };
  return { clock, timers };
}

/** What the log writes for the records that `work` makes. */
async function logged(
  work: () => void,
  logFormat: "text" | "json" = "text",
  writer = new Recorder(),
): Promise<Recorder> {
  await using _log = configureLog({ logLevel: "info", logFormat }, writer, handClock().clock);
  work();
  return writer;
}

const logger = getLogger(["parley", "test"]);

Deno.test("configureLog writes text lines with local time, level, category, message and properties", async () => {
  const { text } = await logged(() =>
    logger.warn("port is closed", { port: 8080, host: "127.0.0.1", why: "no reason" })
  );
  assert.match(
    text,
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} warning parley\.test: port is closed port=8080 host=127\.0\.0\.1 why="no reason"\n$/,
  );
});

Deno.test("configureLog writes JSON Lines", async () => {
  const { lines } = await logged(() => logger.info("two\nlines", { name: "a\x1b[31mb" }), "json");
  assert.equal(lines.length, 1);
  const { level, message, logger: category, properties } = JSON.parse(lines[0] ?? "");
  assert.deepEqual([level, message, category, properties], ["INFO", "two\nlines", "parley.test", {
    name: "a\x1b[31mb",
  }]);
});

Deno.test("configureLog leaves out records under its level", async () => {
  const { text } = await logged(() => logger.debug("too fine"));
  assert.equal(text, "");
});

for (const logFormat of ["text", "json"] as const) {
  Deno.test(`configureLog lets no user text end a line or carry a control character, in ${logFormat}`, async () => {
    const hostile = "a\r\nb\x1b[2J\x07\x7f\x9b31m\u2028c\0";
    const { text } = await logged(() => {
      logger.info(`message ${hostile}`, { text: hostile, list: [hostile], error: new Error(hostile) });
    }, logFormat);
    assert.equal(text.indexOf("\n"), text.length - 1);
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(text.slice(0, -1), /[\0-\x1f\x7f-\x9f]/);
  });
}

Deno.test("configureLog takes bidirectional controls out of text lines", async () => {
  const { text } = await logged(() => logger.info("said", { text: "a\u202eb" }));
  assert.match(text, /text="ab"\n$/);
});

Deno.test("configureLog shows the causes of an error", async () => {
  const error = new Error("outer", { cause: new Error("inner") });
  const { text } = await logged(() => logger.error("failed", { error }));
  assert.match(text, /error="Error: outer.*inner/);
});

for (const logFormat of ["text", "json"] as const) {
  Deno.test(`configureLog tells trouble of the machine in a sentence, without a trace, in ${logFormat}`, async () => {
    const error = Object.assign(new Error("database or disk is full"), {
      code: "ERR_SQLITE_ERROR",
      errcode: 13,
    });
    const { lines } = await logged(
      () => logger.error("not stored", { error: new NotStored(error) }),
      logFormat,
    );
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? "", /"database or disk is full \(free some space\)"\}*$/);
  });
}

Deno.test("configureLog tells an error that comes a thousand times once, and at its end how often", async () => {
  const { lines } = await logged(() => {
    for (let number = 0; number < 1000; number++) {
      logger.error("not stored", { error: new NotStored("full") });
    }
  });
  assert.deepEqual(lines.map((line) => line.replace(/^.* parley\.test: /, "")), [
    "not stored error=full",
    "not stored error=full count=999",
  ]);
});

Deno.test("configureLog writes the rest of a line that was taken in part", async () => {
  const { text } = await logged(() => logger.info("a line in pieces"), "text", new Recorder(() => 1));
  assert.match(text, /a line in pieces\n$/);
});

/** Fails for its first `count` writes. */
function failingFor(count: number): Recorder {
  const recorder: Recorder = new Recorder((bytes) => {
    if (recorder.writes <= count) throw new Error("no space left");
    return bytes.length;
  });
  return recorder;
}

Deno.test("configureLog counts what a failing writer lost and says so when it works again", async () => {
  const { text } = await logged(
    () => {
      for (const message of ["first", "second", "third"]) logger.info(message);
    },
    "text",
    failingFor(2),
  );
  assert.match(text, /^.* warning parley\.log: .*lost.* count=2\n.* third\n$/);
});

Deno.test("configureLog reports at its end what was lost last", async () => {
  const { text } = await logged(() => logger.info("the only one"), "text", failingFor(1));
  assert.match(text, /count=1\n$/);
});

Deno.test("configureLog keeps a bounded queue while the writer does not answer", async () => {
  const answer = Promise.withResolvers<void>();
  const writer = new Recorder((bytes) => answer.promise.then(() => bytes.length));
  {
    await using _log = configureLog({ logLevel: "info", logFormat: "text" }, writer, handClock().clock);
    for (let number = 1; number <= 5000; number += 1) logger.info("flood", { number });
    answer.resolve();
  }
  assert.equal(writer.lines.filter((line) => line.includes(": flood")).length, 1001);
  assert.equal(writer.lines.filter((line) => line.endsWith("count=3999")).length, 1);
});

Deno.test("configureLog ends within its limit although the writer never answers", async () => {
  const { clock, timers } = handClock();
  const log = configureLog(
    { logLevel: "info", logFormat: "text" },
    new Recorder(() => new Promise(() => {})),
    clock,
  );
  logger.info("nobody takes this");
  const ended = log[Symbol.asyncDispose]();
  assert.deepEqual(timers.map(({ ms }) => ms), [FLUSH_LIMIT]);
  timers[0]?.work();
  await ended;
});

Deno.test("configureLog can be called again after its end", async () => {
  await logged(() => {});
  const { text } = await logged(() => logger.info("again"));
  assert.match(text, /again\n$/);
});
